import { afterAll, beforeAll, expect, test } from 'vitest';
import { consent } from '../../electron/shared/consents.ts';
import { beginRunning, cleanUp, docker, product, type Setup, setup } from '../lab/setup.ts';

/** Running builds end before Jenkins stops; the lab's Jenkins runs no scripts, so it is asked by REST. */
let lab: Setup;

beforeAll(async () => {
  lab = setup('drain', 21500);
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
  await controller.close();
  expect(result.ok ? 'ok' : result.failure).toBe('ok');
});
afterAll(() => cleanUp(lab));

test('a stop that waits for builds begins within 1.5 s of the end of the last one', async () => {
  const url = `http://127.0.0.1:${lab.ports.dood}`;
  // It ends once it has been named, however busy the machine is.
  await beginRunning(url, 'short', 'until [ -e /tmp/may-end ]; do sleep 0.1; done');
  const mayEnd = () => docker('exec', lab.names.jenkins.dood, 'touch', '/tmp/may-end');
  const { controller } = product(lab);
  let stopped = 0;
  const shown = new Set<string>();
  controller.subscribe(({ activity }) => {
    if (activity.kind !== 'working') return;
    for (const { kind, state, detail } of activity.steps) {
      if (kind === 'drain' && state === 'running') shown.add(detail);
      if (kind === 'stop' && state === 'running') stopped ||= Date.now();
    }
  });
  const stopping = controller.fulfil({ mode: 'off', consents: [], given: [consent.whenIdle(0)] });
  let ended = 0;
  for (let isBuilding = true, isNamed = false; isBuilding; ) {
    const build: { building: boolean; timestamp: number; duration: number } = await (
      await fetch(`${url}/job/short/1/api/json`)
    ).json();
    isBuilding = build.building;
    ended = build.timestamp + build.duration;
    if (!isNamed && [...shown].some((line) => line.startsWith('short #1 ('))) {
      isNamed = true;
      mayEnd();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const result = await stopping;
  await controller.close();
  expect(result.ok ? 'ok' : result.failure).toBe('ok');
  expect([...shown].join('\n')).toMatch(/^short #1 \(/m);
  expect(stopped - ended).toBeLessThan(1500);
  expect(docker('ps', '-q', '--filter', `name=^${lab.names.jenkins.dood}$`)).toBe('');
});

import { expect, test } from 'vitest';
import { buildAgain } from '../../../../electron/core/control/build-again.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { err, ok } from '../../../../electron/shared/failure.ts';
import { pageNotReady } from '../../../../electron/shared/failures/jenkins.ts';
import { container, names, ours, settings } from '../../../doubles/situation.ts';
import { fakeWorld, intentWith } from '../../../doubles/world.ts';

/** Where a Jenkins is asked to start builds again, if this container was asked to start none. */
async function asked(quieted: string | null | undefined, containers: readonly ContainerFact[], answers = true) {
  const calls: string[] = [];
  const world = fakeWorld({
    intent: { load: () => intentWith(quieted === undefined ? {} : { quieted }) },
    secrets: { adminPassword: async () => 'pw' },
    jenkins: {
      quietDown: async ({ url }, on) => {
        calls.push(`${url} ${on ? 'quiet' : 'builds again'}`);
        return answers ? ok(null) : err(pageNotReady(url));
      },
    },
  });
  await buildAgain(world, { names, settings: settings() }, containers, new AbortController().signal);
  return [...new Set(calls)];
}
const [dood] = ours('dood');
const id = dood?.id ?? '';

test.each([
  ['dood', 'http://127.0.0.1:8080'],
  ['dind', 'http://127.0.0.1:8081'],
] as const)('the %s that was asked to start no builds builds again', async (mode, url) => {
  const containers = [container('web'), ...ours(mode)];
  const jenkins = containers.find(({ name }) => name === names.jenkins[mode]);
  expect(await asked(jenkins?.id ?? '', containers)).toEqual([`${url} builds again`]);
  expect(await asked(jenkins?.id ?? '', containers, false), 'also where it does not answer').toHaveLength(1);
});

test.each<[string, string | null | undefined, readonly ContainerFact[]]>([
  ['nobody was asked', undefined, ours('dood')],
  ['nobody is any more', null, ours('dood')],
  ['another one was', 'another', ours('dood')],
  ['it is gone', id, []],
  ['it has ended', id, ours('dood', { state: 'exited' })],
  ['it has another name by now', id, ours('dood', { name: 'put-aside' })],
])('none is told where %s', async (_what, quieted, containers) => {
  expect(await asked(quieted, containers)).toEqual([]);
});

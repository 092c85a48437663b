import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type DrivenApp, launch } from '../lab/app.ts';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { runAsync } from '../lab/shell.ts';
import { until } from '../lab/until.ts';

/** The idle mode's port while the app runs, and a command line that switches meanwhile. */
const lab = setup('e2e-signpost', 21360, { desktop: { signpost: true } });
const node = join(ROOT, 'node_modules', '.bin', 'node');
const cli = async (...args: readonly string[]) =>
  await runAsync(node, [join(ROOT, 'out', 'cli.js'), ...args, '--yes', '--config', lab.configDir]);
let app: DrivenApp | undefined;
afterEach(() => app?.close());
afterAll(() => cleanUp(lab));

const at = (port: number, path = '/'): string => `http://127.0.0.1:${port}${path}`;
const ask = async (port: number, method = 'GET', path = '/job/a/?x=1'): Promise<string> => {
  const answer = await fetch(at(port, path), { method, redirect: 'manual' }).catch(() => null);
  return answer === null ? 'nobody' : `${answer.status} ${answer.headers.get('location') ?? ''}`.trim();
};

test('the idle port leads to Jenkins, and a switch by the command line gets it back', async () => {
  const { dind, dood } = lab.ports;
  expect(await cli('up', 'dood')).toMatchObject({ status: 0 });
  app = await launch({ setup: lab, args: ['--hidden'] });
  await until('the sign', async () => (await ask(dind)) === `307 ${at(dood, '/job/a/?x=1')}`);
  // What writes is relayed: Jenkins itself answers.
  expect(await ask(dind, 'POST', '/no-such-page')).toBe(await ask(dood, 'POST', '/no-such-page'));

  const seen = new Set<string>();
  let over = false;
  const watching = (async () => {
    while (!over) for (const port of [dind, dood]) seen.add(`${port === dind ? 'dind' : 'dood'} ${await ask(port)}`);
  })();
  const toggled = await cli('toggle');
  over = true;
  await watching;
  expect(toggled.status, `${toggled.stdout}${toggled.stderr}`).toBe(0);
  expect([...seen]).toContain('dind 503');
  await until('the sign on the other port', async () => (await ask(dood)) === `307 ${at(dind, '/job/a/?x=1')}`);

  await app.close();
  expect(await ask(dood)).toBe('nobody');
  app = undefined;
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveConnection } from '../../electron/adapters/engine/endpoint.ts';
import { createEngine } from '../../electron/adapters/engine/engine.ts';
import { BASES } from '../lab/paths.ts';
import { docker } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** The log of a container with a terminal, as `docker run -dit` of the original instructions makes it: it has no frames. */
const NAME = 'terminal-log';
const engine = createEngine(resolveConnection('', process.env), { container: [NAME], network: [], volume: [] });
const signal = AbortSignal.timeout(60_000);

beforeAll(() => {
  const script = 'echo first; i=0; while [ $i -lt 500 ]; do i=$((i+1)); echo "line $i"; done; echo last >&2; exec cat';
  docker('run', '-dit', '--name', NAME, BASES.debian, 'sh', '-c', script);
});
afterAll(() => void run('docker', ['rm', '-f', NAME]));

test('its last lines, its whole log and what follows are read as they were printed', async () => {
  await expect.poll(() => engine.logTail(NAME, 1, signal)).toEqual(['last']);
  expect(await engine.logTail(NAME, 3, signal)).toEqual(['line 499', 'line 500', 'last']);
  const whole: string[] = [];
  await engine.readLog(NAME, {}, (line) => whole.push(line), signal);
  expect([whole[0], whole.length, whole.at(-1)]).toEqual(['first', 502, 'last']);
  const followed: string[] = [];
  const ends = engine.followLog(NAME, { tail: 2 }, (line) => followed.push(line), signal);
  await expect.poll(() => followed).toEqual(['line 500', 'last']);
  docker('kill', NAME);
  await ends;
});

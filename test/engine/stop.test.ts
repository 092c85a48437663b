import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BASES } from '../lab/paths.ts';
import { cleanUp, docker, product, type Setup, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** A stop ends a container soon, at whatever moment it comes, and gives time to what needs it. */
let lab: Setup;
const NAME = 'stop-now';
const signal = new AbortController().signal;

beforeAll(() => {
  lab = setup('stopnow', 21600);
});
afterEach(() => {
  run('docker', ['rm', '-f', NAME]);
});
afterAll(() => cleanUp(lab));

/** A container whose first process is this script. */
const create = (script: string): string =>
  docker('create', '--name', NAME, BASES.debian, 'bash', '-c', script.replaceAll('\n', ';'));
const exit = (name: string): string => docker('inspect', '-f', '{{.State.ExitCode}}', name);

/** Starts a container and stops it `after` this many ms; returns how long the stop took, ms. */
async function startAndStop(name: string, after: number, grace: number): Promise<number> {
  const { engine } = product(lab).world;
  await engine.start(name, signal);
  await sleep(after);
  const began = Date.now();
  await engine.stop(name, grace, signal);
  return Date.now() - began;
}

test('a container whose first process does not listen yet is asked to stop once more', async () => {
  create('sleep 0.7\ntrap "exit 7" TERM\nwhile true; do sleep 0.05; done');
  expect(await startAndStop(NAME, 0, 20)).toBeLessThan(5000);
  expect(exit(NAME)).toBe('7');
});

test('a container that has run for a while is asked to stop once, and gets its grace period', async () => {
  create(
    'told=0\ntrap "told=\\$((told + 1))" TERM\nfor i in {1..200}; do sleep 0.05; [ $i -lt 160 ] || [ $told -eq 0 ] || exit $((10 + told)); done',
  );
  // More than 5 s after the start, within which a signal may be lost.
  const took = await startAndStop(NAME, 5000, 20);
  expect(took).toBeGreaterThan(1500);
  expect(exit(NAME)).toBe('11');
});

test('a container that ignores the stop is killed after its grace period, not before and not much later', async () => {
  create('trap "" TERM\nwhile true; do sleep 0.05; done');
  const took = await startAndStop(NAME, 200, 3);
  expect(took).toBeGreaterThan(2900);
  expect(took).toBeLessThan(8000);
  expect(exit(NAME)).toBe('137');
});

test('Jenkins and its nested engine, stopped at any moment of their start, end within seconds', async () => {
  const { controller } = product(lab);
  const up = await controller.fulfil({ mode: 'dind', consents: 'all' });
  await controller.close();
  expect(up.ok ? 'up' : up.failure).toBe('up');
  const { nestedEngine: nested, jenkins } = lab.names;
  docker('stop', jenkins.dind, nested);
  const late: string[] = [];
  const tried = async (what: string, name: string, moments: readonly number[], grace: number): Promise<void> => {
    for (const after of moments) {
      const took = await startAndStop(name, after, grace);
      if (took > 6000) late.push(`${what}, ${after} ms after its start: ${took} ms`);
    }
  };
  await tried('Jenkins that waits for its nested engine', jenkins.dind, [0, 0, 50, 1000], 60);
  await tried('nested engine', nested, [0, 100, 600], 30);
  docker('start', nested);
  await tried('Jenkins', jenkins.dind, [0, 0, 0, 20, 300, 1000, 3000], 60);
  expect(late).toEqual([]);
});

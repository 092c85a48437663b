import type Docker from 'dockerode';
import { afterEach, expect, test, vi } from 'vitest';
import { Caller } from '../../../../electron/adapters/engine/call.ts';
import { runOneShot } from '../../../../electron/adapters/engine/one-shot.ts';

const caller = new Caller({ host: 'unix:///run/docker.sock', context: 'default', socket: '/run/docker.sock' });
const run = { name: 'probe', image: 'i', command: ['chown'], user: '0', binds: [], gpus: false, labels: {} } as const;
const MINUTE = 60_000;

afterEach(() => vi.useRealTimers());

/** An engine whose container runs for so long, and which notes that it was removed. */
function engine(ms: number) {
  const removed: unknown[] = [];
  const container = {
    start: async () => undefined,
    wait: () => new Promise((resolve) => setTimeout(() => resolve({ StatusCode: 0 }), ms)),
    logs: async () => Buffer.alloc(0),
    remove: async ({ force }: { readonly force: boolean }) => removed.push({ force }),
  };
  const docker: Docker = Object.assign(Object.create(null), { createContainer: async () => container });
  return { docker, removed };
}

test.each([
  ['a one-shot container that exceeds the engine’s deadline is given up and removed', undefined, false],
  ['a one-shot container with more timeoutMs is waited for', 60 * MINUTE, true],
])('%s', async (_what, timeoutMs, ends) => {
  vi.useFakeTimers();
  const { docker, removed } = engine(10 * MINUTE);
  const asked = timeoutMs === undefined ? run : { ...run, timeoutMs };
  const ran = runOneShot(docker, caller, asked, new AbortController().signal).then(
    ({ exitCode }) => exitCode,
    ({ failure }) => failure.code,
  );
  await vi.advanceTimersByTimeAsync(11 * MINUTE);
  expect(await ran).toBe(ends ? 0 : 'engine/timeout');
  expect(removed).toEqual([{ force: true }]);
});

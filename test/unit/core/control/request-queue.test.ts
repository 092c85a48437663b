import { expect, test } from 'vitest';
import { RequestQueue } from '../../../../electron/core/control/request-queue.ts';
import { Snapshots } from '../../../../electron/core/control/snapshots.ts';
import type { PassLock } from '../../../../electron/core/world/stores.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { switchCancelled } from '../../../../electron/shared/failures/run.ts';
import { initialSnapshot } from '../../../../electron/shared/initial-snapshot.ts';
import type { Activity, StepProgress } from '../../../../electron/shared/snapshot.ts';
import { freeLock } from '../../../doubles/world.ts';

const working = (kind: StepProgress['kind']): Activity => ({
  kind: 'working',
  to: 'dind',
  startedAt: 0,
  steps: [{ kind, text: '', object: '', detail: '', state: 'running', elapsed: 0 }],
  output: [],
  cancellable: true,
});

/** Work that ends when it is aborted. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

test('a newer request waits for a stop that is under way, and aborts what follows', async () => {
  const snapshots = new Snapshots(initialSnapshot);
  const queue = new RequestQueue(freeLock, snapshots, new AbortController().signal);
  let aborted = false;
  const first = queue.run('first', undefined, (signal) => {
    signal.addEventListener('abort', () => {
      aborted = true;
    });
    snapshots.publish({ activity: working('stop') });
    return untilAborted(signal);
  });
  await Promise.resolve();
  const next = queue.runInstead(switchCancelled(), 'next', undefined, async () => undefined);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(aborted).toBe(false);
  snapshots.publish({ activity: working('start') });
  expect(await next).toMatchObject({ ok: true });
  expect(await first).toMatchObject({ ok: false, failure: { code: 'run/interrupted', title: 'Cancelled' } });
  expect(queue).toMatchObject({ isRunning: false, completed: 2 });
  expect(snapshots.now.activity.kind).toBe('idle');
});

test('where the lock is held elsewhere nothing runs', async () => {
  const held = { code: 'lock/held', title: 'Somebody else is at work', detail: '' } as const;
  const taken: PassLock = { ...freeLock, acquire: () => Promise.reject(new FailureError(held)) };
  const queue = new RequestQueue(taken, new Snapshots(initialSnapshot), new AbortController().signal);
  let ran = false;
  const result = await queue.run('first', undefined, async () => {
    ran = true;
  });
  expect(result).toEqual({ ok: false, failure: held });
  expect(ran).toBe(false);
});

const fresh = () => {
  const snapshots = new Snapshots(initialSnapshot);
  const closing = new AbortController();
  return { snapshots, closing, queue: new RequestQueue(freeLock, snapshots, closing.signal) };
};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('of several that wait, only the newest goes on', async () => {
  const { queue } = fresh();
  const first = queue.run('first', undefined, untilAborted);
  const ran: string[] = [];
  const others = ['second', 'third'].map((name) =>
    queue.runInstead(switchCancelled(), name, undefined, async () => void ran.push(name)),
  );
  expect(await first).toMatchObject({ ok: false });
  expect(await Promise.all(others)).toMatchObject([
    { ok: false, failure: { code: 'run/interrupted', title: 'A newer request replaced this one' } },
    { ok: true },
  ]);
  expect(ran).toEqual(['third']);
});

test('the one that goes on in place of another is the running one, and its end is waited for', async () => {
  const { queue } = fresh();
  const first = queue.run('first', undefined, untilAborted);
  let end = (): void => undefined;
  const next = queue.runInstead(
    switchCancelled(),
    'next',
    undefined,
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  await first;
  await turn();
  expect(queue.isRunning).toBe(true);
  let isIdle = false;
  const idle = queue.idle().then(() => {
    isIdle = true;
  });
  await turn();
  expect(isIdle).toBe(false);
  end();
  await Promise.all([next, idle]);
  await queue.idle();
});

test.each(['its caller', 'the app'])('a request ends when %s gives up', async (who) => {
  const { queue, closing } = fresh();
  const caller = new AbortController();
  const request = queue.run('first', caller.signal, untilAborted);
  await turn();
  const reason = new FailureError({ code: 'run/interrupted', title: who, detail: '' });
  (who === 'the app' ? closing : caller).abort(reason);
  expect(await request).toMatchObject({ ok: false, failure: { title: who } });
});

import { expect, test } from 'vitest';
import { untilUp } from '../../../../electron/core/execute/until-up.ts';
import type { EngineClient, LogLine } from '../../../../electron/core/world/engine.ts';
import { testClock } from '../../../doubles/clock.ts';

const UP =
  '2026-11-27 09:39:16.752+0000 [id=30]\tINFO\thudson.lifecycle.Lifecycle#onReady: Jenkins is fully up and running';

function begin(followLog?: EngineClient['followLog']) {
  const clock = testClock();
  const abort = new AbortController();
  let line: LogLine = () => undefined;
  let follows: AbortSignal | undefined;
  const engine = {
    followLog: async (...[container, part, told, signal]: Parameters<EngineClient['followLog']>) => {
      expect([container, part]).toEqual(['jenkins', { tail: 0 }]);
      line = told;
      follows = signal;
    },
    ...(followLog === undefined ? {} : { followLog }),
  } as unknown as EngineClient;
  const log = untilUp('jenkins', { engine, clock }, abort.signal);
  return { clock, abort, log, line: (text: string) => line(text), follows: () => follows };
}

const state = async (waiting: Promise<void>): Promise<string> =>
  Promise.race([waiting.then(() => 'over'), new Promise<string>((resolve) => setImmediate(resolve, 'waits'))]);

test('it waits for its time, or until the log says that Jenkins is up', async () => {
  const { clock, log, line } = begin();
  const first = log.wait(250);
  line('hudson.WebAppMain: Jenkins is starting up and running late');
  expect(await state(first)).toBe('waits');
  clock.pass(250);
  await first;
  const second = log.wait(250);
  line(UP);
  await second;
  // What is not ready at that moment is looked at as before.
  expect(await state(log.wait(250))).toBe('waits');
});

test('what the log says during a look ends the next wait', async () => {
  const { log, line } = begin();
  line(UP);
  await log.wait(250);
  expect(await state(log.wait(250))).toBe('waits');
});

test('a log that cannot be read leaves the time', async () => {
  const { clock, log } = begin(async () => {
    throw new Error('the log driver does not support reading');
  });
  const waiting = log.wait(250);
  expect(await state(waiting)).toBe('waits');
  clock.pass(250);
  await waiting;
});

test('an abort ends a wait with its reason', async () => {
  const { abort, log } = begin();
  const waiting = log.wait(250);
  abort.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  await expect(log.wait(250)).rejects.toThrow('cancelled');
});

test('at its end the log is followed no longer', () => {
  const { log, follows } = begin();
  expect(follows()?.aborted).toBe(false);
  log.end();
  expect(follows()?.aborted).toBe(true);
});

import { expect, test } from 'vitest';
import { sleep } from '../../../../electron/core/world/sleep.ts';
import { testClock } from '../../../doubles/clock.ts';

/** How a sleep of 10 ms ends; pending: not yet. */
function asleep(aborted = false) {
  const clock = testClock();
  const controller = new AbortController();
  if (aborted) controller.abort('before');
  const listeners = { count: 0 };
  const signal = controller.signal;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listeners.count += 1;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listeners.count -= 1;
    remove(...given);
  };
  let end = 'pending';
  void sleep(clock, 10, signal).then(
    () => {
      end = 'over';
    },
    (reason) => {
      end = `aborted: ${reason}`;
    },
  );
  const now = async (): Promise<string> => {
    await new Promise((resolve) => setImmediate(resolve));
    return end;
  };
  return { clock, controller, listeners, now };
}

test('a sleep ends by its clock, and listens to nothing afterwards', async () => {
  const { clock, listeners, now } = asleep();
  clock.pass(9);
  expect(await now()).toBe('pending');
  clock.pass(1);
  expect([await now(), listeners.count]).toEqual(['over', 0]);
});

test('an abort ends it with the reason, and its timer', async () => {
  const { clock, controller, now } = asleep();
  controller.abort('enough');
  expect([await now(), clock.waiting()]).toEqual(['aborted: enough', 0]);
});

test('one that is aborted before it begins waits for nothing', async () => {
  const { clock, now } = asleep(true);
  expect([await now(), clock.waiting()]).toEqual(['aborted: before', 0]);
});

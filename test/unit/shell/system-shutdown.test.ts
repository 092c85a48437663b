import { expect, test } from 'vitest';
import { quitBeforeShutdown } from '../../../electron/shell/system-shutdown.ts';

test.each([
  ['waits for the app', true],
  ['cannot be told to wait', false],
])('a shutdown that %s quits it', (_what, waits) => {
  const done: string[] = [];
  let shutDown = (..._given: readonly unknown[]): void => undefined;
  const on = (_event: 'shutdown', listener: typeof shutDown): void => {
    shutDown = listener;
  };
  quitBeforeShutdown({ on }, () => done.push('quit'));
  expect(done).toEqual([]);
  shutDown(waits ? { preventDefault: () => done.push('wait') } : undefined);
  expect(done).toEqual(waits ? ['wait', 'quit'] : ['quit']);
});

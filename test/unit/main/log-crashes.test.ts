import { afterEach, expect, test, vi } from 'vitest';
import { logCrashes } from '../../../electron/main/log-crashes.ts';

const { handlers } = vi.hoisted(() => ({ handlers: new Map<string, (...args: unknown[]) => void>() }));
vi.mock('electron', () => ({
  app: { on: (name: string, handler: (...args: unknown[]) => void) => handlers.set(name, handler) },
}));

afterEach(() => vi.restoreAllMocks());

/** What the log has after these events of the process and of the app. */
function logged(...events: readonly (readonly [name: string, ...args: unknown[]])[]): readonly string[] {
  vi.spyOn(process, 'on').mockImplementation((name, handler) => {
    handlers.set(String(name), handler);
    return process;
  });
  const error = vi.fn<(text: string) => void>();
  logCrashes({ info: vi.fn(), warn: vi.fn(), error, folder: '' });
  for (const [name, ...args] of events) handlers.get(name)?.(...args);
  return error.mock.calls.map(([text]) => text);
}

test('what nobody caught is in the log, with where it was thrown', () => {
  const [uncaught, rejected, other] = logged(
    ['uncaughtException', new Error('lost')],
    ['unhandledRejection', new Error('refused')],
    ['unhandledRejection', 'a text'],
  );
  expect(uncaught).toMatch(/^uncaught: Error: lost\n\s+at .*log-crashes/);
  expect(rejected).toMatch(/^unhandled rejection: Error: refused\n\s+at .*log-crashes/);
  expect(other).toBe('unhandled rejection: a text');
});

test('a process of the app that crashed is in the log, and one that ended by itself is not', () => {
  const gone = (name: string | undefined, reason: string): readonly [string, ...unknown[]] => [
    'child-process-gone',
    {},
    { type: 'GPU', name, reason, exitCode: 5 },
  ];
  expect(logged(gone(undefined, 'crashed'), gone('worker', 'oom'), gone('worker', 'clean-exit'))).toEqual([
    'GPU ended: crashed, exit code 5',
    'worker ended: oom, exit code 5',
  ]);
});

import { afterEach, expect, test, vi } from 'vitest';
import { guarded } from '../../../electron/cli/guarded.ts';
import { exit } from '../../../electron/cli/io.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends a command as Ctrl-C does, with what it began undone',
  async (name) => {
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    let undone = false;
    const open = async () => Promise.reject(new Error('no session'));
    const ended = guarded({ json: false, yes: false, config: undefined }, open, async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      undone = true;
      return signal.throwIfAborted() ?? 0;
    });
    process.emit(name, name);
    expect([await ended, undone]).toEqual([exit.interrupted, true]);
    expect(process.listenerCount('SIGHUP')).toBe(0);
  },
);

import { expect, test, vi } from 'vitest';
import { callEach } from '../../../electron/shared/call-each.ts';

test('a listener that throws keeps no other from being called, and is logged', () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const called: string[] = [];
  const broken = (): void => {
    throw new Error('the view is broken');
  };
  callEach([broken, () => called.push('second')], (listener) => listener());
  expect(called).toEqual(['second']);
  expect(String(logged.mock.calls[0]?.[0])).toContain('the view is broken');
  logged.mockRestore();
});

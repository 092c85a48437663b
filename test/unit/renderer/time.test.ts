import { expect, test } from 'vitest';
import { formatMoment } from '../../../renderer/time.ts';

test('a moment is shown in this computer’s time zone', () => {
  expect(formatMoment(new Date(2026, 0, 2, 3, 4).getTime())).toBe('2026-01-02 03:04');
});

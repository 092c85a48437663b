import { expect, test } from 'vitest';
import { explain } from '../../../../electron/core/gpu/explain.ts';

test('what is not known is shown as it was printed, in part', () => {
  expect(explain('host', '  something odd  \n').detail).toContain('something odd');
  expect(explain('host', '  something odd  \n').detail).not.toContain('odd  ');
  expect(explain('host', '   ').detail).toContain('It printed nothing.');
  expect(explain('host', 'x'.repeat(9000)).detail.length).toBeLessThan(2500);
});

test('a message about a card counts where no container is to blame', () => {
  expect(explain('host', 'GPU 0000:02:00.0: GPU is lost').code).toBe('gpu/lost');
  expect(explain('host', 'something odd').code).not.toBe('gpu/lost');
});

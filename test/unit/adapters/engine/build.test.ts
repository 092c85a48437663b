import { expect, test } from 'vitest';
import { errorIn } from '../../../../electron/adapters/engine/build.ts';

test.each<[object, string | null]>([
  [{ stream: 'Step 1' }, null],
  [{ error: 'exit code: 1', errorDetail: { code: 1, message: 'exit code: 1' } }, 'exit code: 1'],
  [{ errorDetail: { message: 'exit code: 1' } }, 'exit code: 1'],
  [{ error: 'exit code: 1' }, 'exit code: 1'],
  [{ error: '' }, null],
])('the error in %j is %j', (row, error) => {
  expect(errorIn(row)).toBe(error);
});

test.each([null, 'text', 7, [1]])('there is none in %j', (row) => {
  expect(errorIn(row)).toBeNull();
});

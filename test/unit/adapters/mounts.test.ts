import { expect, test } from 'vitest';
import { mountOf } from '../../../electron/adapters/mounts.ts';

test('the mount of a path is told without asking its disk', () => {
  expect(mountOf('/proc/self')).toMatchObject({ readOnly: false });
  expect(mountOf('/no/such/folder')).toEqual(mountOf('/'));
});

import { expect, test } from 'vitest';
import { wishOf } from '../../../../renderer/upgrades/wish.ts';

test('an upgrade is to today’s build, to the newest LTS or to a version that was typed', () => {
  expect(wishOf({ kind: 'today', typed: '2.600' }, true)).toEqual({ kind: 'to', version: null, keepsHome: true });
  expect(wishOf({ kind: 'same', typed: '' }, true)).toMatchObject({ version: null });
  expect(wishOf({ kind: 'lts', typed: '' }, false)).toEqual({ kind: 'to', version: 'lts', keepsHome: false });
  expect(wishOf({ kind: 'other', typed: ' 2.600.1 ' }, true)).toMatchObject({ version: '2.600.1' });
  expect(wishOf({ kind: 'other', typed: ' ' }, true)).toBe(null);
});

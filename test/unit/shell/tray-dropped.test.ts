import { expect, test } from 'vitest';
import { isMissing } from '../../../electron/shell/tray-dropped.ts';

/** What `gdbus` prints of the icons that a panel has. */
const listed = (...names: readonly string[]): string => `(<[${names.map((name) => `'${name}'`).join(', ')}]>,)`;

test('an icon that the panel no longer lists is missing', () => {
  expect(isMissing('(<@as []>,)', 7)).toBe(true);
  expect(isMissing(listed('org.kde.StatusNotifierItem-77-1'), 7)).toBe(true);
});

test('an icon that the panel lists is there, be it the first or one made again', () => {
  expect(isMissing(listed('org.kde.StatusNotifierItem-7-1'), 7)).toBe(false);
  expect(isMissing(listed('org.kde.StatusNotifierItem-77-1', 'org.kde.StatusNotifierItem-7-2'), 7)).toBe(false);
});

test('where a panel lists connections rather than names, nothing is said', () => {
  expect(isMissing(listed(':1.52/StatusNotifierItem'), 7)).toBe(false);
  expect(isMissing(listed('org.kde.StatusNotifierItem-77-1', ':1.9@/org/ayatana/item'), 7)).toBe(false);
});

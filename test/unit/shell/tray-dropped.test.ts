import { expect, test } from 'vitest';
import { isMissing } from '../../../electron/shell/tray-dropped.ts';

/** What `gdbus` prints of the icons that a panel has. */
const listed = (...names: readonly string[]): string => `(<[${names.map((name) => `'${name}'`).join(', ')}]>,)`;

test('an icon that the panel no longer lists is missing', () => {
  expect(isMissing('(<@as []>,)', 7)).toBe(true);
  expect(isMissing(listed('org.kde.StatusNotifierItem-77-1'), 7)).toBe(true);
});

test('an icon that the panel lists is there, whether first or recreated', () => {
  expect(isMissing(listed('org.kde.StatusNotifierItem-7-1'), 7)).toBe(false);
  expect(isMissing(listed('org.kde.StatusNotifierItem-77-1', 'org.kde.StatusNotifierItem-7-2'), 7)).toBe(false);
});

test('a panel that lists connections instead of names gives no result', () => {
  expect(isMissing(listed(':1.52/StatusNotifierItem'), 7)).toBe(false);
  expect(isMissing(listed('org.kde.StatusNotifierItem-77-1', ':1.9@/org/ayatana/item'), 7)).toBe(false);
});

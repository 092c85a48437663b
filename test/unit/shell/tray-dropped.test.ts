import { expect, test } from 'vitest';
import { isListed, ownNames } from '../../../electron/shell/tray-dropped.ts';

/** What `gdbus` prints of the icons that a panel has. */
const listed = (...names: readonly string[]): string => `(<[${names.map((name) => `'${name}'`).join(', ')}]>,)`;

test('an icon that the panel no longer lists was dropped', () => {
  expect(isListed('(<@as []>,)', [], 7)).toBe('dropped');
  expect(isListed(listed('org.kde.StatusNotifierItem-77-1'), [], 7)).toBe('dropped');
});

test('an icon that the panel lists is there, whether first or recreated', () => {
  expect(isListed(listed('org.kde.StatusNotifierItem-7-1'), [], 7)).toBe('there');
  expect(isListed(listed('org.kde.StatusNotifierItem-77-1', 'org.kde.StatusNotifierItem-7-2'), [], 7)).toBe('there');
});

test('in a list of connections the icon is recognised by its own', () => {
  const list = listed('org.kde.StatusNotifierItem-77-1', ':1.9@/org/ayatana/item', ':1.52/StatusNotifierItem');
  expect(isListed(list, [], 7)).toBe('unclear');
  expect(isListed(list, [':1.5'], 7)).toBe('dropped');
  expect(isListed(list, [':1.5', ':1.52'], 7)).toBe('there');
});

test('its names are those of this process, as each Electron calls them', () => {
  const all =
    "(['org.kde.StatusNotifierItem-7-1', 'org.freedesktop.StatusNotifierItem-7-2', 'org.kde.StatusNotifierItem-77-1'],)";
  expect(ownNames(all, 7)).toEqual(['org.kde.StatusNotifierItem-7-1', 'org.freedesktop.StatusNotifierItem-7-2']);
});

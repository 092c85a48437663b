import { expect, test } from 'vitest';
import { noTray } from '../../../../electron/shared/failures/desktop.ts';

test.each([
  ['GNOME', 'AppIndicator'],
  ['ubuntu:GNOME', 'AppIndicator'],
  ['i3', 'snixembed'],
  ['LXDE', 'snixembed'],
  ['i3-with-shmlog', 'snixembed'],
  ['/usr/share/xsessions/i3', 'snixembed'],
  ['LXDE-pi', 'snixembed'],
  ['Regolith:GNOME-Flashback:GNOME', 'snixembed'],
  ['xmonad', 'snixembed'],
  // Neither has extensions of GNOME Shell.
  ['Budgie:GNOME', 'applet'],
  ['GNOME-Flashback:GNOME', 'applet'],
  ['GNOME-Classic:GNOME', 'AppIndicator'],
  ['sway', 'tray module'],
  ['niri', 'tray module'],
  ['Hyprland', 'tray module'],
  ['KDE', 'applet'],
  ['', 'applet'],
])('without tray icons on "%s" the hint names %s', (desktop, what) => {
  expect(noTray(desktop, false).fix).toContain(what);
});

test('where the app can use an XEmbed tray and there is none, the hint names panels with one', () => {
  expect(noTray('i3', true).fix).toContain('tint2');
  expect(noTray('Regolith:GNOME-Flashback:GNOME', true).fix).toContain('trayer');
  expect(noTray('GNOME', true).fix).toContain('AppIndicator');
});

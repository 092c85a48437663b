import { expect, test } from 'vitest';
import { noTray } from '../../../../electron/shared/failures/desktop.ts';

test.each([
  ['GNOME', 'AppIndicator'],
  ['ubuntu:GNOME', 'AppIndicator'],
  ['i3', 'snixembed'],
  ['LXDE', 'snixembed'],
  ['sway', 'tray module'],
  ['Hyprland', 'tray module'],
  ['KDE', 'applet'],
  ['', 'applet'],
])('without tray icons on "%s" the hint names %s', (desktop, what) => {
  expect(noTray(desktop).fix).toContain(what);
});

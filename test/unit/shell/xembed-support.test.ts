import { expect, test, vi } from 'vitest';
import { canEmbed } from '../../../electron/shell/xembed-support.ts';

vi.mock('electron', () => ({ app: {} }));

const GTK3 = '7f0 r-xp 00000000 08:01 42  /usr/lib/x86_64-linux-gnu/libgtk-3.so.0.2406.32';
const onX11 = { ozone: '', electron: '44.11.5', maps: GTK3, env: { DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' } };

test('with GTK 3 on X11 an icon can go into an XEmbed tray', () => {
  expect(canEmbed(onX11)).toBe(true);
  expect(canEmbed({ ...onX11, electron: '22.3.25', env: { DISPLAY: ':0' } })).toBe(true);
});

test('with GTK 4, or without GTK, it cannot', () => {
  expect(canEmbed({ ...onX11, maps: '7f0 r-xp 0 08:01 42  /usr/lib/libgtk-4.so.1.800.3' })).toBe(false);
  expect(canEmbed({ ...onX11, maps: '' })).toBe(false);
});

test('as a Wayland program it cannot, as one of X11 in a Wayland session it can', () => {
  const wayland = { ...onX11, env: { DISPLAY: ':0', XDG_SESSION_TYPE: 'wayland' } };
  expect(canEmbed(wayland)).toBe(false);
  expect(canEmbed({ ...wayland, ozone: 'auto' })).toBe(false);
  expect(canEmbed({ ...wayland, ozone: 'x11' })).toBe(true);
  expect(canEmbed({ ...wayland, electron: '22.3.25' })).toBe(true);
  expect(canEmbed({ ...onX11, ozone: 'wayland' })).toBe(false);
});

test('without a display it cannot', () => {
  expect(canEmbed({ ...onX11, env: {} })).toBe(false);
});

import { readFileSync } from 'node:fs';
import { app } from 'electron';

/** Whether this Electron runs on X11 and with GTK 3; see `canEmbed`. */
export interface ElectronOnDesktop {
  /** The switch `--ozone-platform`, empty if it was not given. */
  readonly ozone: string;
  readonly electron: string;
  /** The files that this process has in memory: `/proc/self/maps`. */
  readonly maps: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The first Electron that is a Wayland program in a Wayland session unless told otherwise. */
const FIRST_ON_WAYLAND = 38;

/**
 * Whether an icon can go into an XEmbed tray. Where no host of StatusNotifierItem is there, Electron falls back to
 * GtkStatusIcon (from 22.2 on, electron#36815; in its sources of August 2026 as well). Only GTK 3 has that, and only on X11;
 * with GTK 4, which Electron takes on GNOME from 36 on, calling it would end the app.
 */
export function canEmbed({ ozone, electron, maps, env }: ElectronOnDesktop): boolean {
  if (!env.DISPLAY || !/\/libgtk-3\.so/.test(maps)) return false;
  if (ozone !== '' && ozone !== 'auto') return ozone === 'x11';
  return Number.parseInt(electron, 10) < FIRST_ON_WAYLAND || env.XDG_SESSION_TYPE !== 'wayland';
}

/** Call once the app is ready: before, GTK is not loaded. */
export function canEmbedHere(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return canEmbed({
      ozone: app.commandLine.getSwitchValue('ozone-platform'),
      electron: process.versions.electron ?? '0',
      maps: readFileSync('/proc/self/maps', 'utf8'),
      env: process.env,
    });
  } catch {
    return false; // No /proc here.
  }
}

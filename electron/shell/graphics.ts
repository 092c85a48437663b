import type { App } from 'electron';

/**
 * The switches with which no process of Chromium opens a graphics device. `disableHardwareAcceleration` alone is not
 * enough: its software renderer asks every Vulkan driver, and video decoding opens `/dev/dri/renderD128` (seen with
 * strace on Electron 22: 1 and 2 opens without these, none with them).
 */
const SWITCHES = ['disable-software-rasterizer', 'disable-accelerated-video-decode'] as const;

/**
 * Keeps Chromium off the graphics cards, which it would keep awake as long as the app runs; call before the app is
 * ready. The window is drawn by the processor, which is enough for its charts.
 */
export function drawWithoutGpu(app: Pick<App, 'disableHardwareAcceleration' | 'commandLine'>): void {
  app.disableHardwareAcceleration();
  for (const name of SWITCHES) app.commandLine.appendSwitch(name);
}

/**
 * Call before the app is ready. From 36 on Electron takes GTK 4 on GNOME, and ends at its start where something has loaded
 * GTK 3, which it links itself (electron/electron#46538, open); icons of the older kind need GTK 3 as well.
 */
export function useGtk3(app: Pick<App, 'commandLine'>): void {
  app.commandLine.appendSwitch('gtk-version', '3');
}

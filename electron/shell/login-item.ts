import type { App } from 'electron';
import type { Autostart } from '../core/desktop/autostart.ts';

/** Electron's own login items, on macOS and Windows. */
export function createLoginItem(app: App): Autostart {
  return {
    enabled: () => app.getLoginItemSettings().openAtLogin,
    set: async (on) => app.setLoginItemSettings({ openAtLogin: on, args: ['--hidden'] }),
    // The system follows an app that moved by itself.
    repair: async () => undefined,
  };
}

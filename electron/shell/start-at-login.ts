import type { App } from 'electron';
import type { StartAtLoginEntry } from '../core/desktop/start-at-login.ts';

/** Start at login by Electron's own means, on macOS and Windows. */
export function createSystemEntry(app: App): StartAtLoginEntry {
  return {
    enabled: () => app.getLoginItemSettings().openAtLogin,
    set: async (on, hidden = true) => app.setLoginItemSettings({ openAtLogin: on, args: hidden ? ['--hidden'] : [] }),
    // The system updates the path of an app that moved.
    repair: async () => undefined,
  };
}

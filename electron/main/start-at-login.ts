import { app } from 'electron';
import { createXdgEntry } from '../adapters/start-at-login.ts';
import { type StartAtLoginEntry, startAtLoginChange } from '../core/desktop/start-at-login.ts';
import { startedProgram } from '../core/desktop/started-program.ts';
import type { LoadedSettings, SettingsStore } from '../core/world/stores.ts';
import type { DesktopStore } from '../shell/desktop-store.ts';
import { createSystemEntry } from '../shell/start-at-login.ts';

/** Synchronises the setting "start at login" with the desktop session's own list; the last change wins. */
export class StartAtLogin {
  readonly #settings: SettingsStore;
  readonly #store: DesktopStore;
  readonly #entry: StartAtLoginEntry =
    process.platform === 'linux' ? createXdgEntry(startCommand(), process.env) : createSystemEntry(app);

  constructor(settings: SettingsStore, store: DesktopStore) {
    this.#settings = settings;
    this.#store = store;
  }

  /** At app start: the app may have moved, or the user may have changed the list. */
  async begin(): Promise<void> {
    await this.follow(this.#settings.load());
  }

  async follow({ settings, problem }: LoadedSettings): Promise<void> {
    if (problem !== null) return;
    const hidden = settings.desktop.startHidden;
    await this.#entry.repair(hidden);
    const applied = await this.#store.appliedStartAtLogin();
    const change = startAtLoginChange(settings.desktop.startAtLogin, applied, this.#entry.enabled());
    if (change.kind === 'apply') await this.#entry.set(change.on, hidden);
    if (change.kind === 'follow') await setStartAtLogin(this.#settings, change.on);
    const now = change.kind === 'follow' ? change.on : settings.desktop.startAtLogin;
    if (now !== applied) await this.#store.setAppliedStartAtLogin(now);
  }
}

/** Changes the setting; the session's list follows with it. */
export async function setStartAtLogin(settings: SettingsStore, on: boolean): Promise<void> {
  await settings.update((now) => ({ ...now, desktop: { ...now.desktop, startAtLogin: on } }));
}

/** The command that starts this app: the AppImage rather than its unpacked program; in a checkout, with its folder. */
const startCommand = (): readonly string[] => [
  startedProgram(process.execPath, process.env),
  ...(app.isPackaged ? [] : [app.getAppPath()]),
];

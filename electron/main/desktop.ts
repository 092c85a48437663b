import { app, ipcMain, nativeTheme, powerMonitor, session } from 'electron';
import { forbidCoreDumps } from '../adapters/core-dumps.ts';
import { passwordPath } from '../adapters/secrets.ts';
import { createSignpostFiles } from '../adapters/signpost/claims.ts';
import { noTrayNotice } from '../core/desktop/desktop-words.ts';
import type { TrayAction } from '../core/desktop/tray-model.ts';
import type { LoadedSettings } from '../core/world/stores.ts';
import { channels } from '../shared/ipc-channels.ts';
import type { Settings } from '../shared/settings.ts';
import { isQuiet } from '../shared/state-words.ts';
import { type AppLog, createAppLog } from '../shell/app-log.ts';
import { createConfirm } from '../shell/confirm-dialog.ts';
import { createDesktopStore, type DesktopStore, storeSettings } from '../shell/desktop-store.ts';
import { serveCalls } from '../shell/ipc.ts';
import { createNotifier } from '../shell/notify.ts';
import { closeSession } from '../shell/security.ts';
import { serveWindow } from '../shell/serve-window.ts';
import type { StartOptions } from '../shell/start-options.ts';
import { quitBeforeShutdown } from '../shell/system-shutdown.ts';
import type { TrayPresence } from '../shell/tray-presence.ts';
import { MainWindow } from '../shell/window.ts';
import { canEmbedHere } from '../shell/xembed-support.ts';
import { announce } from './announcements.ts';
import { type Attempt, createAttempt } from './attempt.ts';
import { CoreSession } from './core-session.ts';
import { GpuMetrics } from './gpu-metrics.ts';
import { createHandlers } from './handlers.ts';
import { knownSecrets } from './known-secrets.ts';
import { logCrashes } from './log-crashes.ts';
import { LogFollower } from './log-follower.ts';
import { watchBase } from './newer-base.ts';
import { Signpost } from './signpost.ts';
import { StartAtLogin } from './start-at-login.ts';
import { TrayFeed } from './tray-feed.ts';
import { Updates } from './updates.ts';
import { UserActions } from './user-actions.ts';

export interface DesktopParts {
  readonly configDir: string;
  /** The app's version. */
  readonly version: string;
  /** The folder with the window's files. */
  readonly windowFolder: string;
  readonly tray: TrayPresence;
}

/** The app without its icon: creates core, window and notifications, and connects them. */
export class Desktop {
  readonly #tray: TrayPresence;
  readonly #session: CoreSession;
  readonly #store: DesktopStore;
  readonly #window: MainWindow;
  readonly #logs: LogFollower;
  readonly #feed: TrayFeed;
  readonly #attempt: Attempt;
  readonly #actions: UserActions;
  readonly #startAtLogin: StartAtLogin;
  readonly #metrics: GpuMetrics;
  #endBaseWatch = (): void => undefined;
  readonly #signpost: Signpost;
  readonly #updates: Updates;

  constructor({ configDir, version, windowFolder, tray }: DesktopParts) {
    forbidCoreDumps();
    this.#tray = tray;
    this.#store = createDesktopStore(configDir);
    this.#session = new CoreSession({
      configDir,
      version,
      writeSettings: (_path, settings) => storeSettings(configDir, settings),
    });
    this.#metrics = new GpuMetrics(this.#session);
    this.#signpost = new Signpost(this.#session, createSignpostFiles(configDir));
    this.#feed = new TrayFeed(this.#session, tray);
    this.#startAtLogin = new StartAtLogin(this.#session.settings, this.#store);
    const log = createAppLog(knownSecrets(passwordPath(configDir), () => this.#session.settings.load().settings));
    const notify = createNotifier(() => this.show());
    this.#attempt = createAttempt({ log, notify, failed: () => this.#feed.publish() });
    this.#window = this.#makeWindow(log);
    this.#logs = new LogFollower((batch) => this.#window.push('log', batch));
    const parts = { session: this.#session, window: this.#window, log };
    const confirm = createConfirm(() => this.#window.browserWindow);
    this.#updates = new Updates({ session: this.#session, configDir, version, log, confirm });
    this.#actions = new UserActions({ ...parts, feed: this.#feed, attempt: this.#attempt });
    closeSession(session.defaultSession);
    serveWindow(windowFolder, () => this.#session.snapshot());
    const handlers = createHandlers({
      session: this.#session,
      logs: this.#logs,
      logFolder: log.folder,
      version,
      window: () => this.#window.browserWindow,
      dismiss: (id) => this.#dismiss(id),
      updates: this.#updates,
    });
    serveCalls(handlers, (event) => this.#window.trusts(event));
    ipcMain.on(channels.taken, (event) => {
      if (this.#window.trusts(event)) this.#logs.taken();
    });
    logCrashes(log);
    announce({ ...parts, notify });
    this.#session.onSettings((loaded) => this.#settingsChanged(loaded, handlers.settings));
    powerMonitor.on('resume', () => this.#session.resume());
    quitBeforeShutdown(powerMonitor, () => app.quit());
  }

  /** Starts watching and runs the action of this start. */
  async begin(options: StartOptions): Promise<void> {
    const { settings } = this.#session.settings.load();
    this.#apply(settings);
    this.#session.need('tray');
    this.#session.watch();
    this.#endBaseWatch = watchBase(this.#session);
    // A start at login has `--hidden`; who starts it from the launcher wants to see it.
    if (options.action.kind === 'none' && !options.hidden) this.show();
    // Whatever Docker does: this version has started.
    this.#attempt(async () => this.#updates.started());
    await this.#session.look();
    this.#actions.onStart(options);
    this.#attempt(async () => this.#session.dismiss(await this.#store.dismissed()));
    this.#attempt(() => this.#startAtLogin.begin());
  }

  /** Called when the app is started again while it runs. */
  again(options: StartOptions): void {
    if (options.action.kind === 'none') {
      if (!options.hidden) this.show();
    } else this.#actions.onStart(options);
  }

  show(): void {
    this.#window.open();
  }

  /** At the start the window opens instead; an icon that goes later may be away for as long as a screen is locked. */
  trayMissing(isStart: boolean): void {
    this.#session.setOwnNotices('tray', [
      noTrayNotice(process.env.XDG_CURRENT_DESKTOP || process.env.DESKTOP_SESSION || '', canEmbedHere()),
    ]);
    if (isStart) this.show();
  }

  trayAppeared(): void {
    this.#session.setOwnNotices('tray', []);
  }

  /** Called when an item of the tray's menu is chosen. */
  chosen(action: TrayAction): void {
    this.#actions.chosen(action);
  }

  /** Ends everything that this process started. */
  async close(): Promise<void> {
    this.#updates.close();
    this.#endBaseWatch();
    this.#logs.end();
    await this.#window.close();
    this.#tray.close();
    await Promise.all([this.#metrics.close(), this.#signpost.close()]);
    await this.#session.close();
  }

  #makeWindow(log: AppLog): MainWindow {
    return new MainWindow({
      store: this.#store,
      quit: () => this.#actions.chosen({ kind: 'quit' }),
      shown: () => {
        this.#session.need('window');
        void this.#session.look();
      },
      // Without an icon there is no way back to the app.
      closingQuits: () => !this.#tray.isThere,
      isQuiet: () => isQuiet(this.#session.snapshot()),
      closed: () => {
        this.#logs.end();
        this.#session.need('tray');
        // It crashed too often.
        if (!this.#tray.isThere) app.quit();
      },
      crashed: (reason) => {
        log.error(`the window's process ended: ${reason}`);
        this.#logs.end();
      },
    });
  }

  #apply(settings: Settings): void {
    const { desktop, gpu } = settings;
    this.#signpost.apply(settings);
    this.#attempt(() => this.#metrics.apply(gpu.metrics));
    this.#feed.startAtLogin(desktop.startAtLogin);
    nativeTheme.themeSource = desktop.theme;
    this.#updates.apply(desktop.updates);
  }

  #settingsChanged(loaded: LoadedSettings, view: ReturnType<typeof createHandlers>['settings']): void {
    this.#apply(loaded.settings);
    this.#window.letGo();
    this.#attempt(() => this.#startAtLogin.follow(loaded));
    this.#attempt(async () => {
      if (this.#window.isOpen) this.#window.push('settings', await view(undefined));
    });
  }

  async #dismiss(id: string): Promise<void> {
    this.#session.dismiss([id]);
    await this.#store.dismiss(id);
  }
}

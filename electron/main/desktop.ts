import { app, ipcMain, nativeTheme, powerMonitor, session } from 'electron';
import { passwordPath } from '../adapters/secrets.ts';
import { noTrayNotice } from '../core/desktop/desktop-words.ts';
import { notificationOf } from '../core/desktop/notification.ts';
import type { TrayAction } from '../core/desktop/tray-model.ts';
import type { LoadedSettings } from '../core/world/stores.ts';
import { assertNever, failureOf, valueIn } from '../shared/failure.ts';
import { channels } from '../shared/ipc-channels.ts';
import type { Mode } from '../shared/mode.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { type AppLog, createAppLog } from '../shell/app-log.ts';
import { createDesktopStore, type DesktopStore, storeSettings } from '../shell/desktop-store.ts';
import { serveCalls } from '../shell/ipc.ts';
import { createNotifier } from '../shell/notify.ts';
import { servePages } from '../shell/pages.ts';
import { closeSession, openOutside } from '../shell/security.ts';
import type { StartOptions } from '../shell/start-options.ts';
import type { TrayPresence } from '../shell/tray-presence.ts';
import { MainWindow } from '../shell/window.ts';
import { createHandlers, pageNow } from './handlers.ts';
import { knownSecrets } from './known-secrets.ts';
import { Live } from './live.ts';
import { LogFollower } from './log-follower.ts';
import { Login, setStartAtLogin } from './login.ts';
import { mayQuit } from './quitting.ts';
import { begin, needsWindow, toggled } from './switching.ts';
import { TrayFeed } from './tray-feed.ts';

export interface DesktopParts {
  readonly configDir: string;
  readonly version: string;
  /** The folder with the window's pages. */
  readonly pages: string;
  readonly tray: TrayPresence;
}

/** Milliseconds between two snapshots for the window: an image build prints hundreds of lines a second. */
const PUSH_INTERVAL = 30;

/** The app beside its icon: core, window, notifications, and what they tell each other. */
export class Desktop {
  readonly #tray: TrayPresence;
  readonly #live: Live;
  readonly #store: DesktopStore;
  readonly #window: MainWindow;
  readonly #logs: LogFollower;
  readonly #log: AppLog;
  readonly #notify = createNotifier(() => this.show());
  readonly #feed: TrayFeed;
  #pushing: NodeJS.Timeout | null = null;
  readonly #login: Login;

  constructor({ configDir, version, pages, tray }: DesktopParts) {
    this.#tray = tray;
    this.#store = createDesktopStore(configDir);
    this.#live = new Live({
      configDir,
      version,
      writeSettings: (_path, settings) => storeSettings(configDir, settings),
    });
    this.#feed = new TrayFeed(this.#live, tray);
    this.#login = new Login(this.#live.settings, this.#store);
    this.#log = createAppLog(knownSecrets(passwordPath(configDir), () => this.#live.settings.load().settings));
    this.#window = new MainWindow({
      store: this.#store,
      shown: () => this.#windowShown(),
      closed: () => this.#windowClosed(),
      crashed: (reason) => {
        this.#log.error(`the window's process ended: ${reason}`);
        this.#logs.end();
      },
    });
    this.#logs = new LogFollower((batch) => this.#window.push('log', batch));
    closeSession(session.defaultSession);
    servePages(pages);
    const handlers = createHandlers({
      live: this.#live,
      logs: this.#logs,
      logFolder: this.#log.folder,
      version,
      window: () => this.#window.browserWindow,
      dismiss: (id) => this.#dismiss(id),
    });
    serveCalls(handlers, (event) => this.#window.trusts(event));
    ipcMain.on(channels.taken, (event) => {
      if (this.#window.trusts(event)) this.#logs.taken();
    });
    this.#live.subscribe((now, before) => this.#changed(now, before));
    this.#live.onSettings((loaded) => this.#settingsChanged(loaded, handlers.settings));
    powerMonitor.on('resume', () => this.#live.wake());
    powerMonitor.on('unlock-screen', () => void this.#live.look());
  }

  /** Begins to look and does what this start asks for. */
  async begin(options: StartOptions): Promise<void> {
    const { settings } = this.#live.settings.load();
    this.#feed.startAtLogin(settings.desktop.startAtLogin);
    nativeTheme.themeSource = settings.desktop.theme;
    this.#live.need('tray');
    this.#live.watch();
    if (options.wish.kind === 'none' && !options.hidden) {
      if (this.#firstTime() || !settings.desktop.startHidden) this.show();
    }
    await this.#live.look();
    this.#wish(options);
    this.#attempt(async () => this.#live.dismiss(await this.#store.dismissed()));
    this.#attempt(() => this.#login.begin());
  }

  /** Another start while this one runs. */
  again(options: StartOptions): void {
    if (options.wish.kind === 'none') this.show();
    else this.#wish(options);
  }

  show(): void {
    this.#window.open();
  }

  trayMissing(): void {
    this.#live.tell([noTrayNotice]);
    this.show();
  }

  trayAppeared(): void {
    this.#live.tell([]);
  }

  chosen(action: TrayAction): void {
    this.#attempt(() => this.#act(action));
  }

  /** Ends everything that this process began. */
  async close(): Promise<void> {
    this.#logs.end();
    await this.#window.close();
    this.#tray.close();
    await this.#live.close();
  }

  async #act(action: TrayAction): Promise<void> {
    switch (action.kind) {
      case 'switch':
        return this.#choose(action.mode);
      case 'cancel':
        valueIn(await this.#live.session.controller.cancel());
        return;
      case 'open':
        return openOutside(pageNow(this.#live), [pageNow(this.#live)]);
      case 'show':
        this.show();
        if (action.view !== null) this.#window.push('navigate', action.view);
        return;
      case 'start-at-login':
        return setStartAtLogin(this.#live.settings, action.on);
      case 'quit':
        if (await mayQuit(this.#live, this.#window.browserWindow)) app.quit();
        return;
      default:
        return assertNever(action);
    }
  }

  #wish({ wish }: StartOptions): void {
    if (wish.kind === 'up') this.chosen({ kind: 'switch', mode: wish.mode });
    if (wish.kind === 'toggle') this.#attempt(() => this.#choose(toggled(this.#live)));
    if (wish.kind === 'open') this.chosen({ kind: 'open' });
  }

  /** What nobody waits for still says why it did not work. */
  #attempt(what: () => Promise<void>): void {
    what().catch((thrown: unknown) => {
      const { title, detail } = failureOf(thrown);
      this.#log.warn(`${title}: ${detail}`);
      this.#notify({ title, body: detail.split('\n')[0] ?? '' });
      this.#feed.publish();
    });
  }

  /** Does it at once where there is nothing to ask; else the window shows what would happen. */
  async #choose(mode: Mode): Promise<void> {
    // The panel has moved its mark already; what is true is shown meanwhile.
    this.#feed.publish();
    if (await needsWindow(this.#live, mode)) {
      this.show();
      this.#window.push('choose', mode);
      return;
    }
    this.#log.info(`switch to ${mode}`);
    await begin(this.#live, mode, []);
  }

  #changed(now: Snapshot, before: Snapshot): void {
    this.#pushing ??= setTimeout(() => {
      this.#pushing = null;
      this.#window.push('snapshot', this.#live.snapshot());
    }, PUSH_INTERVAL);
    if (now.jenkins.kind !== before.jenkins.kind) this.#log.info(`Jenkins: ${now.jenkins.kind}`);
    if (now.jenkins.kind === 'failed' && before.jenkins.kind !== 'failed')
      this.#log.error(`${now.jenkins.failure.code}: ${now.jenkins.failure.title}\n${now.jenkins.failure.detail}`);
    const news = notificationOf(before, now);
    if (news === null || this.#window.isFocused) return;
    if (this.#live.settings.load().settings.desktop.notifications) this.#notify(news);
  }

  #settingsChanged(loaded: LoadedSettings, view: ReturnType<typeof createHandlers>['settings']): void {
    this.#feed.startAtLogin(loaded.settings.desktop.startAtLogin);
    nativeTheme.themeSource = loaded.settings.desktop.theme;
    this.#attempt(() => this.#login.follow(loaded));
    this.#attempt(async () => {
      if (this.#window.isOpen) this.#window.push('settings', await view(undefined));
    });
  }

  #firstTime(): boolean {
    try {
      return this.#live.session.controller.snapshot().firstTime;
    } catch {
      // An engine that cannot be asked is something to show.
      return true;
    }
  }

  #windowShown(): void {
    this.#live.need('window');
    void this.#live.look();
  }

  #windowClosed(): void {
    this.#logs.end();
    this.#live.need('tray');
    // Without an icon nobody could find the app again.
    if (!this.#tray.isThere) app.quit();
  }

  async #dismiss(id: string): Promise<void> {
    this.#live.dismiss([id]);
    await this.#store.dismiss(id);
  }
}

import { app, ipcMain, nativeTheme, powerMonitor, session } from 'electron';
import { createXdgAutostart } from '../adapters/autostart.ts';
import { passwordPath } from '../adapters/secrets.ts';
import { autostartChange } from '../core/autostart.ts';
import { noTrayNotice } from '../core/desktop-words.ts';
import { type TrayAction, trayModel } from '../core/menu.ts';
import { type CalmGpu, calmGpu } from '../core/menu-gpu.ts';
import { notificationOf } from '../core/notification.ts';
import type { LoadedSettings } from '../core/ports.ts';
import { assertNever, failureOf } from '../shared/failure.ts';
import type { GpuProcessRow } from '../shared/gpu.ts';
import type { Mode } from '../shared/mode.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { type AppLog, createAppLog } from '../shell/app-log.ts';
import { createDesktopStore, type DesktopStore, storeSettings } from '../shell/desktop-store.ts';
import { serveCalls } from '../shell/ipc.ts';
import { createLoginItem } from '../shell/login-item.ts';
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
import { mayQuit } from './quitting.ts';
import { begin, needsWindow, toggled } from './switching.ts';

export interface DesktopParts {
  readonly configDir: string;
  readonly version: string;
  /** The folder with the window's pages. */
  readonly pages: string;
  readonly tray: TrayPresence;
}

/** The app beside its icon: core, window, notifications, and what they tell each other. */
export class Desktop {
  readonly #tray: TrayPresence;
  readonly #live: Live;
  readonly #store: DesktopStore;
  readonly #window: MainWindow;
  readonly #logs: LogFollower;
  readonly #log: AppLog;
  readonly #notify = createNotifier(() => this.show());
  readonly #autostart =
    process.platform === 'linux' ? createXdgAutostart(startCommand(), process.env) : createLoginItem(app);
  #gpu: CalmGpu = { at: 0, state: { kind: 'unknown' } };
  #processes: readonly GpuProcessRow[] = [];
  #startAtLogin = false;

  constructor({ configDir, version, pages, tray }: DesktopParts) {
    this.#tray = tray;
    this.#store = createDesktopStore(configDir);
    this.#live = new Live({
      configDir,
      version,
      writeSettings: (_path, settings) => storeSettings(configDir, settings),
    });
    this.#log = createAppLog(knownSecrets(passwordPath(configDir), () => this.#live.settings.load().settings));
    this.#window = new MainWindow({
      store: this.#store,
      shown: () => this.#windowShown(),
      closed: () => this.#windowClosed(),
      crashed: (reason) => this.#log.error(`the window's process ended: ${reason}`),
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
    ipcMain.on('jenkins-tray:taken', (event) => {
      if (this.#window.trusts(event)) this.#logs.taken();
    });
    this.#live.subscribe((now, before) => this.#changed(now, before));
    this.#live.onSettings((loaded) => this.#settingsChanged(loaded, handlers.settings));
    // The types know one name each.
    powerMonitor.on('resume', () => void this.#live.look());
    powerMonitor.on('unlock-screen', () => void this.#live.look());
  }

  /** Begins to look and does what this start asks for. */
  async begin(options: StartOptions): Promise<void> {
    const { settings } = this.#live.settings.load();
    this.#startAtLogin = settings.desktop.startAtLogin;
    nativeTheme.themeSource = settings.desktop.theme;
    this.#live.need('tray');
    this.#live.watch();
    if (options.wish.kind === 'none' && !options.hidden) {
      const first = this.#live.snapshot().firstTime || this.#firstTime();
      if (first || !settings.desktop.startHidden) this.show();
    }
    await this.#live.look();
    await this.#wish(options);
    this.#live.dismiss(await this.#store.dismissed());
    await this.#autostart.repair();
    await this.#followAutostart(this.#live.settings.load());
  }

  /** Another start while this one runs. */
  async again(options: StartOptions): Promise<void> {
    if (options.wish.kind === 'none') this.show();
    else await this.#wish(options);
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
    void this.#act(action).catch((thrown: unknown) => {
      const { title, detail } = failureOf(thrown);
      this.#log.warn(`${title}: ${detail}`);
      this.#notify({ title, body: detail.split('\n')[0] ?? '' });
      this.#publish();
    });
  }

  /** Ends everything that this process began. */
  async close(): Promise<void> {
    this.#logs.end();
    this.#window.close();
    this.#tray.close();
    await this.#live.close();
  }

  async #act(action: TrayAction): Promise<void> {
    switch (action.kind) {
      case 'switch':
        return this.#choose(action.mode);
      case 'cancel':
        await this.#live.session.controller.cancel();
        return;
      case 'open':
        return openOutside(pageNow(this.#live), [pageNow(this.#live)]);
      case 'show':
        this.show();
        if (action.page !== null) this.#window.push('navigate', action.page);
        return;
      case 'start-at-login':
        await this.#live.settings.update((now) => ({ ...now, desktop: { ...now.desktop, startAtLogin: action.on } }));
        return;
      case 'quit':
        if (await mayQuit(this.#live, this.#window.browserWindow)) app.quit();
        return;
      default:
        return assertNever(action);
    }
  }

  async #wish({ wish }: StartOptions): Promise<void> {
    if (wish.kind === 'up') await this.#choose(wish.mode);
    if (wish.kind === 'toggle') await this.#choose(toggled(this.#live));
    if (wish.kind === 'open') this.chosen({ kind: 'open' });
  }

  /** Does it at once where there is nothing to ask; else the window shows what would happen. */
  async #choose(mode: Mode): Promise<void> {
    // The panel has moved its mark already; what is true is shown meanwhile.
    this.#publish();
    if (await needsWindow(this.#live, mode)) {
      this.show();
      this.#window.push('choose', mode);
      return;
    }
    this.#log.info(`switch to ${mode}`);
    await begin(this.#live, mode, []);
  }

  #changed(now: Snapshot, before: Snapshot): void {
    this.#window.push('snapshot', now);
    if (now.jenkins.kind !== before.jenkins.kind) this.#log.info(`Jenkins: ${now.jenkins.kind}`);
    if (now.jenkins.kind === 'failed' && before.jenkins.kind !== 'failed')
      this.#log.error(`${now.jenkins.failure.code}: ${now.jenkins.failure.title}\n${now.jenkins.failure.detail}`);
    const { notifications } = this.#live.settings.load().settings.desktop;
    const news = notificationOf(before, now);
    if (news !== null && notifications && !this.#window.isFocused) this.#notify(news);
    const calm = calmGpu(this.#gpu, now.gpu, Date.now());
    if (calm !== this.#gpu && calm.state.kind === 'ok') void this.#listProcesses();
    this.#gpu = calm;
    this.#publish();
  }

  async #listProcesses(): Promise<void> {
    this.#processes = await this.#live.session.gpu.processes().catch(() => []);
    this.#publish();
  }

  #publish(): void {
    const snapshot = { ...this.#live.snapshot(), gpu: this.#gpu.state };
    this.#tray.show(trayModel({ snapshot, startAtLogin: this.#startAtLogin, processes: this.#processes }));
  }

  #settingsChanged(loaded: LoadedSettings, view: ReturnType<typeof createHandlers>['settings']): void {
    this.#startAtLogin = loaded.settings.desktop.startAtLogin;
    nativeTheme.themeSource = loaded.settings.desktop.theme;
    this.#publish();
    void this.#followAutostart(loaded).catch((thrown: unknown) => this.#log.warn(failureOf(thrown).detail));
    if (this.#window.isOpen)
      void Promise.resolve(view(undefined)).then(
        (shown) => this.#window.push('settings', shown),
        (thrown: unknown) => this.#log.warn(failureOf(thrown).detail),
      );
  }

  async #followAutostart({ settings, problem }: LoadedSettings): Promise<void> {
    if (problem !== null) return;
    const applied = await this.#store.appliedStartAtLogin();
    const change = autostartChange(settings.desktop.startAtLogin, applied, this.#autostart.enabled());
    if (change.kind === 'apply') await this.#autostart.set(change.on);
    if (change.kind === 'follow')
      await this.#live.settings.update((now) => ({ ...now, desktop: { ...now.desktop, startAtLogin: change.on } }));
    const now = change.kind === 'follow' ? change.on : settings.desktop.startAtLogin;
    if (now !== applied) await this.#store.setAppliedStartAtLogin(now);
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

/** How the session starts this app again: the AppImage rather than what it unpacked, and the folder of a checkout. */
const startCommand = (): readonly string[] => [
  process.env.APPIMAGE ?? process.execPath,
  ...(app.isPackaged ? [] : [app.getAppPath()]),
];

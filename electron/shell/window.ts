import { join } from 'node:path';
import { app, BrowserWindow, type IpcMainInvokeEvent, nativeTheme, type Rectangle, screen } from 'electron';
import { harmlessData } from '../shared/harmless.ts';
import { channels, type Pushes, type PushName } from '../shared/ipc-channels.ts';
import type { DesktopStore } from './desktop-store.ts';
import { ORIGIN } from './security.ts';
import { offerTextMenu } from './text-menu.ts';
import { windowKey, zoom } from './window-keys.ts';

const SIZE = { width: 900, height: 640, minWidth: 640, minHeight: 480 };
/** The initial background, to avoid a flash before the styles are loaded. */
const BACKGROUND = { light: '#f5f5f7', dark: '#1e1e21' };
/** A window that crashes more often than this is not reopened. */
const MAX_CRASHES = 3;
const CRASH_WINDOW_MS = 60_000;
/**
 * How long a loaded page's first frame is waited for. On Wayland, Electron from 38 on may draw none before the window is shown
 * (electron/electron#48859).
 */
const FIRST_FRAME_MS = 300;
/** How long other work waits after the window is shown. */
const SHOWN_DELAY_MS = 200;

export interface WindowWorld {
  readonly store: DesktopStore;
  /** The user asked to quit the app. */
  quit(): void;
  shown(): void;
  /** Whether closing the window quits the app, so that it stays until the app has quit. */
  closingQuits(): boolean;
  closed(): void;
  crashed(reason: string): void;
}

/** The only window: created when opened, destroyed when closed. */
export class MainWindow {
  readonly #world: WindowWorld;
  #window: BrowserWindow | null = null;
  /** Resolves once the window listens; anything pushed earlier would be lost. */
  #ready: Promise<void> = Promise.resolve();
  #crashes: number[] = [];

  constructor(world: WindowWorld) {
    this.#world = world;
  }

  get isOpen(): boolean {
    return this.#window !== null;
  }

  get isFocused(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  /** The window itself, for a dialog to belong to. */
  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  /** Whether a message comes from the window's own document, not from a subframe or another page. */
  trusts({ sender, senderFrame }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
    return (
      this.#window !== null &&
      sender === this.#window.webContents &&
      senderFrame !== null &&
      senderFrame.parent === null &&
      senderFrame.url.startsWith(`${ORIGIN}/`)
    );
  }

  open(): void {
    if (this.#window === null) {
      this.#window = this.#make();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Sends to the window once it listens; does nothing if no window is open. */
  push<P extends PushName>(name: P, value: Pushes[P]): void {
    const window = this.#window;
    if (window === null) return;
    void this.#ready.then(() => {
      if (!window.isDestroyed()) window.webContents.send(channels.push(name), shownTo(name, value));
    });
  }

  /** Call before the app ends, which does not close the window. */
  async close(): Promise<void> {
    const window = this.#window;
    if (window === null) return;
    await this.#remember(window);
    window.destroy();
  }

  /** Errors are ignored: they must not keep the app from ending. */
  async #remember(window: BrowserWindow): Promise<void> {
    const place = { ...window.getNormalBounds(), maximised: window.isMaximized() };
    await this.#world.store.setPlace(place).catch(() => undefined);
  }

  #make(): BrowserWindow {
    const window = new BrowserWindow({
      ...SIZE,
      show: false,
      title: 'Jenkins Tray',
      icon: join(app.getAppPath(), 'assets', 'icons', 'icon-128.png'),
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      autoHideMenuBar: true,
      webPreferences: {
        preload: join(__dirname, 'preload.js'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        devTools: !app.isPackaged,
      },
    });
    window.removeMenu();
    window.webContents.on('before-input-event', (event, input) => {
      const key = windowKey(input);
      if (key === null) return;
      event.preventDefault();
      if (key === 'quit') this.#world.quit();
      else if (key === 'close') window.close();
      else zoom(window.webContents, key);
    });
    void offerTextMenu(window);
    const placed = this.#world.store.place().then((place) => {
      if (place === null || window.isDestroyed()) return;
      if (isOnScreen(place)) window.setBounds(place);
      if (place.maximised === true) window.maximize();
    });
    this.#ready = new Promise((resolve) => window.webContents.once('did-finish-load', () => resolve()));
    const painted = new Promise<void>((resolve) => {
      window.once('ready-to-show', resolve);
      void this.#ready.then(() => setTimeout(resolve, FIRST_FRAME_MS));
    });
    // The window opens even if its place cannot be read.
    void Promise.all([painted, placed.catch(() => undefined)]).then(() => {
      if (window.isDestroyed()) return;
      window.show();
      // Other work waits until the window has rendered.
      setTimeout(() => this.#window === window && this.#world.shown(), SHOWN_DELAY_MS);
    });
    window.on('close', (event) => {
      void this.#remember(window);
      if (!this.#world.closingQuits()) return;
      event.preventDefault();
      this.#world.quit();
    });
    window.on('closed', () => {
      if (this.#window !== window) return;
      this.#window = null;
      this.#world.closed();
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => this.#gone(window, reason));
    const load = (): void => void window.loadURL(`${ORIGIN}/index.html`).catch(() => undefined);
    // Navigating to `about:blank` raises no will-navigate, so reload the page afterwards.
    window.webContents.on('did-navigate', (_event, url) => {
      if (!url.startsWith(`${ORIGIN}/`)) load();
    });
    load();
    return window;
  }

  #gone(window: BrowserWindow, reason: string): void {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    this.#world.crashed(reason);
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
    const again = this.#crashes.length <= MAX_CRASHES;
    // A reopened window does not count as closed: without a tray, that would end the app.
    if (again) this.#window = null;
    window.destroy();
    if (again) this.open();
  }
}

/** A log keeps its colours: the view itself reduces each line to text and colours. */
const shownTo = <P extends PushName>(name: P, value: Pushes[P]): Pushes[P] =>
  name === 'log' ? value : harmlessData(value);

/** Whether enough of the window to drag it is on a connected screen. */
function isOnScreen({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    return across >= 100 && y >= workArea.y && y <= workArea.y + workArea.height - 50;
  });
}

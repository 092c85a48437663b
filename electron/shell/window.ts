import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { harmlessData } from '../shared/harmless.ts';
import { channels, type Pushes, type PushName } from '../shared/ipc-channels.ts';
import { createWindow } from './create-window.ts';
import type { DesktopStore, Place } from './desktop-store.ts';
import { ORIGIN } from './security.ts';
import { isOnScreen, placeOf } from './window-place.ts';

/** A window that crashes more often than this is not reopened. */
const MAX_CRASHES = 3;
const CRASH_WINDOW_MS = 60_000;
/**
 * How long a loaded page's first frame is waited for. On Wayland, Electron from 38 on may draw none before the window is shown
 * (electron/electron#48859).
 */
const FIRST_FRAME_MS = 300;
/** How long a dialog waits for its window: a page that cannot load must not keep the app from quitting. */
const FOR_DIALOG_MS = 5000;
/** How long other work waits after the window is shown. */
const SHOWN_DELAY_MS = 200;
/** When the next window is made after one was closed: making it must not delay the close. */
const NEXT_AFTER_MS = 2000;
/** How long the next window is kept: it takes 46 MB with the lab's Electron. */
const NEXT_KEPT_MS = 5 * 60_000;

export interface WindowWorld {
  readonly store: DesktopStore;
  /** The user asked to quit the app. */
  quit(): void;
  shown(): void;
  /** Whether closing the window quits the app, so that it stays until the app has quit. */
  closingQuits(): boolean;
  /** Whether nothing goes on that a page would follow, seen or not. */
  isQuiet(): boolean;
  closed(): void;
  crashed(reason: string): void;
}

/**
 * The only window: destroyed when it is closed. For some minutes after that the next one is there, loaded and hidden, so that
 * it opens at once; it is let go of when what it shows is another state than the one that it was loaded for.
 */
export class MainWindow {
  readonly #world: WindowWorld;
  /** Open, or the next one. */
  #window: BrowserWindow | null = null;
  #isOpen = false;
  /** Whether it has come into sight. */
  #isShown = false;
  /** Makes the next window, or lets go of it. */
  #next: NodeJS.Timeout | undefined;
  #hasEnded = false;
  /** Resolves once the window listens; anything pushed earlier would be lost. */
  #ready: Promise<void> = Promise.resolve();
  /** Resolves once the window has its size and its first frame, with the place where the last one was left, or has ended. */
  #painted: Promise<Place | null> = Promise.resolve(null);
  #crashes: number[] = [];

  constructor(world: WindowWorld) {
    this.#world = world;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isFocused(): boolean {
    return this.browserWindow?.isFocused() ?? false;
  }

  /** The open window itself, for a dialog to belong to. */
  get browserWindow(): BrowserWindow | null {
    return this.#isOpen ? this.#window : null;
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
    const open = this.browserWindow;
    if (open !== null) {
      if (open.isMinimized()) open.restore();
      open.show();
      open.focus();
      return;
    }
    clearTimeout(this.#next);
    this.push('shown', null);
    this.#window ??= this.#make();
    this.#isOpen = true;
    const window = this.#window;
    void this.#painted.then((place) => this.#show(window, place));
  }

  /**
   * The window for a dialog to belong to, opened if it is not: Electron may tell of a dialog's answer half a minute late where
   * no window was ever shown (electron/electron#51049). Null if it does not come into sight.
   */
  async forDialog(): Promise<BrowserWindow | null> {
    if (!this.#isOpen) this.open();
    await Promise.race([this.#painted, new Promise((resolve) => setTimeout(resolve, FOR_DIALOG_MS))]);
    return this.#isShown ? this.browserWindow : null;
  }

  /** Sends to the window once it listens; does nothing if there is none. */
  push<P extends PushName>(name: P, value: Pushes[P]): void {
    const window = this.#window;
    if (window === null) return;
    void this.#ready.then(() => {
      if (!window.isDestroyed()) window.webContents.send(channels.push(name), shownTo(name, value));
    });
  }

  /** Call when a page that was loaded before would show something else than a new one. */
  letGo(): void {
    if (this.#isOpen || this.#window === null) return;
    clearTimeout(this.#next);
    this.#window.destroy();
  }

  /** Call before the app ends, which does not close the window. */
  async close(): Promise<void> {
    this.#hasEnded = true;
    const window = this.#window;
    if (window === null) return;
    await this.#remember(window);
    window.destroy();
  }

  /** Where it is, if it was seen. Errors are ignored: they must not keep the app from ending. */
  async #remember(window: BrowserWindow): Promise<void> {
    if (!this.#isShown) return;
    await this.#world.store.setPlace(placeOf(window)).catch(() => undefined);
  }

  #show(window: BrowserWindow, place: Place | null): void {
    if (window.isDestroyed()) return;
    // A screen may have gone since the window was made.
    if (!isOnScreen(window.getBounds())) window.center();
    this.#isShown = true;
    window.show();
    // Not before: one that was maximised unseen may stay so on Wayland (electron/electron#53063).
    if (place?.maximised === true) window.maximize();
    // Other work waits until the window has rendered.
    setTimeout(() => this.browserWindow === window && this.#world.shown(), SHOWN_DELAY_MS);
  }

  /** After `NEXT_AFTER_MS`, unless something goes on then. */
  #prepareNext(): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => {
      if (this.#window !== null || this.#hasEnded || !this.#world.isQuiet()) return;
      this.#window = this.#make();
      this.#next = setTimeout(() => this.letGo(), NEXT_KEPT_MS);
    }, NEXT_AFTER_MS);
  }

  #make(): BrowserWindow {
    const window = createWindow(() => this.#world.quit());
    const placed = this.#world.store.place().then(
      (place) => {
        if (place !== null && !window.isDestroyed() && isOnScreen(place)) window.setBounds(place);
        return place;
      },
      // The window opens even if its place cannot be read.
      () => null,
    );
    this.#ready = new Promise((resolve) => window.webContents.once('did-finish-load', () => resolve()));
    this.#painted = new Promise((resolve) => {
      window.once('ready-to-show', () => resolve(placed));
      void this.#ready.then(() => setTimeout(() => resolve(placed), FIRST_FRAME_MS));
      window.once('closed', () => resolve(null));
    });
    window.on('close', (event) => {
      void this.#remember(window);
      if (this.#world.closingQuits()) {
        event.preventDefault();
        this.#world.quit();
      } else this.#prepareNext();
    });
    window.on('closed', () => {
      if (this.#window !== window) return;
      this.#window = null;
      const wasOpen = this.#isOpen;
      this.#isOpen = false;
      this.#isShown = false;
      if (wasOpen) this.#world.closed();
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
    const again = this.#isOpen && this.#crashes.length <= MAX_CRASHES;
    // A reopened window does not count as closed: without a tray, that would end the app.
    if (again) {
      this.#window = null;
      this.#isOpen = false;
      this.#isShown = false;
    }
    window.destroy();
    if (again) this.open();
  }
}

/** A log keeps its colours: the view itself reduces each line to text and colours. */
const shownTo = <P extends PushName>(name: P, value: Pushes[P]): Pushes[P] =>
  name === 'log' ? value : harmlessData(value);

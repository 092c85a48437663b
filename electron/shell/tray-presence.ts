import type { TrayModel } from '../core/desktop/tray-model.ts';
import { type BusSignals, hearSignals } from './bus-signals.ts';
import { TrayView, type TrayWorld } from './tray.ts';
import { iconState, PANEL_SIGNALS } from './tray-dropped.ts';
import { type trayHostState, whenTrayHost } from './tray-host.ts';

/** How long to wait for a panel before opening the window instead. */
const MAX_WAIT_MS = 10_000;
/** When to check whether the panel kept a new icon: one that drops it does so after a second, or later if busy. */
const FIRST_CHECK_MS = 2500;
/** The checks become less frequent, up to this interval: a panel may restart at any time. */
const MAX_CHECK_INTERVAL_MS = 60_000;
/** The interval where the bus tells of what panels do; each check starts a program. */
const TOLD_INTERVAL_MS = 15 * 60_000;
/** A panel that is busy drops an icon without a word, so there are first checks all the same, and one after a login is over. */
const LAST_UNTOLD_MS = 5000;
const AFTER_LOGIN_MS = 90_000;
/** How long after a signal to check: they come in bursts. */
const SETTLE_MS = 1000;
/** Maximum number of times in a row that an icon is recreated after the panel dropped it. */
const MAX_ATTEMPTS = 5;

export interface PresenceWorld extends TrayWorld {
  /** Called if no panel shows icons within the time limit. */
  missing(): void;
  /** Called if a panel appears later. */
  appeared(): void;
}

/** Creates the tray icon as soon as a panel can show it, and again if the panel loses it. */
export class TrayPresence {
  readonly #world: PresenceWorld;
  #model: TrayModel;
  #view: TrayView | null = null;
  #missing = false;
  #closed = false;
  /** Icons that were dropped in a row. */
  #dropped = 0;
  #giveUp: () => void = () => undefined;
  #signals: BusSignals | null = null;
  /** When the next check is due, monotonic ms; null: none is. */
  #dueAt: number | null = null;
  /** Whether the bus told of something during a check. */
  #isNews = false;

  constructor(model: TrayModel, world: PresenceWorld) {
    this.#model = model;
    this.#world = world;
  }

  get isThere(): boolean {
    return this.#view !== null;
  }

  /** Call once the app is ready. `first` is the tray host's state, queried earlier. */
  async begin(first: ReturnType<typeof trayHostState>): Promise<void> {
    if ((await first) !== 'absent') return this.#make();
    const late = setTimeout(() => {
      this.#missing = true;
      this.#world.missing();
    }, MAX_WAIT_MS);
    const stop = whenTrayHost(() => {
      clearTimeout(late);
      this.#make();
      if (this.#missing) this.#world.appeared();
    });
    this.#giveUp = () => {
      clearTimeout(late);
      stop();
    };
  }

  show(model: TrayModel): void {
    this.#model = model;
    this.#view?.show(model);
  }

  close(): void {
    this.#closed = true;
    this.#giveUp();
    this.#signals?.close();
    this.#view?.close();
  }

  #make(): void {
    this.#view?.close();
    this.#view = new TrayView(this.#model, this.#world);
    this.#signals ??= hearSignals(PANEL_SIGNALS, () => this.#told(), process.env);
    this.#checkAfter(FIRST_CHECK_MS);
  }

  #checkAfter(ms: number): void {
    const timer = setTimeout(() => void this.#check(ms), ms);
    this.#dueAt = performance.now() + ms;
    this.#giveUp = () => clearTimeout(timer);
  }

  /** A panel, or an icon, has come or gone: also the one that a new icon replaces, which gets its time to register. */
  #told(): void {
    this.#isNews = true;
    if (this.#closed || this.#dueAt === null || this.#dueAt <= performance.now() + FIRST_CHECK_MS) return;
    this.#giveUp();
    this.#checkAfter(SETTLE_MS);
  }

  async #check(lastMs: number): Promise<void> {
    this.#dueAt = null;
    this.#isNews = false;
    const state = await iconState();
    if (this.#closed || state === 'unknown') return;
    if (state === 'there') {
      this.#dropped = 0;
      this.#checkAfter(this.#isNews ? SETTLE_MS : this.#nextMs(lastMs));
    } else if (state === 'no panel') {
      this.#giveUp = whenTrayHost(() => this.#checkAfter(FIRST_CHECK_MS));
    } else if (this.#dropped < MAX_ATTEMPTS) {
      this.#dropped += 1;
      this.#make();
    }
  }

  #nextMs(lastMs: number): number {
    if (this.#signals?.isHearing === true && lastMs >= LAST_UNTOLD_MS)
      return lastMs < AFTER_LOGIN_MS ? AFTER_LOGIN_MS : TOLD_INTERVAL_MS;
    return Math.min(lastMs * 2, MAX_CHECK_INTERVAL_MS);
  }
}

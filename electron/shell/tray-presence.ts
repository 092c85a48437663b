import type { TrayModel } from '../core/desktop/tray-model.ts';
import { type BusSignals, hearSignals } from './bus-signals.ts';
import { TrayView, type TrayWorld } from './tray.ts';
import { iconState, PANEL_SIGNALS } from './tray-dropped.ts';
import { trayHostState } from './tray-host.ts';
import { followTrayPlace } from './tray-place.ts';

/** How long to wait for a panel before saying so; at the start, by opening the window. */
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
  /** Called if nothing shows icons for some time: since the start, or since the icon went. */
  missing(isStart: boolean): void;
  /** Called if that is over. */
  appeared(): void;
}

/** Creates the tray icon as soon as something can show it, and again if that loses it or something better appears. */
export class TrayPresence {
  readonly #world: PresenceWorld;
  #model: TrayModel;
  #view: TrayView | null = null;
  /** Whether the panel that had the icon is away. */
  #isAway = false;
  #hadIcon = false;
  #late: NodeJS.Timeout | null = null;
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
    return this.#view !== null && !this.#isAway;
  }

  /** Call once the app is ready. `first` is the tray host's state, queried earlier. */
  async begin(first: ReturnType<typeof trayHostState>): Promise<void> {
    if ((await first) === 'absent') this.#wait();
    else this.#makeInHost();
  }

  show(model: TrayModel): void {
    this.#model = model;
    this.#view?.show(model);
  }

  close(): void {
    this.#closed = true;
    this.#giveUp();
    this.#present();
    this.#signals?.close();
    this.#view?.close();
  }

  #wait(): void {
    this.#absent();
    this.#giveUp = followTrayPlace((place) => {
      if (place === 'xembed') this.#make();
      else if (place === null) this.#unmake();
      else if (this.#isAway) {
        // The panel may have the icon again, or soon.
        this.#present();
        this.#checkAfter(FIRST_CHECK_MS);
      } else this.#makeInHost();
    });
  }

  #makeInHost(): void {
    this.#make();
    this.#signals ??= hearSignals(PANEL_SIGNALS, () => this.#told(), process.env);
    this.#checkAfter(FIRST_CHECK_MS);
  }

  /** Electron itself takes a host if there is one, and an XEmbed tray otherwise. */
  #make(): void {
    this.#view?.close();
    this.#view = new TrayView(this.#model, this.#world);
    this.#hadIcon = true;
    this.#present();
  }

  /** GTK would put the icon into the next XEmbed tray by itself, but not into the panel of a host. */
  #unmake(): void {
    this.#view?.close();
    this.#view = null;
    this.#absent();
  }

  #present(): void {
    this.#isAway = false;
    if (this.#late !== null) clearTimeout(this.#late);
    this.#late = null;
    if (this.#missing && !this.#closed) this.#world.appeared();
    this.#missing = false;
  }

  #absent(): void {
    this.#isAway = this.#view !== null;
    if (this.#missing) return;
    this.#late ??= setTimeout(() => {
      this.#missing = true;
      this.#world.missing(!this.#hadIcon);
    }, MAX_WAIT_MS);
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
    const icon = await iconState();
    // A bus that is busy answers late, as if there were no panel: that takes a second opinion.
    const state = icon === 'no panel' && (await trayHostState()) !== 'absent' ? 'there' : icon;
    if (this.#closed || state === 'unknown') return;
    if (state === 'there') {
      this.#dropped = 0;
      this.#checkAfter(this.#isNews ? SETTLE_MS : this.#nextMs(lastMs));
    } else if (state === 'no panel') {
      this.#wait();
    } else if (this.#dropped < MAX_ATTEMPTS) {
      this.#dropped += 1;
      this.#makeInHost();
    }
  }

  #nextMs(lastMs: number): number {
    if (this.#signals?.isHearing === true && lastMs >= LAST_UNTOLD_MS)
      return lastMs < AFTER_LOGIN_MS ? AFTER_LOGIN_MS : TOLD_INTERVAL_MS;
    return Math.min(lastMs * 2, MAX_CHECK_INTERVAL_MS);
  }
}

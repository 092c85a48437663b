import type { TrayModel } from '../core/desktop/tray-model.ts';
import { TrayView, type TrayWorld } from './tray.ts';
import { iconState } from './tray-dropped.ts';
import { type trayHostState, whenTrayHost } from './tray-host.ts';

/** How long to wait for a panel before opening the window instead. */
const MAX_WAIT_MS = 10_000;
/** When to check whether the panel kept a new icon: one that drops it does so after a second, or later if busy. */
const FIRST_CHECK_MS = 2500;
/** The checks become less frequent, up to this interval: a panel may restart at any time. */
const MAX_CHECK_INTERVAL_MS = 60_000;
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
    this.#view?.close();
  }

  #make(): void {
    this.#view?.close();
    this.#view = new TrayView(this.#model, this.#world);
    this.#checkAfter(FIRST_CHECK_MS);
  }

  #checkAfter(ms: number): void {
    const timer = setTimeout(() => void this.#check(ms), ms);
    this.#giveUp = () => clearTimeout(timer);
  }

  async #check(lastMs: number): Promise<void> {
    const state = await iconState();
    if (this.#closed || state === 'unknown') return;
    const nextMs = Math.min(lastMs * 2, MAX_CHECK_INTERVAL_MS);
    if (state === 'there') {
      this.#dropped = 0;
      this.#checkAfter(nextMs);
    } else if (state === 'no panel') {
      this.#giveUp = whenTrayHost(() => this.#checkAfter(FIRST_CHECK_MS));
    } else if (this.#dropped < MAX_ATTEMPTS) {
      this.#dropped += 1;
      this.#make();
    }
  }
}

import type { TrayModel } from '../core/desktop/tray-model.ts';
import { TrayView, type TrayWorld } from './tray.ts';
import { iconWasDropped } from './tray-dropped.ts';
import { type trayHostState, whenTrayHost } from './tray-host.ts';

/** How long a session may take to bring its panel up before the window is opened instead, ms. */
const MAX_WAIT_MS = 10_000;
/** When a new icon is looked for in the panel, ms: those that drop one do it after a second. */
const SETTLED = 2500;
/** How often an icon that the panel drops is created. */
const MAX_ATTEMPTS = 5;

export interface PresenceWorld extends TrayWorld {
  /** No panel shows icons, after a while of waiting. */
  missing(): void;
  /** A panel came, after all. */
  appeared(): void;
}

/** The tray icon as soon as something can show it. */
export class TrayPresence {
  readonly #world: PresenceWorld;
  #model: TrayModel;
  #view: TrayView | null = null;
  #missing = false;
  #closed = false;
  #giveUp: () => void = () => undefined;

  constructor(model: TrayModel, world: PresenceWorld) {
    this.#model = model;
    this.#world = world;
  }

  get isThere(): boolean {
    return this.#view !== null;
  }

  /** Once the app is ready. `first`: the tray host's state, asked before that. */
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

  #make(times = 1): void {
    this.#view = new TrayView(this.#model, this.#world);
    if (times > MAX_ATTEMPTS) return;
    const soon = setTimeout(() => void this.#makeAgainIfDropped(times), SETTLED);
    this.#giveUp = () => clearTimeout(soon);
  }

  async #makeAgainIfDropped(times: number): Promise<void> {
    const view = this.#view;
    if (!(await iconWasDropped()) || this.#closed) return;
    view?.close();
    this.#make(times + 1);
  }
}

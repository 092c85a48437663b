import type { TrayModel } from '../core/desktop/tray-model.ts';
import { TrayView, type TrayWorld } from './tray.ts';
import { iconWasDropped } from './tray-dropped.ts';
import { type trayHostState, whenTrayHost } from './tray-host.ts';

/** How long to wait for a panel before opening the window instead. */
const MAX_WAIT_MS = 10_000;
/** When to check whether the panel kept a new icon: panels that drop one do so after a second. */
const DROP_CHECK_DELAY_MS = 2500;
/** Maximum number of times an icon is recreated after the panel dropped it. */
const MAX_ATTEMPTS = 5;

export interface PresenceWorld extends TrayWorld {
  /** Called if no panel shows icons within the time limit. */
  missing(): void;
  /** Called if a panel appears later. */
  appeared(): void;
}

/** Creates the tray icon as soon as a panel can show it. */
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

  #make(times = 1): void {
    this.#view = new TrayView(this.#model, this.#world);
    if (times > MAX_ATTEMPTS) return;
    const soon = setTimeout(() => void this.#makeAgainIfDropped(times), DROP_CHECK_DELAY_MS);
    this.#giveUp = () => clearTimeout(soon);
  }

  async #makeAgainIfDropped(times: number): Promise<void> {
    const view = this.#view;
    if (!(await iconWasDropped()) || this.#closed) return;
    view?.close();
    this.#make(times + 1);
  }
}

import { trayModel } from '../core/desktop/menu.ts';
import { type ThrottledGpu, throttledGpu } from '../core/desktop/menu-gpu.ts';
import type { GpuProcessRow } from '../shared/gpu.ts';
import type { TrayPresence } from '../shell/tray-presence.ts';
import type { CoreSession } from './core-session.ts';

/** Keeps the tray up to date. GPU readings and the builds that use them are throttled. */
export class TrayFeed {
  readonly #session: CoreSession;
  readonly #tray: TrayPresence;
  #gpu: ThrottledGpu = { at: Number.NEGATIVE_INFINITY, state: { kind: 'unknown' } };
  #processes: readonly GpuProcessRow[] = [];
  #startAtLogin = false;

  constructor(session: CoreSession, tray: TrayPresence) {
    this.#session = session;
    this.#tray = tray;
    session.subscribe(({ gpu }) => {
      const calm = throttledGpu(this.#gpu, gpu, performance.now());
      if (calm !== this.#gpu && calm.state.kind === 'ok') void this.#listProcesses();
      this.#gpu = calm;
      this.publish();
    });
  }

  startAtLogin(on: boolean): void {
    this.#startAtLogin = on;
    this.publish();
  }

  publish(): void {
    const snapshot = { ...this.#session.snapshot(), gpu: this.#gpu.state };
    this.#tray.show(trayModel({ snapshot, startAtLogin: this.#startAtLogin, processes: this.#processes }));
  }

  async #listProcesses(): Promise<void> {
    this.#processes = (await this.#session.core.gpu.processes()).rows;
    this.publish();
  }
}

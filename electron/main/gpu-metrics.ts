import { hostname } from 'node:os';
import type { MetricsServer } from '../adapters/gpu-metrics.ts';
import { prometheusText } from '../core/gpu/prometheus.ts';
import type { CoreSession } from './core-session.ts';

/** Serves the readings of the GPUs where the setting `gpu.metrics` says. */
export class GpuMetrics {
  readonly #session: CoreSession;
  #place = '';
  #server: MetricsServer | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(session: CoreSession) {
    this.#session = session;
  }

  /** Follows the setting. Throws if nothing can be served there; the next change tries again. */
  apply(place: string): Promise<void> {
    const work = this.#work.catch(() => undefined).then(() => this.#move(place));
    this.#work = work;
    return work;
  }

  async close(): Promise<void> {
    await this.apply('').catch(() => undefined);
  }

  async #move(place: string): Promise<void> {
    if (place === this.#place) return;
    await this.#server?.close();
    this.#server = null;
    this.#place = '';
    if (place === '') return;
    // Loaded only where it is used: it delays the icon.
    const { serveMetrics } = await import('../adapters/gpu-metrics.ts');
    this.#server = await serveMetrics(place, () => this.#text());
    this.#place = place;
  }

  #text(): string {
    const { gpu } = this.#session.core;
    return prometheusText({
      state: gpu.state(),
      listing: gpu.listing(),
      ledger: gpu.ledger(),
      hostname: hostname(),
    });
  }
}

import type { EngineEndpoint } from '../../core/world/world.ts';
import { FailureError } from '../../shared/failure.ts';
import { engineTimeout } from '../../shared/failures/engine.ts';
import { shortIds } from '../../shared/short-ids.ts';
import { engineFailure } from './errors.ts';

/** Time limit of a query; under load the engine takes about a second. */
export const QUERY_TIMEOUT_MS = 15_000;
/** Time limit of a command that uses disks: create, start, remove. */
export const COMMAND_TIMEOUT_MS = 120_000;

/** Runs engine calls with a deadline and the caller's abort signal, and converts errors to Failures. */
export class Caller {
  #requests = 0;
  readonly endpoint: EngineEndpoint;

  constructor(endpoint: EngineEndpoint) {
    this.endpoint = endpoint;
  }

  /** Engine requests made so far. */
  get requests(): number {
    return this.#requests;
  }

  /** `doing` completes "Docker could not …"; `ms` is the deadline. */
  async call<T>(doing: string, ms: number, signal: AbortSignal, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    this.#requests += 1;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), ms);
    const combined = AbortSignal.any([signal, deadline.signal]);
    let stop = (): void => undefined;
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.aborted ? signal.reason : this.#late(doing, ms));
    });
    combined.addEventListener('abort', stop, { once: true });
    try {
      return await Promise.race([run(combined), aborted]);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      throw deadline.signal.aborted ? this.#late(doing, ms) : engineFailure(thrown, doing, this.endpoint);
    } finally {
      clearTimeout(timer);
      // Node keeps a combined signal in memory as long as it has a listener.
      combined.removeEventListener('abort', stop);
    }
  }

  #late(doing: string, ms: number): FailureError {
    return new FailureError(engineTimeout(shortIds(doing), ms, this.endpoint.host));
  }
}

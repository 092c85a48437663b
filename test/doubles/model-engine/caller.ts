import { engineFailure } from '../../../electron/adapters/engine/errors.ts';
import type { Clock } from '../../../electron/core/world/clock.ts';
import { sleep } from '../../../electron/core/world/sleep.ts';
import { FailureError } from '../../../electron/shared/failure.ts';
import { engineTimeout } from '../../../electron/shared/failures/engine.ts';
import type { ModelEngine } from './engine.ts';
import { type Fault, Faults, type PlannedFault } from './faults.ts';
import { connectionError, EngineHttpError } from './refuse.ts';

export const ENDPOINT = { host: 'unix:///var/run/docker.sock', context: 'default', socket: '/var/run/docker.sock' };
/** The deadlines of calls whose answer never comes, as the adapter has them. */
const ACT_MS = 120_000;
const ASK_MS = 15_000;
const never = (): Promise<never> => new Promise(() => undefined);

export interface CallerOptions {
  readonly engine: ModelEngine;
  readonly clock: Clock;
  readonly faults?: readonly PlannedFault[];
  /** The calls that change something, one line each, repeated ones once; all processes may share it. */
  readonly record: string[];
  /** Called once, when the process crashes. */
  readonly crashed?: () => void;
}

interface Call {
  readonly fault: Fault | null;
  readonly doing: string;
  /** Its deadline, ms. */
  readonly maxMs: number;
}

/** Makes one process's calls, with their faults; turns what is thrown into Failures, as the adapter does. */
export class ModelCaller {
  readonly #options: CallerOptions;
  readonly #faults: Faults;
  #dead = false;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.#faults = new Faults(options.faults ?? []);
  }

  /** A call that changes something; `doing` completes "Docker could not …". */
  async act<T>(text: string, doing: string, signal: AbortSignal, work: () => T, maxMs = ACT_MS): Promise<T> {
    signal.throwIfAborted();
    if (this.#dead) return never();
    const { record } = this.#options;
    if (record.at(-1) !== text) record.push(text);
    return this.#run({ fault: this.#faults.next(text), doing, maxMs }, signal, work);
  }

  /** A call that only asks; it has faults by the name `? DOING`, and stands in no record. */
  async ask<T>(doing: string, signal: AbortSignal, work: () => T): Promise<T> {
    signal.throwIfAborted();
    if (this.#dead) return never();
    return this.#run({ fault: this.#faults.next(`? ${doing}`), doing, maxMs: ASK_MS }, signal, work);
  }

  /** Waits by the clock; not at all once the process is dead. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#dead) return never();
    if (ms > 0) await sleep(this.#options.clock, ms, signal);
    this.#options.engine.settle();
  }

  async #run<T>({ fault, doing, maxMs }: Call, signal: AbortSignal, work: () => T): Promise<T> {
    const { clock, engine } = this.#options;
    await Promise.resolve();
    if (fault?.kind === 'meanwhile') fault.run();
    if (fault?.kind === 'delay') await sleep(clock, fault.ms, signal);
    if (this.#dead) return never();
    signal.throwIfAborted();
    try {
      if (engine.away) throw connectionError('ECONNREFUSED');
      if (fault?.kind === 'fail') throw new EngineHttpError(fault.status, fault.text);
      const carriedOut = fault === null || !('carriedOut' in fault) || fault.carriedOut !== false;
      if (carriedOut) engine.settle();
      const result = carriedOut ? work() : null;
      if (fault?.kind === 'crash') return await this.#crash();
      const answers = fault?.kind !== 'drop';
      if (fault?.kind === 'break' || (answers && result === null)) throw connectionError('ECONNRESET');
      if (answers && result !== null) return result;
    } catch (thrown) {
      throw engineFailure(thrown, doing, ENDPOINT);
    }
    await sleep(clock, maxMs, signal);
    throw new FailureError(engineTimeout(doing, maxMs, ENDPOINT.host));
  }

  #crash(): Promise<never> {
    this.#dead = true;
    this.#options.crashed?.();
    return never();
  }
}

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { systemClock } from '../adapters/clock.ts';
import { logContainer } from '../core/observe/log-source.ts';
import type { World } from '../core/world/world.ts';
import { FailureError } from '../shared/failure.ts';
import { fileNotSaved } from '../shared/failures/settings.ts';
import type { Pushes } from '../shared/ipc-channels.ts';
import type { LogSource } from '../shared/log-source.ts';
import { LogFeed } from '../shell/log-feed.ts';
import { followRuns } from './log-runs.ts';

/** Follows one log for the window. */
export class LogFollower {
  readonly #send: (batch: Pushes['log']) => void;
  #current: { readonly feed: LogFeed; readonly abort: AbortController } | null = null;

  constructor(send: (batch: Pushes['log']) => void) {
    this.#send = send;
  }

  /**
   * Stops following the current log and follows another, through restarts and switches; throws if there is no container
   * yet, and shows its log once there is.
   */
  async follow(world: () => World, source: LogSource): Promise<void> {
    this.end();
    const abort = new AbortController();
    const feed = new LogFeed({
      send: (lines) => this.#send({ source, lines }),
      after: systemClock.after,
      now: systemClock.monotonic,
    });
    this.#current = { feed, abort };
    const sink = { clock: systemClock, line: (line: string) => feed.push(line), full: () => feed.full() };
    void followRuns(world, sink, source, abort.signal);
    await logContainer(world(), source, abort.signal);
  }

  /** Called when the window acknowledged a batch. */
  taken(): void {
    this.#current?.feed.taken();
  }

  end(): void {
    this.#current?.abort.abort();
    this.#current?.feed.close();
    this.#current = null;
  }
}

/** Streams a whole log into a file. */
export async function saveLog(world: World, source: LogSource, path: string, signal: AbortSignal): Promise<void> {
  const container = await logContainer(world, source, signal);
  const file = createWriteStream(path, { mode: 0o600 });
  const failed = new Promise<never>((_, reject) => file.once('error', reject));
  const stop = new AbortController();
  let drained: Promise<void> | null = null;
  const resume = (): void => {
    drained = null;
  };
  const write = (line: string): void => {
    // If the file fails, `failed` rejects with the error.
    if (!file.write(`${line}\n`)) drained ??= once(file, 'drain').then(resume, resume);
  };
  const reading = AbortSignal.any([signal, stop.signal]);
  try {
    await Promise.race([world.engine.readLog(container, {}, write, reading, () => drained), failed]);
    file.end();
    await finished(file);
  } catch (thrown) {
    // Stop the engine from sending the rest of the log.
    stop.abort();
    file.destroy();
    throw thrown instanceof FailureError ? thrown : new FailureError(fileNotSaved('The log', String(thrown)), thrown);
  }
}

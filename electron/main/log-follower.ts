import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { logContainer } from '../core/observe/log-source.ts';
import type { World } from '../core/world/world.ts';
import { FailureError, failureOf } from '../shared/failure.ts';
import { fileNotSaved } from '../shared/failures/settings.ts';
import type { Pushes } from '../shared/ipc-channels.ts';
import type { LogSource } from '../shared/log-source.ts';
import { LogFeed } from '../shell/log-feed.ts';

/** Earlier lines that a followed log begins with. */
const MAX_EARLIER_LINES = 3000;

/** The one log that the window follows. */
export class LogFollower {
  readonly #send: (batch: Pushes['log']) => void;
  #current: { readonly feed: LogFeed; readonly abort: AbortController } | null = null;

  constructor(send: (batch: Pushes['log']) => void) {
    this.#send = send;
  }

  /** Ends the current follower and begins another; throws where there is no such container. */
  async follow(world: World, source: LogSource): Promise<void> {
    this.end();
    const abort = new AbortController();
    const feed = new LogFeed({
      send: (lines) => this.#send({ source, lines }),
      after: world.clock.after,
      now: world.clock.now,
    });
    this.#current = { feed, abort };
    const container = await logContainer(world, source, abort.signal);
    world.engine
      .followLog(
        container,
        MAX_EARLIER_LINES,
        (line) => feed.push(line),
        abort.signal,
        () => feed.full(),
      )
      .catch((thrown: unknown) => {
        if (!abort.signal.aborted) feed.push(`\u001b[31m${failureOf(thrown).title}\u001b[0m`);
      });
  }

  /** The page took a batch. */
  taken(): void {
    this.#current?.feed.taken();
  }

  end(): void {
    this.#current?.abort.abort();
    this.#current?.feed.close();
    this.#current = null;
  }
}

/** Writes a whole log into a file as it is read, so that its size does not matter. */
export async function saveLog(world: World, source: LogSource, path: string, signal: AbortSignal): Promise<void> {
  const container = await logContainer(world, source, signal);
  const file = createWriteStream(path, { mode: 0o600 });
  const failed = new Promise<never>((_, reject) => file.once('error', reject));
  const stop = new AbortController();
  let drained: Promise<void> | null = null;
  const goOn = (): void => {
    drained = null;
  };
  const write = (line: string): void => {
    // If the file fails, both reject, and `failed` reports it.
    if (!file.write(`${line}\n`)) drained ??= once(file, 'drain').then(goOn, goOn);
  };
  const reading = AbortSignal.any([signal, stop.signal]);
  try {
    await Promise.race([world.engine.readLog(container, write, reading, () => drained), failed]);
    file.end();
    await finished(file);
  } catch (thrown) {
    // Stops the engine from sending the rest of a log that nobody reads.
    stop.abort();
    file.destroy();
    throw thrown instanceof FailureError ? thrown : new FailureError(fileNotSaved('The log', String(thrown)), thrown);
  }
}

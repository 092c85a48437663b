import { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import * as z from 'zod/mini';
import type { EngineClient } from '../../core/world/engine.ts';

/** Names of our objects, by the engine's event type. */
export type WatchedNames = Readonly<Record<'container' | 'network' | 'volume', readonly string[]>>;

type Changed = Parameters<EngineClient['watch']>[0];

/** Actions that change what we show; excludes `exec_*`, which health checks cause. */
const ACTIONS = [
  'create',
  'start',
  'die',
  'stop',
  'kill',
  'destroy',
  'rename',
  'oom',
  'pause',
  'unpause',
  'restart',
  'health_status',
];
/** Characters of an event; what is longer is none. */
const MAX_EVENT = 256 * 1024;
const MIN_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
/** A stream that lasted for longer was a good one. */
const STABLE_MS = 10_000;
/**
 * Idle time before TCP keep-alive probes start; a dead connection ends the stream 10 s later. Node's agent would probe each
 * second, if at all.
 */
const KEEP_ALIVE_MS = 15_000;

/**
 * Calls back on events of these objects and on each reconnection, until aborted. The engine filters, so that other
 * containers, such as those of builds in DooD, cause no events. It combines filters with AND, hence one stream per kind.
 */
export function watchEvents(
  connect: () => Promise<Docker>,
  names: WatchedNames,
  changed: Changed,
  signal: AbortSignal,
): void {
  for (const kind of ['container', 'network', 'volume'] as const)
    watchKind(connect, kind, new Set(names[kind]), changed, signal);
}

/** Keeps one stream open, with exponential backoff between attempts. */
function watchKind(
  connect: () => Promise<Docker>,
  kind: keyof WatchedNames,
  names: ReadonlySet<string>,
  changed: Changed,
  signal: AbortSignal,
): void {
  let wait = MIN_RETRY_MS;
  let connectedBefore = false;
  const begun = { at: Math.floor(Date.now() / 1000), monotonic: performance.now() };
  /** Whether the engine's clock, by its `Date` header, was behind this one's: it takes what just happened for too old. */
  const wasBehind = (date: string | undefined): boolean =>
    Date.parse(date ?? '') + 1000 - (performance.now() - begun.monotonic) < begun.at * 1000;
  const reconnectLater = (): void => {
    if (signal.aborted) return;
    const stop = (): void => clearTimeout(timer);
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      void open();
    }, wait);
    timer.unref();
    signal.addEventListener('abort', stop, { once: true });
    wait = Math.min(wait * 2, MAX_RETRY_MS);
  };
  const open = async (): Promise<void> => {
    if (signal.aborted) return;
    try {
      const docker = await connect();
      const stream = await docker.getEvents({
        abortSignal: signal,
        filters: JSON.stringify({ type: [kind], event: ACTIONS, [kind]: [...names] }),
        // What happens between the first look and the first connection is not missed; later ones cause a look.
        ...(connectedBefore ? {} : { since: begun.at }),
      });
      // A lost network does not end a connection.
      if (stream instanceof IncomingMessage) stream.socket.setKeepAlive(true, KEEP_ALIVE_MS);
      const openedAt = performance.now();
      if (connectedBefore || (stream instanceof IncomingMessage && wasBehind(stream.headers.date))) changed('more');
      connectedBefore = true;
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = (lines.pop() ?? '').slice(0, MAX_EVENT);
        // The engine also matches names that only begin with the given one.
        const told = lines.map(nameIn);
        if (kind === 'container' && told.some((name) => continues(name, names))) changed('more');
        else if (told.some((name) => names.has(name))) changed('named');
      });
      let ended = false;
      const end = (): void => {
        if (ended || signal.aborted) return;
        ended = true;
        // A stream that ends at once, as behind some proxies, is not opened again without a pause.
        if (performance.now() - openedAt > STABLE_MS) wait = MIN_RETRY_MS;
        changed('more');
        reconnectLater();
      };
      stream.on('end', end).on('close', end).on('error', end);
    } catch {
      // The engine is unreachable: observations report that, this only retries.
      connectedBefore = true;
      reconnectLater();
    }
  };
  void open();
}

/** Whether a name continues one of these with a dot. */
const continues = (name: string, names: ReadonlySet<string>): boolean =>
  [...names].some((known) => name.startsWith(`${known}.`));

const eventSchema = z.object({
  Actor: z.object({ ID: z.optional(z.string()), Attributes: z.nullish(z.record(z.string(), z.string())) }),
});

/** The name of an event's object; empty if the line is not an event. */
function nameIn(line: string): string {
  try {
    const event = eventSchema.safeParse(JSON.parse(line));
    return event.success ? (event.data.Actor.Attributes?.name ?? event.data.Actor.ID ?? '') : '';
  } catch {
    return '';
  }
}

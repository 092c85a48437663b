import { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import * as z from 'zod/mini';

/** Names of our objects, by the engine's own word for their kind. */
export type WatchedNames = Readonly<Record<'container' | 'network' | 'volume', readonly string[]>>;

/** Actions that change what we show; `exec_*` of health checks never leave the engine. */
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
const MIN_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
/**
 * After so long a silence the system asks over TCP whether the engine is still there; without an answer the stream ends
 * 10 s later. Node's own agent, where it asks at all, does so each second.
 */
const KEEP_ALIVE_MS = 15_000;

/**
 * Calls back on events of these names and on each reconnection, until aborted. The engine filters, so that other
 * people's containers, such as those of every build in DooD, wake nobody. It wants all filters of a request to hold,
 * hence a stream for each kind.
 */
export function watchEvents(
  connect: () => Promise<Docker>,
  names: WatchedNames,
  changed: () => void,
  signal: AbortSignal,
): void {
  for (const kind of ['container', 'network', 'volume'] as const)
    watchKind(connect, kind, new Set(names[kind]), changed, signal);
}

/** One stream; waits twice as long after each failure to connect. */
function watchKind(
  connect: () => Promise<Docker>,
  kind: keyof WatchedNames,
  names: ReadonlySet<string>,
  changed: () => void,
  signal: AbortSignal,
): void {
  let wait = MIN_RETRY_MS;
  let connectedBefore = false;
  const again = (): void => {
    if (signal.aborted) return;
    const stop = (): void => clearTimeout(timer);
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      void once();
    }, wait);
    timer.unref();
    signal.addEventListener('abort', stop, { once: true });
    wait = Math.min(wait * 2, MAX_RETRY_MS);
  };
  const once = async (): Promise<void> => {
    if (signal.aborted) return;
    try {
      const docker = await connect();
      const stream = await docker.getEvents({
        abortSignal: signal,
        filters: JSON.stringify({ type: [kind], event: ACTIONS, [kind]: [...names] }),
      });
      // A network that went away ends no connection by itself.
      if (stream instanceof IncomingMessage) stream.socket.setKeepAlive(true, KEEP_ALIVE_MS);
      wait = MIN_RETRY_MS;
      if (connectedBefore) changed();
      connectedBefore = true;
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        // The engine takes a name for the beginning of others as well.
        if (lines.some((line) => names.has(nameIn(line)))) changed();
      });
      let over = false;
      const end = (): void => {
        if (over || signal.aborted) return;
        over = true;
        changed();
        again();
      };
      stream.on('end', end).on('close', end).on('error', end);
    } catch {
      // The engine is away; whoever looks says so, this only waits for it.
      connectedBefore = true;
      again();
    }
  };
  void once();
}

const eventSchema = z.object({
  Actor: z.object({ ID: z.optional(z.string()), Attributes: z.nullish(z.record(z.string(), z.string())) }),
});

/** The name of what an event is about; empty where the line is none. */
function nameIn(line: string): string {
  try {
    const event = eventSchema.safeParse(JSON.parse(line));
    return event.success ? (event.data.Actor.Attributes?.name ?? event.data.Actor.ID ?? '') : '';
  } catch {
    return '';
  }
}

import type Docker from 'dockerode';

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
  'remove',
  'tag',
  'untag',
];
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/** Calls back on events of our names and on each reconnection, until aborted. Waits twice as long after each failure. */
export function watchEvents(
  connect: () => Promise<Docker>,
  isOurs: (name: string) => boolean,
  changed: () => void,
  signal: AbortSignal,
): void {
  let wait = FIRST_WAIT;
  let connectedBefore = false;
  const again = (): void => {
    if (signal.aborted) return;
    const timer = setTimeout(() => void once(), wait);
    timer.unref();
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
  const once = async (): Promise<void> => {
    if (signal.aborted) return;
    try {
      const docker = await connect();
      const stream = await docker.getEvents({
        abortSignal: signal,
        filters: JSON.stringify({ type: ['container', 'network', 'volume'], event: ACTIONS }),
      });
      wait = FIRST_WAIT;
      if (connectedBefore) changed();
      connectedBefore = true;
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        if (lines.some((line) => isOurs(nameIn(line)))) changed();
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

function nameIn(line: string): string {
  try {
    const event: { readonly Actor?: { readonly ID?: string; readonly Attributes?: { readonly name?: string } } } =
      JSON.parse(line);
    return event.Actor?.Attributes?.name ?? event.Actor?.ID ?? '';
  } catch {
    return '';
  }
}

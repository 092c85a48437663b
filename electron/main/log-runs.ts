import { lastContainer } from '../core/observe/log-source.ts';
import type { Clock } from '../core/world/clock.ts';
import type { ContainerFact, LogFull, LogLine, LogPart } from '../core/world/engine.ts';
import { sleep } from '../core/world/sleep.ts';
import type { World } from '../core/world/world.ts';
import { failureOf } from '../shared/failure.ts';
import type { LogSource } from '../shared/log-source.ts';

/** How often the next container is looked for while none writes, ms; later, since a Jenkins may stay off for days. */
const LOOK_MS = 1000;
const LOOK_LATER_MS = 5000;
/** After so long without a log, ms. */
const LATER_MS = 60_000;
/** Number of past lines that a log starts with. */
const MAX_EARLIER_LINES = 3000;

/** From a start of a container to its end. */
type LogRun = Pick<ContainerFact, 'id' | 'name' | 'startedAt'>;

/** `to`: until when its container's log was shown, by the clock; null: nothing of it was. */
interface ShownRun extends LogRun {
  readonly to: number | null;
}

/** Where the lines go. */
export interface LogRunsSink {
  readonly clock: Clock;
  readonly line: LogLine;
  readonly full: LogFull;
}

/**
 * Follows a log from one container to the next, and from one start to the next, each from its first line and after a mark.
 * Goes on while there is none, while the engine does not answer, and in the world that the settings ask for by then; ends
 * when aborted.
 */
export async function followRuns(
  current: () => World,
  { clock, ...sink }: LogRunsSink,
  source: LogSource,
  signal: AbortSignal,
): Promise<void> {
  let shown: ShownRun | null = null;
  let told = '';
  let wroteAt = clock.monotonic();
  while (!signal.aborted) {
    try {
      const world = current();
      const next: LogRun | null = await nextRun(world, source, shown, signal);
      if (next !== null) {
        if (shown !== null && isOther(next, shown)) sink.line(mark(next));
        const part = partOf(next, shown);
        shown = begun(next, shown);
        told = '';
        await world.engine.followLog(next.id, part, sink.line, signal, sink.full);
        shown = { ...shown, to: clock.now() };
        wroteAt = clock.monotonic();
      }
    } catch (thrown) {
      const { title } = failureOf(thrown);
      if (!signal.aborted && title !== told) sink.line(`\u001b[31m${title}\u001b[0m`);
      told = title;
    }
    await sleep(clock, waitAfter(clock.monotonic() - wroteAt), signal).catch(() => undefined);
  }
}

const isOther = (a: LogRun, b: LogRun): boolean => a.id !== b.id || a.startedAt !== b.startedAt;

/** The run that writes or wrote last, unless that is the one that was shown to its end. */
async function nextRun(world: World, source: LogSource, shown: LogRun | null, signal: AbortSignal) {
  const listed = await lastContainer(world, source, signal);
  if (listed === undefined) return null;
  const run = await world.engine.inspect(listed.name, signal);
  // It has written nothing before its first start.
  if (run.startedAt === null) return null;
  return shown === null || run.state === 'running' || run.startedAt > (shown.startedAt ?? 0) ? run : null;
}

/** What was not shown yet. */
function partOf(next: LogRun, shown: ShownRun | null): LogPart {
  if (shown?.id !== next.id || shown.to === null) return { tail: MAX_EARLIER_LINES };
  return { since: isOther(next, shown) && next.startedAt !== null ? next.startedAt : shown.to };
}

const begun = (next: LogRun, shown: ShownRun | null): ShownRun => ({
  ...next,
  to: shown?.id === next.id ? shown.to : null,
});

/** How long until the next look, after so long without a log, ms. */
const waitAfter = (ms: number): number => (ms < LATER_MS ? LOOK_MS : LOOK_LATER_MS);

function mark({ name, startedAt }: LogRun): string {
  const time = startedAt === null ? '' : ` at ${new Date(startedAt).toLocaleTimeString()}`;
  return `\u001b[1;36m── ${name} started${time} ──\u001b[0m`;
}

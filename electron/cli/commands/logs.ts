import { logContainer } from '../../core/observe/log-source.ts';
import type { EngineClient, LogPart } from '../../core/world/engine.ts';
import { FailureError } from '../../shared/failure.ts';
import { unknownLog } from '../../shared/failures/usage.ts';
import { badLineCount, followedAsJson } from '../../shared/failures/usage-options.ts';
import { isLogSource, LOG_SOURCES } from '../../shared/log-source.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';
import { parseSince } from '../since.ts';

/** Past lines that are shown unless the user asks for others. */
const USUAL_LINES = 200;
/** Characters of a log in one JSON document; the oldest lines beyond are left out. */
const MAX_DOCUMENT = 16 * 1024 * 1024;

/** Output and errors of a container as they came, blank lines included. */
export async function logs(
  context: CommandContext,
  [source = 'jenkins']: readonly string[],
  own: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const { io, options, signal } = context;
  if (!isLogSource(source)) throw new FailureError(unknownLog(source, LOG_SOURCES));
  if (own.follow === true && options.json) throw new FailureError(followedAsJson());
  const { world } = await context.session();
  const part = partOf(own, world.clock.now());
  const container = await logContainer(world, source, signal);
  if (own.follow === true) await world.engine.followLog(container, part, io.log, signal, io.full);
  else if (options.json) printJson({ container, lines: await newest(world.engine, container, part, signal) }, context);
  else await world.engine.readLog(container, part, io.log, signal, io.full);
  return signal.aborted ? exit.interrupted : exit.done;
}

/** What is to be read, by the options; throws `usage/invalid`. */
function partOf(own: Readonly<Record<string, unknown>>, now: number): LogPart {
  const since = own.since === undefined ? {} : { since: parseSince(String(own.since), now) };
  const typed = own.tail ?? own.lines ?? ('since' in since ? 'all' : USUAL_LINES);
  const tail = typed === 'all' ? {} : { tail: Number(typed) };
  if (tail.tail !== undefined && (!/^\d+$/.test(String(typed)) || !Number.isSafeInteger(tail.tail)))
    throw new FailureError(badLineCount(String(typed)));
  return { ...tail, ...since, ...(own.timestamps === true ? { timestamps: true } : {}) };
}

/** The lines of a part, without the oldest ones if they are too many to keep. */
async function newest(
  engine: Pick<EngineClient, 'readLog'>,
  container: string,
  part: LogPart,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let lines: string[] = [];
  let length = 0;
  let first = 0;
  const keep = (line: string): void => {
    lines.push(line);
    length += line.length;
    for (; length > MAX_DOCUMENT && first < lines.length - 1; first += 1) length -= lines[first]?.length ?? 0;
    if (first < 1000) return;
    lines = lines.slice(first);
    first = 0;
  };
  await engine.readLog(container, part, keep, signal);
  return lines.slice(first);
}

import { type Failure, FailureError } from '../../shared/failure.ts';
import { harmless } from '../../shared/harmless.ts';
import type { World } from '../world/world.ts';
import { tellingLine } from './telling-line.ts';

const LOG_LINES = 20;
/** Longer lines are cut, in characters. */
const MAX_LINE = 1000;

/** Adds the last lines of a container's log, if readable, to its failure. */
export async function withLog(
  { engine }: World,
  container: string,
  failure: Failure,
  signal: AbortSignal,
): Promise<FailureError> {
  const lines = await engine.logTail(container, LOG_LINES, signal).catch(() => []);
  const shown = once(lines.map((line) => harmless(line.slice(0, MAX_LINE))));
  const log = shown.length === 0 ? '' : `The last lines of ${container}:\n${shown.join('\n')}`;
  const telling = tellingLine(shown);
  // First what tells most: the rest may be folded away.
  const detail = [failure.detail, telling === null ? '' : `It logged: ${telling}`]
    .filter((part) => part !== '')
    .join(' ');
  return new FailureError({ ...failure, detail: [detail, log].filter((part) => part !== '').join('\n') });
}

/** A Jenkins that is started again and again logs the same each time: the last of equal lines stays. */
const once = (lines: readonly string[]): readonly string[] => lines.filter((line, at) => !lines.includes(line, at + 1));

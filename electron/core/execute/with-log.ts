import { type Failure, FailureError } from '../../shared/failure.ts';
import { harmless } from '../../shared/harmless.ts';
import type { World } from '../world/world.ts';

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
  const log =
    lines.length === 0
      ? ''
      : `The last lines of ${container}:\n${lines.map((line) => harmless(line.slice(0, MAX_LINE))).join('\n')}`;
  return new FailureError({ ...failure, detail: [failure.detail, log].filter((part) => part !== '').join('\n') });
}

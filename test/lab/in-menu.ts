import { join } from 'node:path';
import { readOrEmpty, type Setup } from './setup.ts';
import { until } from './until.ts';

/** How much of the app's log an error tells, in lines. */
const LOG_LINES = 20;

/**
 * Waits until one of the menu's `lines` is what `what` describes, and returns nothing. The error tells what the menu has
 * instead, and the end of the app's log: why a switch was refused, for instance.
 */
export async function inMenu(
  setup: Pick<Setup, 'configDir'>,
  what: string,
  lines: () => Promise<readonly string[]>,
  isIt: (line: string) => boolean = (line) => line.includes(what),
  withinMs?: number,
): Promise<void> {
  let last: readonly string[] = [];
  const there = async (): Promise<boolean> => {
    // A busy app may make its icon anew just now.
    last = await lines().catch((thrown: unknown) => [String(thrown)]);
    return last.some(isIt);
  };
  await until(`"${what}" in the menu`, there, withinMs).catch((thrown: unknown) => {
    const log = readOrEmpty(join(setup.configDir, 'desktop', 'logs', 'main.log'));
    const end = log.trim().split('\n').slice(-LOG_LINES);
    throw new Error([String(thrown), 'The menu:', ...last, 'The app’s log:', ...end].join('\n'), { cause: thrown });
  });
}

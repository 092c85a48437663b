import { pluginsNotLoaded } from '../../shared/failures/jenkins-plugins.ts';
import type { Execution } from './execution.ts';

/** Of the log: a start of Jenkins with many plugins that fail prints a stack for each. */
const LOG_LINES = 5000;
/** What the image's start script prints first. */
const START = /^Running from: /;
/** Jenkins' own words (hudson.PluginWrapper): `Failed to load: Pipeline: Groovy (workflow-cps 2648)`, then a reason a line. */
const FAILED = /(?:Exception|SEVERE|WARNING|ERROR).*?: Failed to load: (.{1,200})$/;
const REASON = /^\s?- (.{1,300})$/;
/** Reasons of one plugin that are told. */
const MAX_REASONS = 3;

/** The plugins that failed to load in the last start of a log, one line each, with Jenkins' reasons. */
export function failedPlugins(log: readonly string[]): readonly string[] {
  const lines = log.slice(
    Math.max(
      0,
      log.findLastIndex((line) => START.test(line)),
    ),
  );
  const found = new Map<string, string[]>();
  let reasons: string[] | null = null;
  for (const line of lines) {
    const plugin = FAILED.exec(line)?.[1];
    const reason = REASON.exec(line)?.[1];
    if (plugin !== undefined) {
      reasons = found.get(plugin) ?? [];
      found.set(plugin, reasons);
    } else if (reason !== undefined && reasons !== null) {
      if (!reasons.includes(reason)) reasons.push(reason);
    } else reasons = null;
  }
  return [...found].map(([plugin, why]) => [plugin, ...why.slice(0, MAX_REASONS)].join('; '));
}

/**
 * Stores with the intent which plugins Jenkins could not load, whose page is ready all the same. A log that cannot be read
 * tells nothing, and ends no switch.
 */
export async function noteFailedPlugins(
  container: string,
  { world }: Pick<Execution, 'world'>,
  signal: AbortSignal,
): Promise<void> {
  const log = await world.engine.logTail(container, LOG_LINES, signal).catch(() => null);
  signal.throwIfAborted();
  if (log === null) return;
  const failed = failedPlugins(log);
  const plugins = failed.length === 0 ? null : pluginsNotLoaded(failed);
  const intent = world.intent.load();
  if (JSON.stringify(intent.plugins ?? null) !== JSON.stringify(plugins))
    await world.intent.save({ ...intent, plugins }).catch(() => undefined);
}

/** Jenkins' own words for plugins that did not load: jenkins.InitReactorRunner, hudson.PluginManager and PluginWrapper. */

/** What the image's start script prints first. */
const START = /^Running from: /;
/** `Failed Loading plugin Pipeline: Groovy v2648.va (workflow-cps)`; `Failed Inspecting plugin /…/plugins/git.jpi`. */
const TASK = /onTaskFailed: Failed (?:Loading|Inspecting|Initializing) plugin (.{1,200})$/;
/** Then its exception: `java.io.IOException: Failed to load: Pipeline: Groovy (workflow-cps 2648.va)`, and a reason a line. */
const EXCEPTION = /^(?:Caused: )?[\w.$]+(?:Exception|Error)(?:: (.{1,300}))?$/;
const UNMET = /(?:Exception|SEVERE|WARNING|ERROR).*?: Failed to load: (.{1,200})$/;
/** Since it escapes line breaks (io.jenkins.lib:support-log-formatter), each begins with `[LF]> `. */
const REASON = /^(?:\[LF\]>\s)?\s?- (.{1,300})$/;
/** One that is found only when its classes are asked for. */
const INSTALL = /SEVERE.*?Failed to install ([\w.-]{1,100}): (.{1,300})$/;
/** Reasons of one plugin that are told. */
const MAX_REASONS = 3;

/** Plugins by what Jenkins calls them, with its reasons. */
class Found {
  readonly #plugins = new Map<string, string[]>();
  #current: string | null = null;
  /** A task failed, and its exception is not there yet. */
  #task: string | null = null;

  add(line: string): void {
    const task = TASK.exec(line)?.[1];
    const unmet = UNMET.exec(line)?.[1];
    const [, installed, why = ''] = INSTALL.exec(line) ?? [];
    const reason = REASON.exec(line)?.[1];
    if (task !== undefined) this.#task = task.replace(/^.*\/plugins\//, '');
    else if (unmet !== undefined) this.#begin(unmet);
    else if (installed !== undefined) this.#begin(installed, why);
    else if (this.#task !== null) this.#exception(this.#task, line);
    else if (reason !== undefined && this.#current !== null) this.#because(this.#current, reason);
    else this.#current = null;
  }

  lines(): readonly string[] {
    return [...this.#plugins].map(([plugin, why]) => [plugin, ...why.slice(0, MAX_REASONS)].join('; '));
  }

  #exception(task: string, line: string): void {
    const exception = EXCEPTION.exec(line);
    this.#begin(task, exception?.[1] ?? (exception === null ? '' : line));
  }

  #begin(plugin: string, why = ''): void {
    this.#task = null;
    this.#current = plugin;
    if (!this.#plugins.has(plugin)) this.#plugins.set(plugin, []);
    if (why !== '') this.#because(plugin, why);
  }

  #because(plugin: string, why: string): void {
    const reasons = this.#plugins.get(plugin) ?? [];
    if (!reasons.includes(why)) reasons.push(why);
  }
}

/** The plugins that failed to load in the last start of a log, one line each, with Jenkins' reasons. */
export function failedPlugins(log: readonly string[]): readonly string[] {
  const found = new Found();
  const start = log.findLastIndex((line) => START.test(line));
  for (const line of log.slice(Math.max(0, start))) found.add(line);
  return found.lines();
}

/**
 * The plugins that Jenkins' own list does not show as loaded, and that the `told` lines do not name. `installed`: those in
 * the home that are not disabled.
 */
export function unlistedPlugins(
  installed: readonly string[],
  listed: readonly { readonly shortName: string; readonly active: boolean; readonly enabled: boolean }[],
  told: readonly string[],
): readonly string[] {
  const isLoaded = (name: string): boolean => listed.some((it) => it.shortName === name && (it.active || !it.enabled));
  const isTold = (name: string): boolean => told.some((line) => line.split(/[\s();,]+|\.[jh]pi\b/).includes(name));
  return [...new Set(installed)].filter((name) => !isLoaded(name) && !isTold(name));
}

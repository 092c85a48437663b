import { pluginsNotLoaded } from '../../shared/failures/jenkins-plugins.ts';
import { asJenkins } from '../observe/observe.ts';
import type { Step } from '../plan/steps.ts';
import { placeOf } from '../stack/page-url.ts';
import type { Execution } from './execution.ts';
import { failedPlugins, unlistedPlugins } from './failed-plugins.ts';

/** Of the log: a start of Jenkins with many plugins that fail prints a stack for each. */
const LOG_LINES = 5000;

/** Prints the names of the plugins in a home that are not disabled, as their manifests have them. $1: the home. */
const INSTALLED = `
cd "$1/plugins" 2>/dev/null || exit 0
for file in *.jpi *.hpi; do
  [ -e "$file" ] && [ ! -e "$file.disabled" ] || continue
  sed -n 's/^Short-Name: *\\([^ \\r]*\\).*/\\1/p;/^[[:space:]]*$/q' "\${file%.?pi}/META-INF/MANIFEST.MF" 2>/dev/null
done`;

type Ready = Pick<Step & { kind: 'await-ready' }, 'name' | 'url'>;

/**
 * Stores with the intent which plugins Jenkins could not load, whose page is ready all the same: by its log, which says why,
 * and where it lets this app in, by its own list. What cannot be read tells nothing, and ends no switch.
 */
export async function noteFailedPlugins(step: Ready, run: Execution, signal: AbortSignal): Promise<void> {
  const { engine, intent: store } = run.world;
  const log = await engine.logTail(step.name, LOG_LINES, signal).catch(() => null);
  signal.throwIfAborted();
  const told = log === null ? [] : failedPlugins(log);
  const unlisted = await notListed(step, told, run, signal).catch(() => null);
  signal.throwIfAborted();
  if (log === null && (unlisted ?? []).length === 0) return;
  const failed = [...told, ...(unlisted ?? []).map((name) => `${name}; Jenkins does not list it as loaded`)];
  const plugins = failed.length === 0 ? null : pluginsNotLoaded(failed);
  const intent = store.load();
  if (JSON.stringify(intent.plugins ?? null) !== JSON.stringify(plugins))
    await store.save({ ...intent, plugins }).catch(() => undefined);
}

/** What Jenkins' own list lacks; null: it lets nobody see that. */
async function notListed(
  { name, url }: Ready,
  told: readonly string[],
  { world, settings, names }: Execution,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const place = placeOf(url, await world.engine.inspect(name, signal), names);
  const listed = await asJenkins(world, settings, place, (address) => world.jenkins.plugins(address, signal));
  if (!listed.ok) return null;
  const { exitCode, stdout } = await world.engine.exec(name, ['sh', '-c', INSTALLED, 'sh', world.home], signal);
  const installed = stdout.split('\n').filter((line) => /^[\w.-]{1,100}$/.test(line));
  return exitCode === 0 ? unlistedPlugins(installed, listed.value, told) : null;
}

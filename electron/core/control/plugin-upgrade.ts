import { type Failure, FailureError, failureOf } from '../../shared/failure.ts';
import { pluginRequestNotRemoved } from '../../shared/failures/home.ts';
import { pluginsUpgraded, withPluginsKept } from '../../shared/failures/jenkins-plugins.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { StepKind } from '../../shared/step-words.ts';
import type { Execution } from '../execute/execution.ts';
import { putBackPlugins } from '../execute/put-back-plugins.ts';
import { runningMode, worldOf } from '../observe/observe.ts';
import { isOurs } from '../stack/owner.ts';
import type { World } from '../world/world.ts';
import type { Observation } from './observation.ts';

/** What follows an upgrade of the home's plugins that this request or an interrupted one began. */

const upgradeOf = (world: World) => {
  const look = world.homes.pluginLook(world.home);
  return look === null || look.keptAs === null ? null : { look, keptAs: look.keptAs };
};

/**
 * Once Jenkins is ready, its next start must not replace plugins again, and the user hears where the former ones are.
 * Returns the notice about plugins; `failed`: the one about those that did not load.
 */
export async function completeUpgrade(
  world: World,
  container: string,
  failed: Failure | null,
  signal: AbortSignal,
): Promise<Failure | null> {
  const upgrade = upgradeOf(world);
  if (upgrade === null) return failed;
  const request = `${world.home}/.jenkins-tray/upgrade-plugins`;
  const { exitCode, stdout, stderr } = await world.engine.exec(container, ['rm', '-f', request], signal);
  if (exitCode !== 0) throw new FailureError(pluginRequestNotRemoved(request, `${stdout}${stderr}`.trim()));
  await world.homes.rememberPlugins(world.home, null);
  const kept = `${world.home}/.jenkins-tray/kept/${upgrade.keptAs}`;
  return failed === null ? pluginsUpgraded(upgrade.look.older.length, kept) : withPluginsKept(failed, kept);
}

/**
 * Completes an upgrade whose request was cut off, such as with its terminal, where our Jenkins is ready: people have worked
 * with it since, and another request must not put back what was there before. Returns whether there was one.
 */
export async function completeCutOff(
  given: World,
  { facts, scope }: Pick<Observation, 'facts' | 'scope'>,
  signal: AbortSignal,
): Promise<boolean> {
  const world = worldOf(given, scope);
  const mode = runningMode(facts.containers, scope.names);
  if (upgradeOf(world) === null || mode === null || facts.page?.kind !== 'ready') return false;
  const name = scope.names.jenkins[mode];
  if (!facts.containers.some((it) => it.name === name && isOurs(it.labels, scope.names))) return false;
  await completeUpgrade(world, name, null, signal);
  return true;
}

/** The failure of a Jenkins whose start began to replace plugins: they are put back before another one starts. */
export function withKeptPlugins(failure: Failure, at: StepKind, world: World): Failure {
  const upgrade = upgradeOf(world);
  if (upgrade === null || (at !== 'start' && at !== 'await-ready')) return failure;
  return withPluginsKept(failure, `${world.home}/.jenkins-tray/kept/${upgrade.keptAs}`);
}

/** Puts the plugins back where a failure leaves no Jenkins to go back to, so that the user may start the one before by hand. */
export async function putBackAfterGivingUp(
  { mode }: Pick<Intent, 'mode'>,
  failure: Failure,
  run: Execution,
  signal: AbortSignal,
): Promise<Failure> {
  const upgrade = upgradeOf(run.world);
  if (upgrade === null || mode === 'off') return failure;
  const image = run.names.images[mode satisfies JenkinsMode];
  try {
    await putBackPlugins({ home: run.world.home, image, keptAs: upgrade.keptAs }, run, signal);
    return failure;
  } catch (thrown) {
    signal.throwIfAborted();
    const { title, detail } = failureOf(thrown);
    return { ...failure, detail: `${failure.detail} ${title}: ${detail}`.trim() };
  }
}

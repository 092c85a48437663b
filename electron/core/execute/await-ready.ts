import { type Failure, FailureError } from '../../shared/failure.ts';
import { nestedEngineUnreached } from '../../shared/failures/dind.ts';
import { homeUnmarked, newHomeMarkerNotRemoved } from '../../shared/failures/home.ts';
import { jenkinsExited, jenkinsNotReady, noSecrets } from '../../shared/failures/jenkins.ts';
import type { Step } from '../plan/steps.ts';
import { SECRETS } from '../stack/stack.ts';
import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';
import type { Execution } from './execution.ts';
import { giveSecrets } from './give-secrets.ts';
import { withLog } from './with-log.ts';

/** How often a page is asked, ms: below what people notice. */
const ASK_EVERY_MS = 100;
/** How often its container is looked at, ms. */
const LOOK_EVERY_MS = 1000;
/** A Jenkins that gave up waiting for its secrets exits and restarts; within this time that is no failure yet, ms. */
const RESTART_MS = 10_000;

/** Waits until Jenkins' page answers; a new home's Jenkins gets its secrets meanwhile, after each restart anew. */
export async function awaitReady(
  step: Step & { kind: 'await-ready' },
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { clock, jenkins } = run.world;
  const began = clock.now();
  let look = began + (step.fresh === null ? LOOK_EVERY_MS : 0);
  let missing: Failure | null = step.fresh === null ? null : noSecrets(SECRETS, step.name, 'It was not running.');
  while (clock.now() < began + step.seconds * 1000) {
    const page = await jenkins.page(step.url, signal);
    if (page.kind === 'ready') {
      if (step.fresh !== null) await removeNewHomeMarker(step.name, step.fresh, run.world, signal);
      return;
    }
    if (clock.now() >= look) {
      look = clock.now() + LOOK_EVERY_MS;
      missing = await lookAt(step, missing, clock.now() < began + RESTART_MS, run, signal);
    }
    await sleep(clock, ASK_EVERY_MS, signal);
  }
  throw await withLog(run.world, step.name, missing ?? jenkinsNotReady(step.url, run.settings.timeouts.ready), signal);
}

/**
 * Looks at Jenkins' container and gives a new home's Jenkins its secrets; returns why it has none yet. Throws where the
 * container ended, or restarts with nothing to wait for.
 */
async function lookAt(
  { name, url, fresh }: Step & { kind: 'await-ready' },
  missing: Failure | null,
  early: boolean,
  run: Execution,
  signal: AbortSignal,
): Promise<Failure | null> {
  const { state, exitCode } = await run.world.engine.inspect(name, signal);
  const mayComeBack = state === 'restarting' && missing !== null && early;
  if (state === 'exited' || state === 'dead' || (state === 'restarting' && !mayComeBack))
    throw await withLog(run.world, name, exitFailure(exitCode, missing), signal);
  return fresh !== null && state === 'running' ? await giveSecrets(name, url, run, signal) : missing;
}

/** While the mark is there, each start of Jenkins sets administrator and security anew, by Configuration as Code. */
export async function removeNewHomeMarker(
  container: string,
  home: string,
  { engine }: World,
  signal: AbortSignal,
): Promise<void> {
  const mark = `${home}/.jenkins-tray/new`;
  const { exitCode, stdout, stderr } = await engine.exec(container, ['rm', '-f', mark], signal);
  if (exitCode === 0) return;
  throw new FailureError(newHomeMarkerNotRemoved(mark, `${stdout}${stderr}`.trim()));
}

/**
 * Our entry point's own exit codes (sysexits.h: 75 EX_TEMPFAIL, 78 EX_CONFIG) say more than Jenkins' can. `missing`:
 * why a new home's Jenkins has no secrets, which it ends for as well.
 */
function exitFailure(exitCode: number | null, missing: Failure | null): Failure {
  if (exitCode === 78 && missing !== null) return missing;
  if (exitCode === 78) return homeUnmarked();
  if (exitCode === 75) return nestedEngineUnreached();
  return jenkinsExited(exitCode);
}

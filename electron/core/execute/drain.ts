import { withoutConsent } from '../../shared/consents.ts';
import { err, FailureError } from '../../shared/failure.ts';
import { buildsStarted, buildsUnknown, hiddenBuildsStarted, pageNotReady } from '../../shared/failures/jenkins.ts';
import { runningBuilds } from '../observe/observe.ts';
import type { Step } from '../plan/steps.ts';
import { containerNames } from '../stack/names.ts';
import { placeOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import { confirmHomeFree } from './confirm-home.ts';
import type { Execution } from './execution.ts';

/** Before a Jenkins stops: nobody else has the home of the one that follows, and no builds have started. Throws FailureError. */
export async function drain(step: Step & { kind: 'drain' }, run: Execution, signal: AbortSignal): Promise<void> {
  if (step.users !== null)
    await confirmHomeFree(run, signal, { except: [...containerNames(run.names), step.name], agreed: step.users });
  await confirmNoBuilds(step, run, signal);
}

/**
 * Throws `jenkins/busy` if builds run that nobody agreed to stop, or if it was known which builds run, and no longer is.
 * Where it never was, the user has agreed to that, or an earlier pass has already begun to stop it.
 */
async function confirmNoBuilds(
  step: Step & { kind: 'drain' },
  { world, settings, names }: Execution,
  signal: AbortSignal,
): Promise<void> {
  if (step.agreed === 'any') return;
  const [container] = await world.engine.containersNamed([step.name], signal);
  if (container?.id !== step.id || !canBuild(container)) return;
  const page = await world.jenkins.page(step.url, signal);
  const builds =
    page.kind === 'ready'
      ? await runningBuilds(world, settings, placeOf(step.url, container, names), signal)
      : err(pageNotReady(step.url));
  const later = builds.ok ? withoutConsent(builds.value, step.agreed) : [];
  if (later.length > 0) throw new FailureError(buildsStarted(later));
  if (builds.ok || step.running === null) return;
  const hidden = builds.failure.code === 'jenkins/builds-hidden';
  throw new FailureError(hidden ? hiddenBuildsStarted(builds.failure) : buildsUnknown(builds.failure));
}

/** One that has exited, or waits for its restart, runs no builds. */
const canBuild = ({ state }: ContainerFact): boolean => state === 'running' || state === 'paused';

import { FailureError } from '../../shared/failure.ts';
import { buildsStarted, hiddenBuildsStarted } from '../../shared/failures/jenkins.ts';
import { runningBuilds } from '../observe/observe.ts';
import type { Step } from '../plan/steps.ts';
import { containerNames } from '../stack/names.ts';
import { placeOf } from '../stack/page-url.ts';
import { confirmHomeFree } from './confirm-home.ts';
import type { Execution } from './execution.ts';

/** Before a Jenkins stops: nobody else has the home of the one that follows, and no builds have started. Throws FailureError. */
export async function drain(step: Step & { kind: 'drain' }, run: Execution, signal: AbortSignal): Promise<void> {
  if (step.users !== null)
    await confirmHomeFree(run, signal, { except: containerNames(run.names), agreed: step.users });
  await confirmNoBuilds(step, run, signal);
}

/** Throws `jenkins/busy` if builds have started since the user was asked, so that they are not stopped without consent. */
async function confirmNoBuilds(
  step: Step & { kind: 'drain' },
  { world, settings, names }: Execution,
  signal: AbortSignal,
): Promise<void> {
  if (step.consented) return;
  const page = await world.jenkins.page(step.url, signal);
  if (page.kind !== 'ready') return;
  const [container] = await world.engine.containersNamed([step.name], signal);
  const builds = await runningBuilds(world, settings, placeOf(step.url, container, names), signal);
  if (builds.ok && builds.value.length > 0) throw new FailureError(buildsStarted(builds.value));
  // Hidden builds run. If builds were unknown from the start, the user has been asked about that already.
  if (!builds.ok && builds.failure.code === 'jenkins/builds-hidden' && step.running !== null)
    throw new FailureError(hiddenBuildsStarted(builds.failure));
}

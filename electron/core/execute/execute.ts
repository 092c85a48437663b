import { assertNever, FailureError } from '../../shared/failure.ts';
import type { Step } from '../plan/steps.ts';
import { awaitHealthy } from './await-healthy.ts';
import { awaitReady } from './await-ready.ts';
import { awaitRemoved } from './await-removed.ts';
import { checkHome } from './check-home.ts';
import { comparePlugins } from './compare-plugins.ts';
import { besides, confirmHomeFree } from './confirm-home.ts';
import { copyHome } from './copy-home.ts';
import { drain } from './drain.ts';
import type { Execution } from './execution.ts';
import { withHomeId } from './home-id.ts';
import { keepHome } from './keep-home.ts';
import { leavePorts } from './leave-ports.ts';
import { noteFailedPlugins } from './note-failed-plugins.ts';
import { provideImage } from './provide-image.ts';
import { putBackPlugins } from './put-back-plugins.ts';
import { noteRestoreUsed, restoreAsked } from './restore-asked.ts';
import { withSocketGroup } from './socket-group.ts';
import { startAsAsked } from './start.ts';
import { stopContainer } from './stop-container.ts';
import { noteStart, refuseBrokenPlugins, refusesPlugins, restoreHome } from './upgrade-home.ts';
import { writeContext } from './write-context.ts';

/** Executes one step, without any decisions. Throws FailureError; after an abort, the next pass completes the step. */
export async function execute(step: Step, run: Execution, signal: AbortSignal): Promise<void> {
  const { engine } = run.world;
  switch (step.kind) {
    case 'build-image':
      return provideImage(step, run, signal);
    case 'create-network':
      return engine.createNetwork(step.spec, signal);
    case 'create-volume':
      return engine.createVolume(step.spec, signal);
    case 'compare-plugins':
      return comparePlugins(step, run, signal);
    case 'put-back-plugins':
      return putBackPlugins(step, run, signal);
    case 'check-home':
      return checkHome(step, run, signal);
    case 'copy-home':
      return copyHome(step, run, signal);
    case 'snapshot-home':
      return keepHome(step, run, signal);
    case 'restore-home':
      return restoreHome(step, run, signal);
    case 'restore-snapshot':
      return restoreAsked(step, run, signal);
    case 'create-container':
      await engine.createContainer(await withHomeId(await withSocketGroup(step.spec, run, signal), run), signal);
      return;
    case 'start':
      if (step.role === 'jenkins') {
        // It may wait, and the look at the home should be the last.
        await leavePorts(step.name, run, signal);
        await confirmHomeFree(run, signal, { of: step.name, except: besides(step.name, run.names), agreed: null });
        await noteStart(run);
      }
      return startAsAsked(step.name, run.world, run.settings.timeouts.stop, signal);
    case 'unpause':
      return engine.unpause(step.id, signal);
    case 'await-healthy':
      return awaitHealthy(step, run, signal);
    case 'drain':
      return drain(step, run, signal);
    case 'stop':
      return stopContainer(step, run, signal);
    case 'stop-host':
      return run.world.host.stopJenkins(step.jenkins, signal);
    case 'end-leftover':
      return engine.stop(step.id, 10, signal);
    case 'await-ready':
      await awaitReady(step, run, signal);
      await noteRestoreUsed(run);
      return noteReady(step, run, signal);
    case 'rename':
    case 'put-aside':
      return engine.retire(step.id, step.to, signal);
    case 'take-name':
      return engine.reinstate(step.name, step.name === step.to ? null : step.to, step.restart, signal);
    case 'await-removed':
      return awaitRemoved(step, run, signal);
    case 'write-context':
      return writeContext(step, run, signal);
    case 'remove-context':
      return run.world.contexts.remove(step.name);
    case 'remove-container':
      return engine.removeContainer(step.id, signal);
    case 'remove-network':
      return removeNetwork(step.name, run, signal);
    case 'remove-volume':
      return engine.removeVolume(step.name, signal);
    case 'remove-image':
      return engine.removeImage(step.name, signal);
    default:
      return assertNever(step);
  }
}

/** What follows once Jenkins is ready. Nothing depends on it, except that an upgrade is undone for it. */
async function noteReady(step: Step & { kind: 'await-ready' }, run: Execution, signal: AbortSignal): Promise<void> {
  const noted = noteFailedPlugins(step, run, signal);
  if (run.meanwhile !== undefined && !refusesPlugins(run)) return run.meanwhile(noted);
  await noted;
  refuseBrokenPlugins(run);
}

/** Keeps a network that other containers still use; the next `down` removes it. */
async function removeNetwork(name: string, { world }: Execution, signal: AbortSignal): Promise<void> {
  try {
    await world.engine.removeNetwork(name, signal);
  } catch (thrown) {
    if (!(thrown instanceof FailureError && thrown.failure.detail.includes('active endpoints'))) throw thrown;
  }
}

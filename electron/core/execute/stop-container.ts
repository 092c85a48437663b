import { JENKINS_MODES } from '../../shared/mode.ts';
import type { Step } from '../plan/steps.ts';
import { isOurs } from '../stack/owner.ts';
import { prefixOf, urlOf } from '../stack/page-url.ts';
import type { Execution } from './execution.ts';

/** A Jenkins whose page takes longer to answer is not told to be starting. */
const MAX_LOOK_MS = 2000;

/**
 * Stops a container. The entry point of our Jenkins lets one that is still starting come up first, for the sake of its
 * queue: that takes half a minute, so it is said. The look is begun first and not waited for: a switch whose step stops a
 * Jenkins has asked the engine to do so as soon as the step is shown, and Jenkins is not away longer for it.
 */
export async function stopContainer(step: Step & { kind: 'stop' }, run: Execution, signal: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const told = run.detail === undefined ? null : tellIfStarting(step, run, AbortSignal.any([signal, ended.signal]));
  try {
    await run.world.engine.stop(step.id, step.grace, signal);
  } finally {
    ended.abort();
    await told;
  }
}

/** Never fails: the stop says what matters. */
async function tellIfStarting(step: Step & { kind: 'stop' }, run: Execution, signal: AbortSignal): Promise<void> {
  const isToTell = await isStarting(step, run, signal).catch(() => false);
  if (isToTell && !signal.aborted) run.detail?.(ENDS_ONCE_STARTED);
}

/** What the step says then. */
export const ENDS_ONCE_STARTED = 'is still starting, and ends once it has started';

async function isStarting({ name }: Step & { kind: 'stop' }, run: Execution, signal: AbortSignal): Promise<boolean> {
  const { world, names, settings } = run;
  const mode = JENKINS_MODES.find((it) => names.jenkins[it] === name);
  if (mode === undefined) return false;
  const look = new AbortController();
  const cancel = world.clock.after(MAX_LOOK_MS, () => look.abort());
  try {
    const [jenkins] = await world.engine.containersNamed([name], signal);
    if (jenkins?.state !== 'running' || !isOurs(jenkins.labels, names)) return false;
    const url = urlOf(jenkins, settings, mode);
    const page = await world.jenkins.page(url, AbortSignal.any([signal, look.signal]), prefixOf(jenkins));
    // One that was just asked to stop may have closed its port already; one that starts opens it soon.
    const { startedAt } = jenkins;
    return (
      page.kind === 'starting' || (page.kind === 'none' && startedAt !== null && isYoung(startedAt, world.clock.now()))
    );
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    cancel();
  }
}

/** A Jenkins that does not listen yet was started at most so long ago. */
const YOUNG_MS = 30_000;
const isYoung = (startedAt: number, now: number): boolean => now - startedAt < YOUNG_MS;

import { JENKINS_MODES } from '../../shared/mode.ts';
import type { Step } from '../plan/steps.ts';
import { isOurs } from '../stack/owner.ts';
import { prefixOf, urlOf } from '../stack/page-url.ts';
import type { Execution } from './execution.ts';

/** A Jenkins whose page takes longer to answer is not told to be starting. */
const MAX_LOOK_MS = 2000;

/**
 * Stops a container. The entry point of our Jenkins lets one that is still starting come up first, for the sake of its
 * queue: that takes half a minute, so it is said.
 */
export async function stopContainer(step: Step & { kind: 'stop' }, run: Execution, signal: AbortSignal): Promise<void> {
  if (run.detail !== undefined && (await isStarting(step, run, signal))) run.detail(ENDS_ONCE_STARTED);
  await run.world.engine.stop(step.id, step.grace, signal);
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
    return page.kind !== 'ready';
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    cancel();
  }
}

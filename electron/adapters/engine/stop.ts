import type Docker from 'dockerode';
import type { Caller } from './call.ts';
import { unlessStatus } from './errors.ts';

/** How long after it was told to stop a container is told once more, ms. */
const REPEAT_AFTER_MS = 1000;
/** How long the engine may take for its answer beside the grace, ms. */
const ANSWER_MS = 30_000;
/** A container that has run for longer listens to signals, ms. */
const JUST_STARTED_MS = 5000;

/** Stops a container with `grace` seconds before the engine kills it; comes back when its exit is confirmed. */
export async function stop(
  docker: Docker,
  caller: Caller,
  name: string,
  grace: number,
  signal: AbortSignal,
): Promise<void> {
  const container = docker.getContainer(name);
  const ms = grace * 1000 + ANSWER_MS;
  const again = setTimeout(() => void signalAgain(container, signal), REPEAT_AFTER_MS);
  await caller
    .call(`stop ${name}`, ms, signal, (abortSignal) => container.stop({ t: grace, abortSignal }))
    .catch(unlessStatus(304, 404))
    .finally(() => clearTimeout(again));
  // The engine answers once the exit is done; `wait` confirms it even where the stop was somebody else's.
  await caller
    .call(`wait for ${name} to end`, ms, signal, (abortSignal) => container.wait({ abortSignal }))
    .catch(unlessStatus(404));
}

/**
 * The kernel drops a signal that the first process of a container does not listen for yet, and the engine sends it once:
 * a container that had only just started would be waited for until it is killed. So it is told once more.
 */
async function signalAgain(container: Docker.Container, abortSignal: AbortSignal): Promise<void> {
  try {
    const { Config, State } = await container.inspect({ abortSignal });
    if (!State.Running || Date.now() - Date.parse(State.StartedAt) > JUST_STARTED_MS) return;
    // Types of dockerode lack the signal that an image or a container may have of its own.
    const own: unknown = Reflect.get(Config, 'StopSignal');
    await container.kill({ signal: typeof own === 'string' ? own : 'SIGTERM', abortSignal });
  } catch {
    // It has ended meanwhile, or the engine does not answer: the stop itself reports that.
  }
}

import type Docker from 'dockerode';
import type { Caller } from './call.ts';
import { unlessStatus } from './errors.ts';

/** Delay before the stop signal is sent again. */
const REPEAT_SIGNAL_MS = 1000;
/** Time limit for the engine's response, in addition to the grace period. */
const RESPONSE_MS = 30_000;
/** A container that has run for longer is assumed to handle signals. */
const JUST_STARTED_MS = 5000;

/** Stops a container; the engine kills it after `grace` seconds. Resolves when its exit is confirmed. */
export async function stop(
  docker: Docker,
  caller: Caller,
  name: string,
  grace: number,
  signal: AbortSignal,
): Promise<void> {
  const container = docker.getContainer(name);
  const ms = grace * 1000 + RESPONSE_MS;
  const timer = setTimeout(() => void signalAgain(container, signal), REPEAT_SIGNAL_MS);
  await caller
    .call(`stop ${name}`, ms, signal, (abortSignal) => container.stop({ t: grace, abortSignal }))
    .catch(unlessStatus(304, 404))
    .finally(() => clearTimeout(timer));
  // The engine responds after the exit; `wait` confirms it also if another program stopped the container.
  await caller
    .call(`wait for ${name} to end`, ms, signal, (abortSignal) => container.wait({ abortSignal }))
    .catch(unlessStatus(404));
}

/**
 * Sends the stop signal again to a container that has just started: the kernel drops a signal that its first process does
 * not handle yet, and the engine sends it only once, so the stop would last until the kill.
 */
async function signalAgain(container: Docker.Container, abortSignal: AbortSignal): Promise<void> {
  try {
    const { Config, State } = await container.inspect({ abortSignal });
    if (!State.Running || Date.now() - Date.parse(State.StartedAt) > JUST_STARTED_MS) return;
    // The types of dockerode lack StopSignal.
    const stopSignal: unknown = Reflect.get(Config, 'StopSignal');
    await container.kill({ signal: typeof stopSignal === 'string' ? stopSignal : 'SIGTERM', abortSignal });
  } catch {
    // It has exited, or the engine does not respond, which the stop itself reports.
  }
}

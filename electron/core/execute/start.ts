import { FailureError } from '../../shared/failure.ts';
import { portOpenWider } from '../../shared/failures/port.ts';
import { openWider } from '../stack/open-wider.ts';
import type { World } from '../world/world.ts';

/**
 * Starts a container and compares what it publishes with what it was created to. One that is open wider is stopped; throws
 * `port/open-wider`. `grace`: seconds until it is killed then; Jenkins' entry point lets it start before it ends.
 */
export async function startAsAsked(name: string, { engine }: World, grace: number, signal: AbortSignal): Promise<void> {
  await engine.start(name, signal);
  const wider = openWider(await engine.inspect(name, signal));
  if (wider.length === 0) return;
  await engine.stop(name, grace, signal);
  throw new FailureError(portOpenWider(name, wider));
}

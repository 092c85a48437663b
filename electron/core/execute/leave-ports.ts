import { JENKINS_MODES } from '../../shared/mode.ts';
import type { Execution } from './execution.ts';

/**
 * The app's own listener leaves the ports that a Jenkins is about to publish: those of the settings, and those that it was
 * made with, as the settings may have changed since. One made by hand may publish either.
 */
export async function leavePorts(
  name: string,
  { world, names, settings }: Pick<Execution, 'world' | 'names' | 'settings'>,
  signal: AbortSignal,
): Promise<void> {
  if (world.signpost?.isThere() !== true) return;
  const [container] = await world.engine.containersNamed([name], signal);
  const own = JENKINS_MODES.filter((mode) => names.jenkins[mode] === name);
  const modes = own.length > 0 ? own : JENKINS_MODES;
  const published = (container?.made?.publishes ?? []).map(({ port }) => port);
  const ports = new Set([...modes.map((mode) => settings.ports[mode]), ...published]);
  await world.signpost.giveBack(settings.address, [...ports], signal);
}

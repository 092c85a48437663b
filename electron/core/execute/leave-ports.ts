import { JENKINS_MODES } from '../../shared/mode.ts';
import type { Execution } from './execution.ts';

/** The app's own listener leaves the port that a Jenkins is about to publish; a Jenkins made by hand may publish either. */
export async function leavePorts(
  name: string,
  { world, names, settings }: Pick<Execution, 'world' | 'names' | 'settings'>,
  signal: AbortSignal,
): Promise<void> {
  const own = JENKINS_MODES.filter((mode) => names.jenkins[mode] === name);
  const modes = own.length > 0 ? own : JENKINS_MODES;
  await world.signpost?.giveBack(
    settings.address,
    modes.map((mode) => settings.ports[mode]),
    signal,
  );
}

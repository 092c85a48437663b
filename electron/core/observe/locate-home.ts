import { volumeOf } from '../../shared/home-volume.ts';
import type { VolumeFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';

/** As the driver `local` names the folder of a volume. */
const VOLUME_FOLDER = /\/volumes\/([^/]+)\/_data$/;

/**
 * The world with its home's one path: of a home in a volume that is its mountpoint, in Jenkins and in the nested engine
 * alike. A volume that is not there, or cannot be a home, keeps `volume:NAME`. A volume that is named by its folder is that
 * volume. Throws FailureError if the engine does not answer.
 */
export async function locateHome(world: World, signal: AbortSignal): Promise<World> {
  const set = volumeOf(world.home);
  const name = set ?? VOLUME_FOLDER.exec(world.home)?.[1];
  if (name === undefined) return world;
  const fact = await world.engine.volume(name, signal);
  if (set === null) return fact?.mountpoint === world.home ? { ...world, homeVolume: { name, fact } } : world;
  const home = fact !== null && isUsable(fact) ? fact.mountpoint : world.home;
  return { ...world, home, homeVolume: { name, fact } };
}

/** Whether a volume can be a home: only the driver `local` has a path on the engine's computer, and memory is not kept. */
export const isUsable = ({ driver, mountpoint, options }: VolumeFact): boolean =>
  driver === 'local' && mountpoint.startsWith('/') && options.type !== 'tmpfs';

/** The folder of the host that a volume is bound to; null: it has a folder of its own, or mounts something else. */
export function boundFolder({ driver, options }: VolumeFact): string | null {
  const { o = '', device = '' } = options;
  const isBind = o.split(',').some((it) => it === 'bind' || it === 'rbind');
  return driver === 'local' && isBind && device.startsWith('/') ? device : null;
}

/** Whether a volume mounts something, which is at its mountpoint only while a container uses it. */
export const mountsSomething = ({ options }: VolumeFact): boolean => (options.device ?? '') !== '';

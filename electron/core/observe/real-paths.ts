import type { VolumeFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';
import { boundFolder, mountsSomething } from './locate-home.ts';

/**
 * What each of these is in truth, by which homes are compared: of a path the one without links, of a volume's name its
 * folder. A path within a volume that is bound to a folder is one in that folder; of several volumes that mount the same
 * disk it is one in the first of them. `sources`: of mounts.
 */
export async function realPathsOf(
  { engine, host, homeVolume }: Pick<World, 'engine' | 'host' | 'homeVolume'>,
  sources: Iterable<string>,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const all = [...new Set(sources)];
  const ofVolumes = homeVolume !== undefined || all.some((source) => !source.startsWith('/'));
  const volumes = ofVolumes ? await engine.localVolumes(signal) : [];
  const folders = await Promise.all(
    volumes.map(async (it) => {
      const bound = boundFolder(it);
      return [it, bound === null ? firstMountpoint(it, volumes) : await host.realPath(bound)] as const;
    }),
  );
  const inVolume = (path: string): string => {
    const found = folders.find(([{ mountpoint }]) => path === mountpoint || path.startsWith(`${mountpoint}/`));
    return found === undefined ? path : found[1] + path.slice(found[0].mountpoint.length);
  };
  const named = folders.map(([{ name }, folder]) => [name, folder] as const);
  const real = await Promise.all(
    all.filter((it) => it.startsWith('/')).map(async (path) => [path, inVolume(await host.realPath(path))] as const),
  );
  return Object.fromEntries([...named.filter(([name]) => all.includes(name)), ...real]);
}

/** Of the volumes that mount the same, such as one share. */
function firstMountpoint(volume: VolumeFact, all: readonly VolumeFact[]): string {
  if (!mountsSomething(volume)) return volume.mountpoint;
  const what = ({ options }: VolumeFact): string => JSON.stringify([options.type, options.device, options.o]);
  return all.find((it) => what(it) === what(volume))?.mountpoint ?? volume.mountpoint;
}

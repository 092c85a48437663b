import type { ContainerFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';
import { realPathsOf } from './real-paths.ts';

/** The running containers, and the resolved paths of the home and of all folders and volumes that containers mount. */
export interface Running {
  /** Those that can write to the home, or are in our network, were inspected. */
  readonly running: readonly ContainerFact[];
  readonly realPaths: Readonly<Record<string, string>>;
}

/**
 * Lists the running containers, and inspects those that can write to the home or are in `network`; `named`: containers
 * with our names.
 */
export async function observeRunning(
  world: World,
  home: string,
  named: readonly ContainerFact[],
  signal: AbortSignal,
  network: string | null = null,
): Promise<Running> {
  const { engine } = world;
  const listed = await engine.runningContainers(signal);
  const sources = [...listed, ...named].flatMap(({ mounts }) => mounts.map(({ source }) => source));
  const realPaths = await realPathsOf(world, [home, ...sources], signal);
  const realHome = realPaths[home] ?? home;
  const ofHome = (path: string): boolean => isWithin(path, realHome) || isWithin(realHome, path);
  const users = listed.filter((it) =>
    it.mounts.some((mount) => mount.readOnly !== true && ofHome(realPaths[mount.source] ?? '')),
  );
  const neighbours = listed.filter((it) => it.networks.some(({ name }) => name === network));
  const unknown = [...new Set([...users, ...neighbours])].filter(({ id }) => !named.some((it) => it.id === id));
  const inspected =
    unknown.length === 0
      ? []
      : await engine.containersNamed(
          unknown.map(({ name }) => name),
          signal,
        );
  return { running: listed.map((it) => inspected.find(({ id }) => id === it.id) ?? it), realPaths };
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || (path !== '' && path.startsWith(folder === '/' ? folder : `${folder}/`));

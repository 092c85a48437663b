import { hasNestedEngine } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Names } from '../stack/names.ts';
import type { ContainerFact, EngineClient, ObjectFact } from '../world/engine.ts';
import type { Facts } from './facts.ts';

/** Networks, volumes and images with our names. */
export type Objects = Pick<Facts, 'networks' | 'volumes' | 'images'>;

type Asked = Pick<EngineClient, 'networksNamed' | 'volumesNamed' | 'imagesNamed'>;

/** All of them: three requests. */
export async function allObjects(engine: Asked, names: Names, signal: AbortSignal): Promise<Objects> {
  const [networks, volumes, images] = await Promise.all([
    engine.networksNamed([names.network], signal),
    engine.volumesNamed(Object.values(names.volumes), signal),
    engine.imagesNamed(Object.values(names.images), signal),
  ]);
  return { networks, volumes, images };
}

/**
 * Those that decide whether a plan for this intent has steps, in as few requests as possible. What containers use is there,
 * since an engine removes nothing that is in use; its labels matter only to a plan that has steps.
 */
export async function decidingObjects(
  engine: Asked,
  names: Names,
  { mode, purge }: Pick<Intent, 'mode' | 'purge'>,
  containers: Promise<readonly ContainerFact[]>,
  signal: AbortSignal,
): Promise<Objects> {
  const images = mode === 'off' && !purge.includes('images') ? [] : Object.values(names.images);
  const volumes = hasNestedEngine(mode) || purge.includes('volumes') ? Object.values(names.volumes) : [];
  /** What was asked for is not there already by what uses it; on the way to `off` it is removed, by its labels. */
  const unless = async (
    used: (containers: readonly ContainerFact[]) => readonly ObjectFact[] | null,
    ask: () => Promise<readonly ObjectFact[]>,
  ): Promise<readonly ObjectFact[]> => (mode === 'off' ? null : used(await containers)) ?? (await ask());
  const [ofNetwork, ofVolumes, ofImages] = await Promise.all([
    unless(
      (found) => networkInUse(found, names.network),
      () => engine.networksNamed([names.network], signal),
    ),
    unless(
      (found) => volumesInUse(found, volumes),
      async () => (volumes.length === 0 ? [] : engine.volumesNamed(volumes, signal)),
    ),
    images.length === 0 ? [] : engine.imagesNamed(images, signal),
  ]);
  return { networks: ofNetwork, volumes: ofVolumes, images: ofImages };
}

/** The network of this name that a container is in, without its labels; null: none is. */
function networkInUse(containers: readonly ContainerFact[], name: string): readonly ObjectFact[] | null {
  const id = containers
    // One that waits for its restart has left its network.
    .filter(({ state }) => state === 'running' || state === 'paused')
    .flatMap(({ networks }) => networks.filter((it) => it.name === name && it.id !== ''))[0]?.id;
  return id === undefined ? null : [{ name, id, labels: {} }];
}

/** These volumes, without their labels, if containers mount all of them; null: they do not. */
function volumesInUse(containers: readonly ContainerFact[], names: readonly string[]): readonly ObjectFact[] | null {
  const mounted = new Set(containers.flatMap(({ mounts }) => mounts.flatMap((it) => (it.mountpoint ? it.source : []))));
  return names.every((name) => mounted.has(name)) ? names.map((name) => ({ name, id: name, labels: {} })) : null;
}

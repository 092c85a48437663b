import type { Settings } from '../../shared/settings.ts';
import { instanceOf } from '../stack/labels.ts';
import { containerNames, isBesideAny, isContainerName, keptName, type Names } from '../stack/names.ts';
import type { ContainerFact, EngineClient } from '../world/engine.ts';

interface Named {
  readonly names: Names;
  readonly settings: Pick<Settings, 'others'>;
}

/**
 * Containers with our names or the one that is to be taken over, ours or not, and ours that were put aside or are to
 * replace others. `takenOver`: ids of hand-made ones that a request renames. `beside`: the names of the latter, if they are
 * known; then each is looked at by its name, at a cost that does not grow with other containers.
 */
export async function observeContainers(
  { engine }: { readonly engine: Pick<EngineClient, 'containersAround' | 'containersNamed'> },
  { names, settings }: Named,
  takenOver: readonly string[],
  signal: AbortSignal,
  beside: readonly string[] | null = null,
): Promise<readonly ContainerFact[]> {
  const { takeOver } = settings.others;
  const ours = [...containerNames(names), ...(isContainerName(takeOver) ? [takeOver] : [])];
  const kept = takenOver.flatMap((id) => ours.map((name) => keptName(name, id)));
  const wanted = new Set([...ours, ...kept]);
  const found =
    beside === null
      ? await engine.containersAround([...wanted], signal)
      : await engine.containersNamed([...wanted, ...beside], signal);
  return found.filter(
    ({ name, labels }) => wanted.has(name) || (isBesideAny(names, name) && instanceOf(labels) === names.instance),
  );
}

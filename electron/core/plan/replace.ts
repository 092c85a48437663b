import { consent, updateAt } from '../../shared/consents.ts';
import { containerDifference, type Difference } from '../stack/composition.ts';
import { builtOf, configOf, imageConfigOf, isOfOlderImage } from '../stack/labels.ts';
import { openWider } from '../stack/open-wider.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import type { Findings } from './findings.ts';
import { returning } from './upgrade.ts';

/** Why a container must be replaced; null if it can stay. */
export function reasonToReplace(existing: ContainerFact, spec: ContainerSpec, found: Findings): Difference | null {
  const { isOurs, hasConsent } = found;
  const goesBack = hasConsent(consent.reuseUnchanged());
  if (goesBack && hasConsent(consent.comeBack(existing.id)) && isUsable(existing, spec, found)) return null;
  if (!isOurs(existing)) return { current: 'made by hand', desired: 'taken over' };
  if (lostNetwork(existing, spec, found.facts)) return { current: 'its network is gone', desired: 'recreated' };
  if (isVanishing(existing)) return { current: existing.state, desired: 'recreated' };
  // The consent names the container's id, so it applies only once.
  if (hasConsent(consent.recreate(existing.id))) return { current: 'without its GPUs', desired: 'recreated' };
  if (goesBack) return null;
  const wider = openWider(existing);
  if (wider.length > 0) return { current: `open at ${wider.join(', ')}`, desired: 'open only where requested' };
  if (isOfUpgrade(existing, spec, found))
    return { current: 'created from the image of the upgrade', desired: 'created from the one before' };
  if (configOf(existing.labels) === configOf(spec.body.Labels)) {
    const updated = { current: 'created from an older image', desired: 'created from the updated image' };
    return isBeforeUpdate(existing, spec, found) ? updated : null;
  }
  const unknown = { current: 'created with different settings or by another version', desired: 'recreated' };
  return containerDifference(existing, spec) ?? unknown;
}

/** Whether it is not of the image that the user goes back to. */
function isOfUpgrade({ imageId }: ContainerFact, { role }: ContainerSpec, found: Findings): boolean {
  const before = returning(found)?.before.image ?? null;
  return role === 'jenkins' && before !== null && imageId !== before;
}

/** Whether its image was built anew after its creation, or is about to be. */
function isBeforeUpdate(existing: ContainerFact, { body, role }: ContainerSpec, { facts, intent }: Findings): boolean {
  const image = facts.images.find(({ name }) => name === body.Image);
  const isLater = image !== undefined && imageConfigOf(image.labels) === imageConfigOf(existing.labels);
  const update = updateAt(intent.consents, role);
  return (isLater && isOfOlderImage(existing, image)) || (update !== null && builtOf(existing.labels) !== update);
}

/** Being removed, or left half removed by the engine. */
const isVanishing = ({ state }: ContainerFact): boolean => state === 'dead' || state === 'removing';

/** Whether a container can start again at all. */
export const isUsable = (existing: ContainerFact, spec: ContainerSpec, { facts }: Pick<Findings, 'facts'>): boolean =>
  !isVanishing(existing) && !lostNetwork(existing, spec, facts);

/** Running or paused; one that waits for its restart has left its network. */
const isInNetwork = ({ state }: ContainerFact): boolean => state === 'running' || state === 'paused';

/**
 * Whether a container that does not run now ran in a network that is gone. It can never start again, not even in another
 * network of the same name, since it remembers the id. Before its first start it has none, and finds its network by name.
 */
function lostNetwork(existing: ContainerFact, { body }: ContainerSpec, { networks }: Findings['facts']): boolean {
  const last = existing.networks.find(({ name }) => name === body.HostConfig.NetworkMode);
  if (isInNetwork(existing) || last === undefined || last.id === '') return false;
  return !networks.some(({ id }) => id === last.id);
}

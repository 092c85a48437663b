import { FailureError } from '../../shared/failure.ts';
import { imageInUse } from '../../shared/failures/upgrade.ts';
import { imageUnknown } from '../../shared/failures/usage-images.ts';
import type { OwnImage } from '../../shared/own-image.ts';
import { keptRepository } from '../stack/kept-image.ts';
import { imageInstanceLabel, jenkinsOf } from '../stack/labels.ts';
import { type Names, namesOf } from '../stack/names.ts';
import { imageBelongingOf } from '../stack/owner.ts';
import type { ImageFact } from '../world/engine.ts';
import type { Upgrade } from '../world/upgrades.ts';
import type { World } from '../world/world.ts';

/** All images that carry our labels and no name of somebody else, newest first. Throws FailureError. */
export async function ownImages(world: World, signal: AbortSignal): Promise<readonly OwnImage[]> {
  const { settings } = world.settings.load();
  const names = namesOf(settings.instance, world.owner.load());
  const [images, containers] = await Promise.all([
    world.engine.imagesLabelled(imageInstanceLabel(names.instance), signal),
    world.engine.allContainers(signal),
  ]);
  const used = new Set(containers.map(({ imageId }) => imageId));
  const wayBack = wayBackImages(world.upgrades.load());
  const useOf = (image: ImageFact): OwnImage['use'] => {
    if (used.has(image.id)) return 'used';
    if (image.names.some((name) => isUsual(name, names))) return 'current';
    return wayBack.includes(image.id) ? 'way-back' : 'old';
  };
  return images
    .filter(
      ({ labels, names: its }) => imageBelongingOf(labels, names) === 'ours' && its.every((it) => isOurName(it, names)),
    )
    .map((image) => ({
      ...{ id: image.id, names: image.names, bytes: image.bytes, createdAt: image.createdAt },
      name:
        image.names.find((it) => !isUsual(it, names)) ?? image.names[0] ?? image.id.replace('sha256:', '').slice(0, 12),
      jenkins: jenkinsOf(image.labels),
      use: useOf(image),
    }))
    .sort((a, b) => b.createdAt - a.createdAt || a.name.localeCompare(b.name));
}

/** The image that can be gone back to; while an upgrade or a way back is made, all that its end may need. */
function wayBackImages(last: Upgrade | null): readonly (string | null)[] {
  switch (last?.state) {
    case 'done':
      return [last.before.image];
    case 'begun':
    case 'returning':
      return [last.before.image, last.after.image, last.previous?.before.image ?? null];
    default:
      return [];
  }
}

const isUsual = (name: string, { images }: Names): boolean => Object.values(images).some((it) => it === name);
/** What somebody else has built on one of our images has its labels, too. */
const isOurName = (name: string, names: Names): boolean =>
  isUsual(name, names) || name.startsWith(`${keptRepository(names)}:kept-`);

/** Those that are removed: the named one, or all old ones. Throws `upgrade/image-in-use`, `usage/invalid`. */
export function toRemove(images: readonly OwnImage[], name: string | undefined): readonly OwnImage[] {
  if (name === undefined) return images.filter(({ use }) => use === 'old');
  const found = images.find((it) => it.name === name || it.names.includes(name));
  if (found === undefined) throw new FailureError(imageUnknown(name));
  if (found.use === 'used') throw new FailureError(imageInUse(name, 'a container of it is there'));
  if (found.use === 'current') throw new FailureError(imageInUse(name, 'the next start of Jenkins uses it'));
  return [found];
}

/** Removes an image with all its names. Throws FailureError. */
export async function removeOwnImage({ engine }: World, { id, names }: OwnImage, signal: AbortSignal): Promise<void> {
  for (const name of names.length === 0 ? [id] : names) await engine.removeImage(name, signal);
}

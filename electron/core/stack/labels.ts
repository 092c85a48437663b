import type { JenkinsMode } from '../../shared/mode.ts';
import type { ContainerRole, Labels } from '../world/specs.ts';

const prefix = 'io.jenkins-tray.';
/** Images have keys of their own, since a container inherits its image's labels. */
const imagePrefix = `${prefix}image.`;

/** The labels of our objects. */
export interface Ownership {
  /** The random id of the settings folder; null for a one-shot container outside of a pass. */
  readonly owner: string | null;
  readonly instance: string;
  readonly role: ContainerRole | 'network' | 'volume' | 'probe';
  readonly mode: JenkinsMode | 'both';
  /** Hash of what the object was created from. */
  readonly config: string;
  /** Version of the app that created it; not part of the hash. */
  readonly version: string;
}

const keyed = (ownership: Ownership, keys: string): Labels =>
  Object.fromEntries(
    Object.entries(ownership).flatMap(([key, value]) => (value === null ? [] : [[keys + key, String(value)]])),
  );
export const labelsOf = (ownership: Ownership): Labels => keyed(ownership, prefix);
export const imageLabelsOf = (ownership: Ownership): Labels => keyed(ownership, imagePrefix);

/** Whether a container is a one-shot container of any instance: it runs a check, never a Jenkins. */
export const isOneShot = (labels: Labels): boolean => labels[`${prefix}role`] === 'probe';
/** The label of all objects of an instance, as the engine filters by it. */
export const instanceLabel = (instance: string): string => `${prefix}instance=${instance}`;
/** The label of all images of an instance. */
export const imageInstanceLabel = (instance: string): string => `${imagePrefix}instance=${instance}`;
/** The instance that an object belongs to; null if Jenkins Tray did not create it. */
export const instanceOf = (labels: Labels): string | null => labels[`${prefix}instance`] ?? null;
/** The id of the settings folder that created it; null for one of an earlier app version. */
export const ownerLabelOf = (labels: Labels): string | null => labels[`${prefix}owner`] ?? null;
/** Whether labels describe an image: only those have a recipe. */
export const isOfImage = (labels: Labels): boolean => partsOf(labels).has('recipe');
/** The Jenkins version in an image, from the label that its recipe sets; null if unknown. */
export const jenkinsOf = (labels: Labels): string | null => labels[`${prefix}jenkins`] || null;
/**
 * The update that built an image, by the time at which it was asked for, ms since 1970; a container inherits the label
 * from its image. 0: no update did.
 */
export const builtOf = (labels: Labels): number => Number(labels[`${imagePrefix}built`] ?? 0) || 0;
/** Whether an update built the image, and not the one that a container is of. */
export const isOfOlderImage = (container: { readonly labels: Labels }, image: { readonly labels: Labels }): boolean =>
  builtOf(image.labels) !== 0 && builtOf(container.labels) !== builtOf(image.labels);
/** Whether an image was built otherwise, or later, than the one that a container is of; false where that is not known. */
export function isOfOtherBuild(container: { readonly labels: Labels }, image: { readonly labels: Labels }): boolean {
  const [its, now] = [container, image].map(({ labels }) => labels[`${imagePrefix}config`]);
  return isOfOlderImage(container, image) || (its !== undefined && now !== undefined && its !== now);
}
export const withBuilt = (labels: Labels, at: number): Labels => ({ ...labels, [`${imagePrefix}built`]: String(at) });
/** The address that a Jenkins was created for; null for a hand-made one. */
export const pageLabelOf = (labels: Labels): string | null => labels[`${prefix}page`] ?? null;
export const withPage = (labels: Labels, url: string): Labels => ({ ...labels, [`${prefix}page`]: url });
/** The id of the home that a Jenkins container was created for; null for one of an older app version. */
export const homeLabelOf = (labels: Labels): string | null => labels[`${prefix}home`] ?? null;
export const withHome = (labels: Labels, id: string): Labels => ({ ...labels, [`${prefix}home`]: id });
export const configOf = (labels: Labels): string | null => labels[`${prefix}config`] ?? null;
/** Images of an earlier app version have the keys of containers. */
export const imageConfigOf = (labels: Labels): string | null => labels[`${imagePrefix}config`] ?? configOf(labels);

/** The hash of each part of an object; empty if it has none. */
export const partsOf = (labels: Labels): ReadonlyMap<string, string> => partsIn(labels[`${prefix}parts`]);
export const imagePartsOf = (labels: Labels): ReadonlyMap<string, string> =>
  partsIn(labels[`${imagePrefix}parts`] ?? labels[`${prefix}parts`]);

const partsIn = (text = ''): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(' ')
      .filter(Boolean)
      .map((part) => {
        const [name = '', hash = ''] = part.split('=');
        return [name, hash] as const;
      }),
  );

type PartHashes = Readonly<Record<string, string>>;
const partsText = (parts: PartHashes): string =>
  Object.entries(parts)
    .map(([name, hash]) => `${name}=${hash}`)
    .join(' ');
export const withParts = (labels: Labels, parts: PartHashes): Labels => ({
  ...labels,
  [`${prefix}parts`]: partsText(parts),
});
export const withImageParts = (labels: Labels, parts: PartHashes): Labels => ({
  ...labels,
  [`${imagePrefix}parts`]: partsText(parts),
});

/** The labels of an image that say whose it is, as those of a container would. */
export const asObject = (labels: Labels): Labels =>
  labels[`${imagePrefix}instance`] === undefined
    ? labels
    : Object.fromEntries(
        Object.entries(labels).flatMap(([key, value]) =>
          key.startsWith(imagePrefix) ? [[prefix + key.slice(imagePrefix.length), value]] : [],
        ),
      );

import type { JenkinsMode } from '../../shared/mode.ts';
import type { ContainerRole, Labels } from '../world/specs.ts';

const prefix = 'io.jenkins-tray.';

/** The labels of our objects; only objects with our `instance` are changed or removed without consent. */
export interface Ownership {
  readonly instance: string;
  readonly role: ContainerRole | 'network' | 'volume' | 'probe';
  readonly mode: JenkinsMode | 'both';
  /** Hash of what the object was created from. */
  readonly config: string;
  /** Version of the app that created it; not part of the hash. */
  readonly version: string;
}

export const labelsOf = (ownership: Ownership): Labels =>
  Object.fromEntries(Object.entries(ownership).map(([key, value]) => [prefix + key, value]));

/** Whether a container is a one-shot container of any instance: it runs a check, never a Jenkins. */
export const isOneShot = (labels: Labels): boolean => labels[`${prefix}role`] === 'probe';
/** The label of all objects of an instance, as the engine filters by it. */
export const instanceLabel = (instance: string): string => `${prefix}instance=${instance}`;
export const isOurs = (labels: Labels, instance: string): boolean => labels[`${prefix}instance`] === instance;
/** The Jenkins version in an image, from the label that its recipe sets; null if unknown. */
export const jenkinsOf = (labels: Labels): string | null => labels[`${prefix}jenkins`] || null;
/** The address that a Jenkins was created for; null for a hand-made one. */
export const pageLabelOf = (labels: Labels): string | null => labels[`${prefix}page`] ?? null;
export const withPage = (labels: Labels, url: string): Labels => ({ ...labels, [`${prefix}page`]: url });
/** The id of the home that a Jenkins container was created for; null for one of an older app version. */
export const homeLabelOf = (labels: Labels): string | null => labels[`${prefix}home`] ?? null;
export const withHome = (labels: Labels, id: string): Labels => ({ ...labels, [`${prefix}home`]: id });
export const configOf = (labels: Labels): string | null => labels[`${prefix}config`] ?? null;

/** The hash of each part of an object; empty if it has none. */
export const partsOf = (labels: Labels): ReadonlyMap<string, string> =>
  new Map(
    (labels[`${prefix}parts`] ?? '')
      .split(' ')
      .filter(Boolean)
      .map((part) => {
        const [name = '', hash = ''] = part.split('=');
        return [name, hash] as const;
      }),
  );
export const withParts = (labels: Labels, parts: Readonly<Record<string, string>>): Labels => ({
  ...labels,
  [`${prefix}parts`]: Object.entries(parts)
    .map(([name, hash]) => `${name}=${hash}`)
    .join(' '),
});

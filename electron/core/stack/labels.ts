import type { JenkinsMode } from '../../shared/mode.ts';
import type { ContainerRole, Labels } from '../world/specs.ts';

const prefix = 'io.jenkins-tray.';

/** What makes an object ours; only objects with our `instance` are changed or removed without asking. */
export interface Ownership {
  readonly instance: string;
  readonly role: ContainerRole | 'network' | 'volume' | 'probe';
  readonly mode: JenkinsMode | 'both';
  /** Hash of what the object was created from. */
  readonly config: string;
  /** Of the app that created it; no part of the hash. */
  readonly version: string;
}

export const labelsOf = (ownership: Ownership): Labels =>
  Object.fromEntries(Object.entries(ownership).map(([key, value]) => [prefix + key, value]));

export const isOurs = (labels: Labels, instance: string): boolean => labels[`${prefix}instance`] === instance;
/** The Jenkins in an image, by the label that its recipe sets; null where the base does not say. */
export const jenkinsOf = (labels: Labels): string | null => labels[`${prefix}jenkins`] || null;
/** The address that a Jenkins was made for; null where it was made by hand. */
export const pageLabelOf = (labels: Labels): string | null => labels[`${prefix}page`] ?? null;
export const withPage = (labels: Labels, url: string): Labels => ({ ...labels, [`${prefix}page`]: url });
export const configOf = (labels: Labels): string | null => labels[`${prefix}config`] ?? null;

/** What an object is made of, by part: a hash each; empty where it does not say. */
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

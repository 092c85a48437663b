import type { JenkinsMode } from './mode.ts';

/** An image that this app built, as users see it. */
export interface OwnImage {
  /** The name by which it is removed: its `kept` name, another one, or its id. */
  readonly name: string;
  readonly id: string;
  readonly names: readonly string[];
  /** The Jenkins in it; null: it has none. */
  readonly jenkins: string | null;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** `used`: by a container; `current`: the next start uses it; `way-back`: that of the last upgrade; `old`: none of these. */
  readonly use: 'used' | 'current' | 'way-back' | 'old';
}

export const imageUses: Readonly<Record<OwnImage['use'], string>> = {
  used: 'in use',
  current: 'for the next start',
  'way-back': 'for upgrade --back',
  old: 'old',
};

/** What `upgrade --back` goes back to. */
export interface UpgradeBack {
  readonly mode: JenkinsMode;
  /** The Jenkins version before the last upgrade; null: unknown. */
  readonly jenkins: string | null;
  /** The snapshot whose home comes back; null: the home stays as it is. */
  readonly snapshot: string | null;
}

/** What the window's view of upgrades shows. */
export interface UpgradesView {
  /** The setting `images.jenkinsBase`. */
  readonly base: string;
  readonly images: readonly OwnImage[];
  /** Null: there is nothing to go back to. */
  readonly back: UpgradeBack | null;
}

/** Another image for Jenkins, as it is asked for. `version`: `lts`, a version or an image; null: today's build of its base. */
export type UpgradeWish =
  | { readonly kind: 'to'; readonly version: string | null; readonly keepsHome: boolean }
  | { readonly kind: 'back' };

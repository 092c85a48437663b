import type { JenkinsMode } from '../../shared/mode.ts';

/** A list of plugins that an image is built from. */
export interface UsedPlugins {
  /** The setting `images.pluginsFile`; empty: the app's list. */
  readonly file: string;
  /** The copy of its text; null: it is the app's. */
  readonly kept: string | null;
}

/** One of the two images of an upgrade, and the settings that it was built with. */
export interface UpgradeSide {
  /** The setting `images.jenkinsBase`. */
  readonly base: string;
  /** The image's id; null: there is none, or it is not built yet. */
  readonly image: string | null;
  /** The name under which the image stays; null: it has none but the usual ones. */
  readonly keptAs: string | null;
  /** The Jenkins in it; null: unknown. */
  readonly jenkins: string | null;
  /** The list that it is built from; null or absent: unknown, and then the setting stays. */
  readonly plugins?: UsedPlugins | null;
}

/**
 * The last move of Jenkins to another image, stored before anything is done about it, so that the way back works after a
 * crash as well. `begun`: on the way to the new image; `done`: reached; `undone`: it failed or was cancelled, and the image
 * and the home before are back; `returning`: on the way back by request; `returned`: reached.
 */
export interface UpgradeRecord {
  /** When it was asked for, ms since 1970: the time of its consent. */
  readonly at: number;
  readonly mode: JenkinsMode;
  /** The home's path. */
  readonly home: string;
  readonly state: 'begun' | 'done' | 'undone' | 'returning' | 'returned';
  readonly before: UpgradeSide;
  readonly after: UpgradeSide;
  /** Whether the home is to be kept as it was. */
  readonly keepsHome: boolean;
  /** The snapshot of the home before the new Jenkins used it; null: there is none. */
  readonly snapshot: string | null;
  /** Of the restore of the snapshot, ms since 1970: one that is begun anew with the same completes it. */
  readonly stamp: number;
  /** Whether the new Jenkins has been started on the home. */
  readonly started: boolean;
  /** Whether the home is the one of the snapshot again. */
  readonly restored: boolean;
  /** The plugins that did not load before it, so that they are no reason to go back. */
  readonly failedBefore: readonly string[];
}

/** The last one, and the one that can be gone back from if this one comes to nothing; null: none. */
export interface Upgrade extends UpgradeRecord {
  readonly previous: UpgradeRecord | null;
}

export interface UpgradeStore {
  /** The last one; null: there was none, or its file cannot be read. */
  load(): Upgrade | null;
  save(upgrade: Upgrade): Promise<void>;
}

/** What a registry said of the base. */
export interface BaseLook {
  readonly base: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The digest of an image that is newer than the one here; null: none is known. */
  readonly newer: string | null;
}

export interface BaseStore {
  /** Null: it was not asked yet. */
  load(): BaseLook | null;
  save(look: BaseLook): Promise<void>;
}

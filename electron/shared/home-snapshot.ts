import { formatBytes } from './format.ts';
import type { Mode } from './mode.ts';

/** A saved state of a home, as it describes itself in `snapshot.json`. */
export interface HomeSnapshot {
  /** `2026-11-26T08-10-05Z-dood-2.568.2`: time in UTC, mode, Jenkins version. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Why it was made: asked for, or by the app before a switch or an upgrade. */
  readonly reason: 'asked' | 'switch' | 'upgrade';
  readonly mode: Mode;
  /** The Jenkins version that last ran on the home; null if unknown. */
  readonly jenkins: string | null;
  /** Whether Jenkins was stopped, or ran without builds and started none. */
  readonly state: 'stopped' | 'quiet';
  /** How it is stored: with blocks shared with the home, or as an archive. */
  readonly method: 'reflink' | 'zstd' | 'gzip';
  /** Whether workspaces and caches, which Jenkins builds again, are left out. */
  readonly without: 'nothing' | 'rebuilt';
  readonly files: number;
  /** Of the home's files. */
  readonly bytes: number;
  /** Of the archive; 0: it shares its blocks with the home. */
  readonly size: number;
  /** Of the archive, or of the list of files; hex. */
  readonly sha256: string;
  /** The home's host path, or its volume. */
  readonly home: string;
}

/** A snapshot as it is listed. */
export interface ListedSnapshot extends HomeSnapshot {
  /** Whether its files are there in full size; only `verify` reads them. */
  readonly complete: boolean;
}

/** What a snapshot would take. */
export interface SnapshotEstimate {
  readonly folder: string;
  readonly method: HomeSnapshot['method'];
  readonly files: number;
  readonly bytes: number;
  /** Bytes; null: the disk does not say. */
  readonly free: number | null;
  /** Bytes without which none is made. */
  readonly need: number;
}

/** The colons of a time are not for file names, nor is all that the version of an own build of Jenkins has. */
export const snapshotName = (at: number, mode: Mode, jenkins: string | null): string =>
  `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z-${mode}-${(jenkins ?? '').replace(/[^\w.+-]+/g, '-').slice(0, 40) || 'unknown'}`;

export const isSnapshotName = (name: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-(dind|dood|off)-[\w.+-]{1,40}$/.test(name);

/** Where the snapshots of a home are by default: beside it, in a folder or volume of its own. */
export const snapshotsBeside = (home: string): string => `${home.replace(/\/+$/, '')}-snapshots`;

/** What a snapshot takes, and how it is stored. */
export const storedText = ({ method, size, bytes }: Pick<HomeSnapshot, 'method' | 'size' | 'bytes'>): string =>
  method === 'reflink' ? `${formatBytes(bytes)}, shared with the home` : `${formatBytes(size)} (${method})`;

/** What the window's view of snapshots shows. */
export interface SnapshotsView {
  /** The folder, or volume, in which they are. */
  readonly folder: string;
  /** The home's host path, or its volume. */
  readonly home: string;
  /** The setting `snapshots.workspaces`: whether a snapshot is made with workspaces and caches by default. */
  readonly workspaces: boolean;
  readonly list: readonly ShownSnapshot[];
}

export interface ShownSnapshot extends ListedSnapshot {
  /** What the last verification since the app started found; absent: there was none. */
  readonly verified?: { readonly at: number; readonly isIntact: boolean };
}

import type { Result } from '../shared/failure.ts';
import type { Mode } from '../shared/mode.ts';
import type { Intent, Preview, Snapshot } from '../shared/snapshot.ts';
import type { Ports } from './ports.ts';

/** Something the user asked for. */
export interface Wish {
  readonly mode: Mode;
  /** Ids of questions answered with yes; `all` for `--yes`. */
  readonly consents: readonly string[] | 'all';
  readonly purge?: Intent['purge'];
}

/** Runs passes, one at a time, until what is there is what was asked for; holds the snapshot. */
export interface Controller {
  snapshot(): Snapshot;
  /** Calls back with each new snapshot, until the answer is called. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  /** Observes once, changes nothing. */
  refresh(signal?: AbortSignal): Promise<Snapshot>;
  /** What `wish` would do, without doing it. */
  preview(mode: Mode, purge?: Intent['purge']): Promise<Result<Preview>>;
  /**
   * Stores the wish as the intent and works until it is reached. Fails with `consent/needed` and changes nothing
   * where a question of `preview` is not consented to. An abort leaves the intent pending: the next call goes on.
   */
  fulfil(wish: Wish, signal?: AbortSignal): Promise<Result<Snapshot>>;
  /** Gives up what is being done and goes back to where it began. */
  cancel(): Promise<Result<Snapshot>>;
  /** For the app: watches events, settings and intent, finishes a pending intent, until `close`. */
  watch(): void;
  close(): Promise<void>;
}

export function createController(_ports: Ports): Controller {
  throw new Error('not written yet');
}

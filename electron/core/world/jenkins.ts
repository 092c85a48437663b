import type { Result } from '../../shared/failure.ts';
import type { Build, Queued } from '../../shared/snapshot.ts';

export interface JenkinsAddress {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** The state of Jenkins' page. `starting`: it responds with 503, or, as a `stranger`, not as a Jenkins; `none`: no response. */
export type Page =
  /** `at`: its address, where that has a prefix or https that the asked one lacks. */
  | { readonly kind: 'ready'; readonly version: string; readonly at?: string }
  | { readonly kind: 'starting'; readonly stranger?: true }
  | { readonly kind: 'none' };

/** A plugin as Jenkins lists it. `active`: loaded; `enabled`: to be loaded. */
export interface ListedPlugin {
  readonly shortName: string;
  readonly active: boolean;
  readonly enabled: boolean;
}

/**
 * What a Jenkins does that is not simply up. `loading`: it gets ready; `restarting`: it was asked to start again;
 * `boot-failed`: its start failed, and it shows why; `set-up`: its set-up wizard was never finished; `quiet`: it prepares
 * for its shutdown, and starts no builds.
 */
export type Condition = 'loading' | 'restarting' | 'boot-failed' | 'set-up' | 'quiet';

export interface JenkinsClient {
  /** The HTTP status of `/api/json` for this login, or for anybody without `user`; null: no answer. */
  apiStatus(at: JenkinsAddress, signal: AbortSignal): Promise<number | null>;
  /** Whether somebody accepts connections there and keeps them open: Docker's proxy accepts them for a port that is closed inside. */
  isOpen(url: string, signal: AbortSignal): Promise<boolean>;
  /** `prefix`: the path below which its container is known to serve Jenkins (`--prefix`); absent: unknown. */
  page(url: string, signal: AbortSignal, prefix?: string): Promise<Page>;
  /** What it does if it is not simply up; null: nothing of that. */
  condition(at: JenkinsAddress, signal: AbortSignal): Promise<Result<Condition | null>>;
  /** Running builds; a failed Result says why they are unknown (no login, no answer). */
  running(at: JenkinsAddress, signal: AbortSignal): Promise<Result<readonly Build[]>>;
  /** The newest builds of all jobs, newest first. */
  recent(at: JenkinsAddress, limit: number, signal: AbortSignal): Promise<Result<readonly Build[]>>;
  /** Makes an API token of the user who asks, which does not expire. */
  newToken(at: JenkinsAddress, name: string, signal: AbortSignal): Promise<Result<string>>;
  /** What waits in its queue, as far as the asker may see it. */
  queue(at: JenkinsAddress, signal: AbortSignal): Promise<Result<readonly Queued[]>>;
  /** Why it prepares for its shutdown, as whoever asked for that wrote; may be empty. */
  quietReason(at: JenkinsAddress, signal: AbortSignal): Promise<Result<string>>;
  /** Prepares Jenkins for its shutdown, so that no new builds start and Pipelines pause, or cancels that. */
  quietDown(at: JenkinsAddress, on: boolean, signal: AbortSignal): Promise<Result<null>>;
  /** The plugins that Jenkins found and did not drop; those that it could not load may be missing. */
  plugins(at: JenkinsAddress, signal: AbortSignal): Promise<Result<readonly ListedPlugin[]>>;
  /** Ends a running build. `path`: such as `/job/train/42`. */
  stop(at: JenkinsAddress, path: string, signal: AbortSignal): Promise<Result<null>>;
}

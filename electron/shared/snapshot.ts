import type { Failure } from './failure.ts';
import type { GpuState } from './gpu.ts';
import type { HomeJob } from './home-job.ts';
import type { JenkinsMode, Mode } from './mode.ts';
import type { Notice } from './notice.ts';
import type { StepIdentity } from './step-words.ts';

/** What the user requested, stored before work on it starts. */
export interface Intent {
  /** Grows with each request; a newer request aborts an older one between steps. */
  readonly id: number;
  readonly mode: Mode;
  /** The mode to return to if `mode` does not start. */
  readonly from: Mode;
  /** `pending`: started, any process may finish it. `settled`: reached. `failed`: given up until the next request. */
  readonly state: 'pending' | 'settled' | 'failed';
  /** Ids of what the user consented to (`consents.ts`). */
  readonly consents: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `down` with `--volumes` or `--images`: what else to remove; kept with `left`. */
  readonly purge: readonly ('volumes' | 'images')[];
  /** Why the last request was given up. */
  readonly failure: Failure | null;
  /** Why DinD runs without GPUs; null if it has them. */
  readonly gpuless: Failure | null;
  /** The repository to build DinD from so that its builds get GPUs; null if they do, or cannot. */
  readonly toolkitFrom: string | null;
  /** The plugins that Jenkins could not load at its last start; absent or null: none. */
  readonly plugins?: Failure | null;
  /** The builds that were aborted before Jenkins stopped; absent or null: none. */
  readonly aborted?: Failure | null;
  /** Where the home is kept that the way back from an upgrade replaced; absent or null: none was replaced. */
  readonly replacedHome?: Failure | null;
  /** The id of the Jenkins that was asked by its API to start no builds until it stops; absent or null: none. */
  readonly quieted?: string | null;
  /** Since when running builds are waited for, ms since 1970; absent or null: they are not, or were not yet. */
  readonly waitingSince?: number | null;
  /** The upgrade that it is about, by its time; absent or null: it is about none. */
  readonly upgrade?: number | null;
  /** The restore that it is about, or brought about; absent or null: none. */
  readonly restore?: Restore | null;
  /** The snapshot that was made before what it changes; absent or null: none yet. */
  readonly snapshot?: string | null;
  /** What could not be cleaned up after the request was reached, and why; null if nothing is left. */
  readonly left: Failure | null;
}

/** A snapshot that is to become the home, by request. */
export interface Restore {
  readonly snapshot: string;
  /** When it was asked for, ms since 1970: begun anew with the same, it completes what it has begun. */
  readonly stamp: number;
  /** `begun`: the home may be replaced; `done`: it is; `undoing`: what was the home before becomes it again. */
  readonly state: 'asked' | 'begun' | 'done' | 'undoing';
  /** The folder or volume that is the home since; absent: it is not done. */
  readonly home?: string;
  /** The folder or volume that was replaced, and is kept; null: there was none. Absent: it is not done. */
  readonly replaced?: string | null;
  /** Jenkins was ready on it: people may have worked with it since, and only a cancel undoes it. Absent: it was not. */
  readonly used?: boolean;
  /** Home and its setting when it began; absent: it has not. */
  readonly before?: { readonly home: string; readonly setting: string };
}

export type EngineState =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'connected';
      readonly version: string;
      readonly apiVersion: string;
      readonly host: string;
      readonly context: string;
    }
  | { readonly kind: 'unreachable'; readonly failure: Failure };

/** Why the current state differs from the requested one. */
export interface DriftCause {
  /** The container, network, image… */
  readonly object: string;
  readonly current: string;
  readonly desired: string;
}

/** A step of a plan as shown to users. */
export interface StepLine extends StepIdentity {
  /** Its line of the plan, in columns; not meant to be parsed. */
  readonly text: string;
}

/** A step of the running pass and its progress. */
export interface StepProgress extends StepLine {
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Not by itself: it was cut off, as by a cancel, or by the failure of one beside it. Absent: it was not. */
  readonly isCutOff?: true;
  /** When it began, milliseconds after the run did; absent before that. */
  readonly began?: number;
  /** Milliseconds in total, once it has ended. */
  readonly elapsed: number;
}

export type JenkinsState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'converging';
      readonly from: Mode;
      readonly to: Mode;
      readonly step: string;
      readonly done: number;
      readonly total: number;
      readonly mode: Mode;
      /** Of the Jenkins that is available meanwhile; null if none is. */
      readonly url: string | null;
    }
  /** `condition`: its set-up wizard was never finished, or it prepares for its shutdown. */
  | {
      readonly kind: 'running';
      readonly mode: JenkinsMode;
      readonly url: string;
      readonly version: string;
      readonly condition?: 'set-up' | 'quiet';
      /** Who asked for that, or why; absent: unknown. */
      readonly reason?: string;
    }
  /** `condition`: what it says of itself; absent: nothing. */
  | {
      readonly kind: 'restarting';
      readonly mode: JenkinsMode;
      readonly url: string;
      readonly condition?: 'loading' | 'restarting';
    }
  | {
      readonly kind: 'drifted';
      readonly mode: Mode;
      readonly url: string | null;
      readonly version: string;
      readonly causes: readonly DriftCause[];
    }
  /** `url`: of the Jenkins that keeps running unchanged after a failed change. */
  | { readonly kind: 'failed'; readonly mode: Mode; readonly failure: Failure; readonly url: string | null };

/** The URL of Jenkins' page; null if there is none now. */
export const pageOf = (jenkins: JenkinsState): string | null => ('url' in jenkins ? jenkins.url : null);

/** The version of a Jenkins that is there; null: unknown, or none is there. */
export const versionOf = (jenkins: JenkinsState): string | null =>
  'version' in jenkins && jenkins.version !== '' ? jenkins.version : null;

/** Where a Jenkins that may be asked for its builds is: also one that is about to stop, or is not as requested; null: none. */
export const servesAt = (jenkins: JenkinsState): string | null =>
  jenkins.kind === 'restarting' ? null : pageOf(jenkins);

/**
 * Whether a Jenkins is up and nothing is done with it, so that its builds are counted and shown: also one that is not as
 * requested, or that stays after a change failed.
 */
export const isUp = (jenkins: JenkinsState): boolean =>
  (jenkins.kind === 'running' || jenkins.kind === 'drifted' || jenkins.kind === 'failed') && jenkins.url !== null;

export interface Build {
  readonly job: string;
  readonly number: number;
  readonly url: string;
  readonly result: 'running' | 'success' | 'unstable' | 'failure' | 'aborted' | 'not-built';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds; while it runs, so far. */
  readonly duration: number;
  /** Milliseconds that Jenkins expects it to take; null if unknown. */
  readonly estimated: number | null;
  /** A Pipeline, which continues after a restart of Jenkins. Absent: not, or unknown. */
  readonly pipeline?: true;
}

/** What waits in Jenkins' queue. */
export interface Queued {
  /** Its job's full name. */
  readonly job: string;
  /** Why it waits, in Jenkins' words; may be empty. */
  readonly why: string;
}

export type BuildsState =
  | { readonly kind: 'unknown'; readonly why: string; readonly running: number }
  /** `queue`: absent where nothing waits, or that is unknown. */
  | {
      readonly kind: 'known';
      readonly running: number;
      readonly list: readonly Build[];
      readonly queue?: readonly Queued[];
    };

/** The running pass: its steps, and the last lines of an image build. */
export type Activity =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'working';
      readonly to: Mode;
      readonly startedAt: number;
      readonly steps: readonly StepProgress[];
      readonly output: readonly string[];
      readonly cancellable: boolean;
      /** It was cancelled, and goes back to this mode; absent: it was not. */
      readonly backTo?: Mode;
    };

/** Everything that tray, window and command line show. Immutable, always published as a whole. */
export interface Snapshot {
  readonly revision: number;
  /** There was no request yet: the window shows the first start. */
  readonly firstTime: boolean;
  readonly intent: Mode;
  readonly engine: EngineState;
  readonly jenkins: JenkinsState;
  readonly builds: BuildsState;
  readonly gpu: GpuState;
  readonly activity: Activity;
  /** What the app does with snapshots of the home, or last did; absent: nothing since its start. */
  readonly job?: HomeJob;
  readonly notices: readonly Notice[];
}

/** The result of a doctor check. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found. */
  readonly detail: string;
  readonly failure: Failure | null;
}

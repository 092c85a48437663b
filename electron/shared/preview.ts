import type { ConsentId } from './consents.ts';
import type { Failure } from './failure.ts';
import type { Mode } from './mode.ts';
import type { BuildsState, StepLine } from './snapshot.ts';

/** A decision that only the user can make; asked before anything is changed. */
export interface Question {
  /** The consent that it asks for. */
  readonly id: ConsentId;
  /** What happens if the user consents; one line. */
  readonly text: string;
  /** Details for the decision. */
  readonly detail: string;
}

/** What a request would do, as shown to users: the plan, open questions, and failures that block it. */
export interface Preview {
  /** The mode of the running Jenkins. */
  readonly from: Mode;
  readonly to: Mode;
  readonly steps: readonly StepLine[];
  /** Containers that stop, in order. */
  readonly stops: readonly string[];
  /** Containers that start, in order. */
  readonly starts: readonly PreviewStart[];
  /** Images to build first; this takes minutes if the base image must be pulled. */
  readonly images: readonly string[];
  readonly questions: readonly Question[];
  readonly blocks: readonly Failure[];
  /** Expected seconds without Jenkins' page; null if it stays available. */
  readonly awaySeconds: number | null;
  /** Whether builds that are aborted can be queued again. */
  readonly requeues?: boolean;
  readonly builds: BuildsState;
}

/** A container that a plan starts: `127.0.0.1:8081 → 8080`, `/srv/home → /var/jenkins_home`. */
export interface PreviewStart {
  readonly name: string;
  readonly ports: readonly string[];
  readonly mounts: readonly string[];
}

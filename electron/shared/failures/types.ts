/** A failure with one of these codes, as shown to users. `Failure` is the one with any code. */
export interface CodedFailure<Code extends string> {
  readonly code: Code;
  /** What happened, in one line. */
  readonly title: string;
  /** Why, with the evidence: the last log lines, the engine's error message. */
  readonly detail: string;
  /** How to fix it. */
  readonly fix?: string;
  /** The exact command to run, if there is one. */
  readonly command?: string;
}

/** A code's section in docs/failures.md, as Markdown. */
interface Section {
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** The sections of an area, by code. Codes are `area/what` and stable: scripts may match them. */
export type Sections = Readonly<Record<`${string}/${string}`, Section>>;

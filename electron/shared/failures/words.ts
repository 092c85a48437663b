/** What went wrong, for people: data that crosses IPC and `--json` unchanged. `Failure` is this for each code there is. */
export interface Words<Code extends string> {
  readonly code: Code;
  /** What happened, in the user's words; one line. */
  readonly title: string;
  /** Why, with the evidence: the last log lines, the engine's own words. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
  /** The very command to run, where there is one. */
  readonly command?: string;
}

/** A code's section in docs/failures.md: Markdown, each text of a few sentences. */
interface Section {
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** The sections of an area, by code. Codes are `area/what`, and stable, so that scripts may match on them. */
export type Sections = Readonly<Record<`${string}/${string}`, Section>>;

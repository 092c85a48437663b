import { assertNever, type Failure } from './failure.ts';
import type { HomeSnapshot } from './home-snapshot.ts';

/** What can be done with snapshots of the home beside a request to restore one; the app does one at a time. */
export type HomeJobRequest =
  /** `wait`: for how many minutes running builds are waited for, 0: until all have ended; null: with builds none is made. */
  | ({ readonly kind: 'create'; readonly wait: number | null } & Pick<HomeSnapshot, 'without'>)
  | { readonly kind: 'verify' | 'delete'; readonly name: string }
  | { readonly kind: 'export'; readonly name: string; readonly file: string }
  | { readonly kind: 'import'; readonly file: string };

export type HomeJobKind = HomeJobRequest['kind'];

/** A job that was asked for. */
interface Asked {
  readonly kind: HomeJobKind;
  /** The snapshot, or the file of an import; empty: a snapshot that has no name yet. */
  readonly subject: string;
  /** Whether another process does it, such as the command line; absent: this one does. */
  readonly isElsewhere?: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** How a job ended. */
export type HomeJobEnd =
  /** `lines`: sentences about what was done. */
  | { readonly kind: 'done'; readonly lines: readonly string[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The job that runs, or the last one that ended, until it is dismissed. */
export type HomeJob = Asked &
  (
    | {
        readonly state: 'running';
        /** What it does now, such as `packed 40 %`; may be empty. */
        readonly line: string;
        readonly isCancelled: boolean;
      }
    | { readonly state: 'ended'; readonly end: HomeJobEnd }
  );

/** Whether a job has the home to itself, so that no switch can begin. */
export const holdsHome = (job: HomeJob | undefined): boolean => job?.state === 'running' && job.kind === 'create';

/** What is being done, as a heading. */
export function jobTitle({
  kind,
  subject,
  isElsewhere = false,
}: Pick<Asked, 'kind' | 'subject' | 'isElsewhere'>): string {
  switch (kind) {
    case 'create':
      return `Making a snapshot of the home${isElsewhere ? ' (command line)' : ''}`;
    case 'verify':
      return `Verifying ${subject}`;
    case 'export':
      return `Exporting ${subject}`;
    case 'import':
      return `Importing ${subject}`;
    case 'delete':
      return `Deleting ${subject}`;
    default:
      return assertNever(kind);
  }
}

/** What was done, as a heading. */
export function doneTitle({ kind, subject }: Pick<Asked, 'kind' | 'subject'>): string {
  switch (kind) {
    case 'create':
      return `${subject} is made`;
    case 'verify':
      return `${subject} is as it was written`;
    case 'export':
      return `${subject} is exported`;
    case 'import':
      return `${subject} is imported`;
    case 'delete':
      return `${subject} is deleted`;
    default:
      return assertNever(kind);
  }
}

/** That a job runs, or how it ended, in one line; empty: there is none. */
export function jobNews(job: HomeJob | undefined): string {
  if (job === undefined) return '';
  if (job.state === 'running') return jobTitle(job);
  const { end } = job;
  if (end.kind === 'failed') return end.failure.title;
  return end.kind === 'done' ? doneTitle(job) : `${jobTitle(job)}: cancelled`;
}

/** How far a job is, from 0 to 1, as its last line says; null: it does not. */
export function jobShare(line: string): number | null {
  const [, percent] = /^(?:un)?packed (\d{1,3}) %$/.exec(line) ?? [];
  return percent === undefined ? null : Math.min(1, Number(percent) / 100);
}

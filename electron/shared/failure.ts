/** What went wrong, for people: data that crosses IPC and `--json` unchanged. */
export interface Failure {
  readonly code: FailureCode;
  /** What happened, in the user's words; one line. */
  readonly title: string;
  /** Why, with the evidence: the last log lines, the engine's own words. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
  /** The very command to run, where there is one. */
  readonly command?: string;
}

/** `area/what`; stable, so that scripts may match on it. */
export type FailureCode =
  | 'engine/unreachable'
  | 'engine/forbidden'
  | 'engine/too-old'
  | 'engine/timeout'
  | 'engine/error'
  | 'engine/bug'
  | 'engine/context-unknown'
  | 'image/base-unavailable'
  | 'image/build-failed'
  | 'port/in-use'
  | 'name/taken'
  | 'home/missing'
  | 'home/not-a-folder'
  | 'home/not-writable'
  | 'home/in-use'
  | 'home/newer'
  | 'home/too-full'
  | 'home/unsuitable'
  | 'home/choose'
  | 'mount/missing'
  | 'mount/unsuitable'
  | 'gpu/absent'
  | 'gpu/no-driver'
  | 'gpu/no-smi'
  | 'gpu/no-permission'
  | 'gpu/no-toolkit'
  | 'gpu/driver-mismatch'
  | 'gpu/no-cdi-spec'
  | 'gpu/lost'
  | 'gpu/failed'
  | 'dind/unhealthy'
  | 'dind/network'
  | 'jenkins/not-ready'
  | 'jenkins/exited'
  | 'jenkins/no-secrets'
  | 'jenkins/unreachable'
  | 'jenkins/busy'
  | 'settings/invalid'
  | 'settings/newer'
  | 'settings/unwritable'
  | 'lock/held'
  | 'desktop/no-tray'
  | 'consent/needed'
  | 'usage/invalid'
  | 'run/interrupted'
  | 'internal/error';

/** The exception that carries a Failure from where it happened to the edge. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(`${failure.code}: ${failure.title}`, { cause });
    this.failure = failure;
  }
}

/** A value, or what went wrong instead. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const err = (failure: Failure): Result<never> => ({ ok: false, failure });

/** The value; throws the Failure that is there instead. */
export function valueIn<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new FailureError(result.failure);
}

/** The Failure in anything thrown; what nobody foresaw becomes `internal/error` with its message. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return { code: 'run/interrupted', title: 'Stopped before it was done', detail: 'Run it again to go on from here.' };
  }
  return {
    code: 'internal/error',
    title: 'Something went wrong inside Jenkins Tray',
    detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    fix: 'Please report this with the text above; your home and your data were not touched by it.',
  };
}

/** The end of a switch over a union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}

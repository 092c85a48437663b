import { internalError, stoppedEarly } from './failures/run.ts';
import type { FailureCode } from './failures/sections.ts';
import type { CodedFailure } from './failures/types.ts';

export type { FailureCode };

/** What went wrong, as shown to users: data that crosses IPC and `--json` unchanged. Created by the factories in failures/. */
export type Failure = CodedFailure<FailureCode>;

/** The exception that carries a Failure to the code that reports it. */
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

/** The value; throws the Failure if there is none. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new FailureError(result.failure);
}

/** The Failure of anything thrown; an unexpected error becomes `internal/error` with its stack. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  if (thrown instanceof Error && thrown.name === 'AbortError') return stoppedEarly();
  return internalError(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
}

/** The default case of an exhaustive switch: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}

import type { EngineEndpoint } from '../../core/world/world.ts';
import { type Failure, FailureError } from '../../shared/failure.ts';
import {
  engineCannotCopy,
  engineError,
  engineForbidden,
  engineIncompatible,
  engineUnreachable,
  engineWentAway,
  runcTooOld,
} from '../../shared/failures/engine.ts';
import { gpuDriverUpdated, gpuNotGiven } from '../../shared/failures/gpu.ts';
import { mountSourceMissing } from '../../shared/failures/mount.ts';
import { nameTaken } from '../../shared/failures/name.ts';
import { portInUse } from '../../shared/failures/port.ts';

/** What dockerode and Node's sockets throw, as far as it tells anything. */
interface Thrown {
  readonly message: string;
  readonly code: string;
  readonly statusCode: number;
}

function facts(thrown: unknown): Thrown {
  const record: Record<string, unknown> = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const body =
    typeof record.json === 'object' && record.json !== null && 'message' in record.json
      ? record.json.message
      : undefined;
  const own = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    message: typeof body === 'string' ? body : own,
    code: typeof record.code === 'string' ? record.code : '',
    statusCode: typeof record.statusCode === 'number' ? record.statusCode : 0,
  };
}

/** Ignores an error that means "already in that state", by the engine's HTTP status; throws every other. */
export const unlessStatus =
  (...codes: readonly number[]) =>
  (thrown: unknown): void => {
    if (!(thrown instanceof FailureError && codes.includes(facts(thrown.cause).statusCode))) throw thrown;
  };

/** The Failure that an engine's error means to a user; `doing` completes "Docker could not …". */
export function engineFailure(thrown: unknown, doing: string, endpoint: EngineEndpoint): FailureError {
  if (thrown instanceof FailureError) return thrown;
  const { message, code, statusCode } = facts(thrown);
  return new FailureError(
    connectionFailure(code, message, endpoint) ?? answerFailure(message, statusCode, doing),
    thrown,
  );
}

/** What the connection itself broke with. */
const CONNECTION: Readonly<Record<string, (evidence: string) => Failure>> = {
  ECONNREFUSED: engineUnreachable,
  ENOENT: engineUnreachable,
  ECONNRESET: engineUnreachable,
  EPIPE: engineUnreachable,
  ENOTFOUND: engineUnreachable,
  EHOSTUNREACH: engineUnreachable,
  ETIMEDOUT: engineUnreachable,
  EACCES: engineForbidden,
  EPERM: engineForbidden,
};

function connectionFailure(code: string, message: string, { host, context }: EngineEndpoint): Failure | null {
  const failure = CONNECTION[code] ?? (/socket hang up/.test(message) ? engineWentAway : null);
  return failure?.(`${host}${context === 'default' ? '' : ` (Docker context ${context})`}: ${message}`) ?? null;
}

/** What an engine says, as a pattern, and the Failure that it means; `doing` completes "Docker could not …". */
interface Saying {
  readonly says: RegExp;
  /** The only HTTP status that it counts with. */
  readonly status?: number;
  readonly failure: (said: string, doing: string) => Failure;
}

/** The first that fits counts. */
const SAYINGS: readonly Saying[] = [
  {
    says: /path escapes from parent|(?:mkdirat|statat|openat) \S+: file exists/,
    failure: (said, doing) => engineCannotCopy(doing, said),
  },
  { says: /namespace \{"time"/, failure: (said, doing) => runcTooOld(doing, said) },
  {
    says: /port is already allocated|address already in use/,
    failure: (said) => portInUse({ port: portIn(said), holder: undefined, detail: said }),
  },
  { says: /driver\/library version mismatch/i, failure: gpuDriverUpdated },
  {
    says: /could not select device driver|nvidia-container-cli|nvidia-container-runtime|CDI device injection/i,
    failure: gpuNotGiven,
  },
  { says: /already in use by container|name .* is already/i, status: 409, failure: nameTaken },
  { says: /bind source path does not exist|invalid mount config/, failure: mountSourceMissing },
  { says: /client version .* is too|minimum supported API version/, failure: engineIncompatible },
];

function answerFailure(message: string, statusCode: number, doing: string): Failure {
  const said = message.trim();
  const known = SAYINGS.find(({ says, status }) => says.test(message) && (status ?? statusCode) === statusCode);
  return known?.failure(said, doing) ?? engineError(doing, statusCode === 0 ? said : `${said} (HTTP ${statusCode})`);
}

function portIn(said: string): number | undefined {
  const port = /:(\d+)(?:\/tcp)?(?: failed|:|$)/.exec(said)?.[1];
  return port === undefined ? undefined : Number(port);
}

import { explainToolkit, OUTDATED_SPEC } from '../../core/gpu/explain.ts';
import type { EngineEndpoint } from '../../core/world/world.ts';
import { type Failure, FailureError } from '../../shared/failure.ts';
import {
  engineCannotCopy,
  engineDisconnected,
  engineDiskFull,
  engineError,
  engineForbidden,
  engineIncompatible,
  engineUnreachable,
  runcTooOld,
  watchesUsedUp,
} from '../../shared/failures/engine.ts';
import { gpuDriverUpdated, gpuUnavailableInContainers } from '../../shared/failures/gpu.ts';
import { cdiSpecOutdated } from '../../shared/failures/gpu-containers.ts';
import { mountSourceMissing } from '../../shared/failures/mount.ts';
import { nameTaken } from '../../shared/failures/name.ts';
import { networkGone, networkPoolsUsedUp } from '../../shared/failures/network.ts';
import { addressNotHere, portInUse } from '../../shared/failures/port.ts';
import { shortIds } from '../../shared/short-ids.ts';
import { socketAccess } from './socket-access.ts';

/** The parts of what dockerode and Node's sockets throw; empty or 0 if missing. */
interface Thrown {
  readonly message: string;
  readonly code: string;
  readonly statusCode: number;
}

/** Reads what a request of dockerode threw; the engine's own message comes first. */
export function detailsOf(thrown: unknown): Thrown {
  const record: Record<string, unknown> = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const body =
    typeof record.json === 'object' && record.json !== null && 'message' in record.json
      ? record.json.message
      : undefined;
  const ownMessage = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    message: typeof body === 'string' ? body : ownMessage,
    code: typeof record.code === 'string' ? record.code : '',
    statusCode: typeof record.statusCode === 'number' ? record.statusCode : 0,
  };
}

/** Ignores an error that means "already in that state", by the engine's HTTP status; throws every other. */
export const unlessStatus =
  (...codes: readonly number[]) =>
  (thrown: unknown): void => {
    if (!(thrown instanceof FailureError && codes.includes(detailsOf(thrown.cause).statusCode))) throw thrown;
  };

/** Ignores the refusal to resume a container that is not paused, which has status 500 in all releases so far. */
export function unlessNotPaused(thrown: unknown): void {
  const { statusCode, message } = detailsOf(thrown instanceof FailureError ? thrown.cause : thrown);
  const refused = [304, 409, 500].includes(statusCode) && /is not paused/.test(message);
  if (!refused && statusCode !== 304) throw thrown;
}

/** The Failure for an engine error; `doing` completes "Docker could not …". */
export function engineFailure(thrown: unknown, doing: string, endpoint: EngineEndpoint): FailureError {
  if (thrown instanceof FailureError) return thrown;
  const { message, code, statusCode } = detailsOf(thrown);
  return new FailureError(
    connectionFailure(code, message, endpoint) ?? responseFailure(message, statusCode, doing),
    thrown,
  );
}

/** Failures by the connection's error code. */
const CONNECTION: Readonly<Record<string, (evidence: string, socket: string | null) => Failure>> = {
  ECONNREFUSED: engineUnreachable,
  ENOENT: engineUnreachable,
  ECONNRESET: engineDisconnected,
  EPIPE: engineDisconnected,
  ENOTFOUND: engineUnreachable,
  EHOSTUNREACH: engineUnreachable,
  ETIMEDOUT: engineUnreachable,
  EACCES: forbidden,
  EPERM: forbidden,
};

function forbidden(evidence: string, socket: string | null): Failure {
  return engineForbidden(evidence, socketAccess(socket ?? '/var/run/docker.sock'));
}

function connectionFailure(code: string, message: string, { host, context, socket }: EngineEndpoint): Failure | null {
  const failure = CONNECTION[code] ?? (/socket hang up/.test(message) ? engineDisconnected : null);
  const named =
    context === 'default' ? '' : context === 'DOCKER_HOST' ? ' (by DOCKER_HOST)' : ` (Docker context ${context})`;
  return failure?.(`${host}${named}: ${message}`, socket) ?? null;
}

/** An engine's error message as a pattern, and its Failure; `doing` completes "Docker could not …". */
interface ErrorPattern {
  readonly pattern: RegExp;
  /** Required HTTP status, if any. */
  readonly status?: number;
  readonly failure: (message: string, doing: string) => Failure;
}

/** The first match applies. */
const ERROR_PATTERNS: readonly ErrorPattern[] = [
  {
    pattern: /path escapes from parent|(?:mkdirat|statat|openat) \S+: file exists/,
    failure: (message, doing) => engineCannotCopy(doing, message),
  },
  { pattern: /namespace \{"time"/, failure: (message, doing) => runcTooOld(doing, message) },
  {
    pattern: /port is already allocated|address already in use/,
    failure: (message) => portInUse({ port: portIn(message), holder: undefined, detail: message }),
  },
  {
    pattern: /no space left on device|disk quota exceeded/i,
    failure: (message, doing) => engineDiskFull(doing, message),
  },
  {
    pattern: /address pools have been fully subnetted|could not find an available, non-overlapping IPv4 address pool/,
    failure: networkPoolsUsedUp,
  },
  { pattern: /cannot assign requested address|listen ip .* is not a local/, failure: addressNotHere },
  { pattern: /inotify|too many open files/i, failure: (message, doing) => watchesUsedUp(doing, message) },
  { pattern: /driver\/library version mismatch/i, failure: gpuDriverUpdated },
  { pattern: OUTDATED_SPEC, failure: cdiSpecOutdated },
  {
    pattern:
      /could not select device driver|nvidia-container-cli|nvidia-container-runtime|CDI device|discover GPU vendor/i,
    failure: (message) => explainToolkit(message) ?? gpuUnavailableInContainers(message),
  },
  { pattern: /already in use by container|name .* is already/i, status: 409, failure: nameTaken },
  // A start in a network that is gone; newer engines put more words before these.
  { pattern: /network \S+ not found/, status: 404, failure: (message, doing) => networkGone(doing, message) },
  { pattern: /bind source path does not exist|invalid mount config/, failure: mountSourceMissing },
  { pattern: /client version .* is too|minimum supported API version/, failure: engineIncompatible },
];

function responseFailure(untrimmed: string, statusCode: number, action: string): Failure {
  const message = shortIds(untrimmed.trim());
  const doing = shortIds(action);
  const known = ERROR_PATTERNS.find(
    ({ pattern, status }) => pattern.test(message) && (status ?? statusCode) === statusCode,
  );
  return (
    known?.failure(message, doing) ?? engineError(doing, statusCode === 0 ? message : `${message} (HTTP ${statusCode})`)
  );
}

function portIn(message: string): number | undefined {
  const port = /:(\d+)(?:\/tcp)?(?: failed|:|$)/.exec(message)?.[1];
  return port === undefined ? undefined : Number(port);
}

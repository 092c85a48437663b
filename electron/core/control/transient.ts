import type { Failure } from '../../shared/failure.ts';

/** Retries after a transient failure, and the delay before each. */
export const MAX_RETRIES = 3;
export const RETRY_DELAY_MS = 1000;

/**
 * Whether a failure may come from a request of a killed process, which the engine still executes: a name is suddenly
 * taken, or a container that is "created" already uses its port.
 */
export const mayBeTransient = ({ code, detail }: Failure): boolean =>
  code === 'name/taken' || code === 'port/in-use' || detail.includes('(HTTP 409)');

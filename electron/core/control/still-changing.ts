import type { Failure } from '../../shared/failure.ts';

/** How often something that is still changing is looked at again, and how long to wait before each look, ms. */
export const MAX_LOOKS_AGAIN = 3;
export const LOOK_AGAIN_MS = 1000;

/**
 * Whether a failure may come from a request that a killed process left behind: the engine still carries it out, so a
 * name is suddenly taken, or a container that is "created" already holds its port.
 */
export const stillChanging = ({ code, detail }: Failure): boolean =>
  code === 'name/taken' || code === 'port/in-use' || detail.includes('(HTTP 409)');

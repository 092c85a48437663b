import type { Failure } from '../../shared/failure.ts';

/** Whether a pass failed because its engine cannot be used now; it is resumed once the engine answers again. */
export const isEngineAway = ({ code }: Failure): boolean =>
  code === 'engine/unreachable' || code === 'engine/forbidden';

/** Time between two readings, in milliseconds, beyond which nothing is known of what happened in between. */
export const MAX_STEP_MS = 60_000;

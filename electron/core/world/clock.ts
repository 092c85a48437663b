/** Time, injected so that tests can control it; milliseconds. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once after `ms`; returns a cancel function. */
  after(ms: number, run: () => void): () => void;
}

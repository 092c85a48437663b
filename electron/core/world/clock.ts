/** Time, injected so that tests can control it; milliseconds. */
export interface Clock {
  /**
   * Milliseconds since 1970, for what is shown, stored, or compared with times of other computers and processes. It jumps
   * when somebody, or a time server, sets the clock.
   */
  now(): number;
  /** Milliseconds since some moment of this process, for its deadlines and ages: it never jumps. */
  monotonic(): number;
  /** Runs once after `ms`; returns a cancel function. */
  after(ms: number, run: () => void): () => void;
}

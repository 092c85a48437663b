/** A running nvidia-smi. */
export interface SmiChild {
  kill(): void;
}

export interface SmiEvents {
  line(text: string): void;
  /** Called once, when it has ended; `missing`: it could not be started. `lastWords` is what it said beside readings. */
  end(missing: boolean, lastWords: string): void;
}

/** Starts nvidia-smi. */
export interface SmiPort {
  start(args: readonly string[], events: SmiEvents): SmiChild;
}

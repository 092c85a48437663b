/** A running nvidia-smi. */
export interface SmiChild {
  kill(): void;
}

export interface SmiEvents {
  line(text: string): void;
  /** Called once, after its end; `missing`: it could not be started. `lastWords`: its output other than readings. */
  end(missing: boolean, lastWords: string): void;
}

/** The program nvidia-smi. */
export interface NvidiaSmi {
  start(args: readonly string[], events: SmiEvents): SmiChild;
}

/** Calls that are under way, and those who wait for their end. */
export class Calls {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** Runs a call. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await call();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) for (const go of this.#waiting.splice(0)) go();
    }
  }

  /** Resolves once no call is under way. */
  async ended(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

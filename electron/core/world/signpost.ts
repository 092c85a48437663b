/** The app's listener on the idle mode's port, as every process of the product sees it. */
export interface SignpostClaims {
  /** Whether the app's own listener has the port, so that it counts as free. */
  has(port: number): boolean;
  /** Whether an app runs that may listen somewhere. */
  isThere(): boolean;
  /**
   * Asks the app to leave ports of an address, and waits until they are free, for some seconds. Never throws: where they
   * stay taken, the engine says so.
   */
  giveBack(address: string, ports: readonly number[], signal: AbortSignal): Promise<void>;
}

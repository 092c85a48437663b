/**
 * Calls each listener. One that throws, such as a view that is broken, must neither keep the others from being called nor
 * end what they listen to, and is not hidden: its error is logged.
 */
export function callEach<L>(listeners: Iterable<L>, call: (listener: L) => void): void {
  for (const listener of listeners) {
    try {
      call(listener);
    } catch (thrown) {
      console.error(thrown);
    }
  }
}

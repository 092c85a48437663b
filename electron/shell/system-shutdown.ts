/** Electron's powerMonitor, as far as it tells of a shutdown. */
interface ShutdownSource {
  on(event: 'shutdown', listener: (...given: readonly unknown[]) => void): unknown;
}

/**
 * Calls `quit` when the computer is about to shut down or reboot, and has it wait for the app's end: for the some seconds
 * that logind grants. Nothing can be asked then; the next start completes what is left.
 */
export function quitBeforeShutdown(source: ShutdownSource, quit: () => void): void {
  source.on('shutdown', (event) => {
    if (canWait(event)) event.preventDefault();
    quit();
  });
}

/** Electron's types do not have the event's argument. */
const canWait = (event: unknown): event is { preventDefault(): void } =>
  typeof event === 'object' &&
  event !== null &&
  'preventDefault' in event &&
  typeof event.preventDefault === 'function';

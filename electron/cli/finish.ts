/** Ends the process with this exit code after flushing its output. */
export function finish(code: number): void {
  process.exitCode = code;
  // An open connection to the engine must not keep the process alive.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/** A reader such as `head` may close the pipe early; that is not an error. */
export const allowClosedPipe = (): void =>
  void process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

/** Ends the process with a code, once all is written. */
export function finish(code: number): void {
  process.exitCode = code;
  // An engine's open connection must not keep the process alive; what was printed is flushed first.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/** A reader such as `head` closes the pipe early; that is no error. */
export const allowClosedPipe = (): void =>
  void process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

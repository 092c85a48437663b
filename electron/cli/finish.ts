/** Ends the process with a code, once all is written. */
export function finish(code: number): void {
  process.exitCode = code;
  // A connection that an engine keeps open must not keep the command: what is printed is written first.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/** Who reads only the first lines (`| head`) closes the pipe; that is no error. */
export const allowClosedPipe = (): void =>
  void process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

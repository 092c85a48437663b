/** Ends the process with this exit code after flushing its output. */
export function finish(code: number): void {
  process.exitCode = code;
  // An open connection to the engine must not keep the process alive.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

let isChanging = false;

/** A switch begins: it is finished, with its own exit code, even if nobody reads its output any more. */
export function beginChange(): void {
  isChanging = true;
}

/** A reader such as `head` may close the pipe early; that is not an error, and ends only what just prints. */
export const allowClosedPipe = (): void =>
  void process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(1);
    if (!isChanging) process.exit(0);
  });

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

/**
 * A reader such as `head` may close the pipe early; that is not an error, and ends only what just prints. The same for a
 * terminal that is gone, or a full disk, which are errors.
 */
export function allowClosedPipe(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (!isChanging) process.exit(code === 'EPIPE' ? 0 : 1);
  });
  // What stderr would have said is in the exit code as well.
  process.stderr.on('error', () => undefined);
}

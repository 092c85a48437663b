import { FailureError, failureOf } from '../shared/failure.ts';
import { interruptedByUser } from '../shared/failures/run.ts';
import { createCommandContext } from './command-context.ts';
import { type CommandContext, exit, type Open, type Options } from './io.ts';
import { printFailure } from './print.ts';

/** SIGHUP: the terminal was closed, maybe while builds are waited for: then they start again, as after Ctrl-C. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a command and returns its exit code: Ctrl-C aborts it, and a thrown error is printed as a failure and sets the exit code. */
export async function guarded<T>(
  options: Options,
  open: Open<T>,
  work: (context: CommandContext<T>) => Promise<number>,
): Promise<number> {
  const abort = new AbortController();
  const stop = (): void => {
    // On a second Ctrl-C, do not wait for the step to end; the next pass repairs what is left.
    if (abort.signal.aborted) process.exit(exit.interrupted);
    abort.abort(new FailureError(interruptedByUser()));
  };
  for (const name of SIGNALS) process.on(name, stop);
  const context = createCommandContext(options, open, abort.signal);
  try {
    return await work(context);
  } catch (thrown) {
    const failure = failureOf(thrown);
    printFailure(failure, context);
    return failure.code === 'run/interrupted'
      ? exit.interrupted
      : failure.code === 'usage/invalid'
        ? exit.usage
        : exit.failed;
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
  }
}

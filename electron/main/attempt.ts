import { failureOf } from '../shared/failure.ts';
import type { AppLog } from '../shell/app-log.ts';
import type { createNotifier } from '../shell/notify.ts';

export interface AttemptWorld {
  readonly log: AppLog;
  readonly notify: ReturnType<typeof createNotifier>;
  /** Called after a failure, to restore the true state in the tray. */
  failed(): void;
}

/** Runs a fire-and-forget action. */
export type Attempt = (action: () => Promise<void>) => void;

/** Returns a function that runs an action; logs and notifies when a fire-and-forget action fails. */
export const createAttempt =
  ({ log, notify, failed }: AttemptWorld): Attempt =>
  (action) => {
    // What is thrown before anything is waited for counts as well.
    const done = async (): Promise<void> => action();
    done().catch((thrown: unknown) => {
      const { title, detail } = failureOf(thrown);
      log.warn(`${title}: ${detail}`);
      notify({ title, body: detail.split('\n')[0] ?? '' });
      failed();
    });
  };

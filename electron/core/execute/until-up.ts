import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';

/** What Jenkins logs once it answers (hudson.lifecycle.Lifecycle#onReady), in any language of its page. */
const IS_UP = /\bJenkins is fully up and running\b/;

/** Waits between looks at a Jenkins that starts. */
export interface UntilUp {
  /** Waits so many milliseconds, or until the log says that Jenkins is up; rejects with the signal's reason when aborted. */
  wait(ms: number): Promise<void>;
  /** Reads the log no longer. */
  end(): void;
}

/**
 * Follows the log of a container in which Jenkins starts, which costs Jenkins nothing: each look at its page takes 5 ms from
 * its start. Where the log cannot be read, or does not say it, only the time counts.
 */
export function untilUp(
  container: string,
  { engine, clock }: Pick<World, 'engine' | 'clock'>,
  signal: AbortSignal,
): UntilUp {
  const ended = new AbortController();
  let isUp = false;
  let wake = (): void => undefined;
  const aborted = (): void => wake();
  signal.addEventListener('abort', aborted, { once: true });
  const line = (text: string): void => {
    if (!IS_UP.test(text)) return;
    isUp = true;
    wake();
  };
  const follow = async (): Promise<void> =>
    engine.followLog(container, { tail: 0 }, line, AbortSignal.any([signal, ended.signal]));
  void follow().catch(() => undefined);
  return {
    async wait(ms) {
      const woken = new AbortController();
      wake = () => woken.abort();
      if (isUp || signal.aborted) wake();
      await sleep(clock, ms, woken.signal).catch(() => undefined);
      // One look at once; what is not ready then is looked at as before.
      isUp = false;
      signal.throwIfAborted();
    },
    end() {
      signal.removeEventListener('abort', aborted);
      ended.abort();
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than anything takes on a busy machine; a wait ends as soon as the thing is there. */
export const PATIENCE_MS = 90_000;

/** Calls `ask` until it returns something other than undefined, null or false; throws on timeout, naming `what`. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = PATIENCE_MS,
): Promise<Exclude<T, undefined | null | false>> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isPresent(answer)) return answer;
    if (Date.now() > end) throw new Error(`There was no ${what} within ${withinMs / 1000} s.`);
    await sleep(50);
  }
}

function isPresent<T>(answer: T): answer is Exclude<T, undefined | null | false> {
  return answer !== undefined && answer !== null && answer !== false;
}

import { setTimeout as sleep } from 'node:timers/promises';

/** Calls `ask` until it returns something other than undefined, null or false; throws on timeout, naming `what`. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = 20_000,
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

import type { Page } from 'playwright';
import type { Result } from '../../electron/shared/failure.ts';
import type { CallName, CallResults } from '../../electron/shared/ipc.ts';
import type { Pushes } from '../../electron/shared/ipc-channels.ts';

/** A call through the window's bridge, as its views make it; `argument` may be anything. */
export function callFrom<N extends CallName>(page: Page, name: N, argument?: unknown): Promise<Result<CallResults[N]>> {
  return callAny(page, name, argument);
}

/** Like `callFrom`, with any name. */
export async function callAny<T>(page: Page, name: string, argument: unknown): Promise<Result<T>> {
  const given: readonly [string, string, unknown] = ['jenkinsTray', name, argument];
  return page.evaluate(([bridge, called, value]) => Reflect.get(window, bridge).call(called, value), given);
}

/** Collects what main pushes from now on; returns a function that reads it. */
export async function heard<P extends keyof Pushes>(page: Page, name: P): Promise<() => Promise<readonly Pushes[P][]>> {
  await page.evaluate((push) => {
    const list: unknown[] = [];
    Reflect.set(window, `heard-${push}`, list);
    Reflect.get(window, 'jenkinsTray').on(push, (value: unknown) => list.push(value));
  }, name);
  return () => page.evaluate((push) => Reflect.get(window, `heard-${push}`), name);
}

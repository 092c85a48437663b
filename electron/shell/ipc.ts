import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { err, FailureError, failureOf, ok, type Result } from '../shared/failure.ts';
import { invalidCall } from '../shared/failures/usage.ts';
import { harmlessData } from '../shared/harmless.ts';
import { type Argument, type CallName, type CallResults, calls } from '../shared/ipc.ts';
import { channels } from '../shared/ipc-channels.ts';

/** One function for each call of the contract; a missing or extra one does not compile. */
export type Handlers = {
  readonly [N in CallName]: (argument: Argument<N>) => Promise<CallResults[N]> | CallResults[N];
};

/** The part of the contract that is used here: a schema for each call's argument. */
type Contract = {
  readonly [N in CallName]: {
    readonly argument: {
      safeParse(
        value: unknown,
      ):
        | { readonly success: true; readonly data: Argument<N> }
        | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } };
    };
  };
};
const contract: Contract = calls;

/** Maximum length of an argument as JSON; a whole settings document has about 2000 characters. */
const MAX_CHARACTERS = 128 * 1024;

/** Serves the window's calls: checks the sender, parses the argument, and returns a Result. */
export function serveCalls(handlers: Handlers, trusted: (event: IpcMainInvokeEvent) => boolean): void {
  ipcMain.handle(channels.call, async (event, name: unknown, argument: unknown): Promise<Result<unknown>> => {
    try {
      if (!trusted(event)) throw new FailureError(invalidCall('Only the window of Jenkins Tray may call this.'));
      if (!isCall(name)) throw new FailureError(invalidCall(`There is no call "${String(name).slice(0, 100)}".`));
      if (tooLong(argument)) throw new FailureError(invalidCall(`${name}: the argument is too long.`));
      return ok(harmlessData<unknown>(await dispatch(handlers, name, argument)));
    } catch (thrown) {
      return err(harmlessData(failureOf(thrown)));
    }
  });
}

function dispatch<N extends CallName>(
  handlers: Handlers,
  name: N,
  argument: unknown,
): Promise<CallResults[N]> | CallResults[N] {
  const parsed = contract[name].argument.safeParse(argument);
  if (!parsed.success)
    throw new FailureError(invalidCall(`${name}: ${parsed.error.issues[0]?.message ?? 'not a valid argument'}`));
  return handlers[name](parsed.data);
}

const isCall = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(calls, name);

function tooLong(argument: unknown): boolean {
  try {
    return (JSON.stringify(argument) ?? '').length > MAX_CHARACTERS;
  } catch {
    return true; // a circular value or a bigint, which no call accepts
  }
}

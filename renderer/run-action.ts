import type { Failure } from '../electron/shared/failure.ts';
import type { CallName, CallParameters, CallResults } from '../electron/shared/ipc.ts';
import { call, onSituation } from './store.ts';
import { createValue, useValue } from './value.ts';

const failed = createValue<Failure | null>(null);

/** Why the last `runAction` failed; null after a success or when dismissed. */
export const useFailedAction = (): Failure | null => useValue(failed);
export const dismissFailedAction = (): void => failed.set(null);

/** What failed for a reason of Jenkins, its engine, its images or other work is over once that has changed. */
const depends = ({ code }: Failure): boolean =>
  /^(jenkins|engine|lock|consent|run|home|image|upgrade|snapshot)\//.test(code);
onSituation(() => {
  const failure = failed.get();
  if (failure !== null && depends(failure)) failed.set(null);
});

/** Calls main for a simple action (open, copy, pick); a failure is shown at the bottom of the window and returns null. */
export async function runAction<N extends CallName>(
  name: N,
  ...argument: CallParameters<N>
): Promise<{ readonly value: CallResults[N] } | null> {
  const answer = await call(name, ...argument);
  failed.set(answer.ok ? null : answer.failure);
  return answer.ok ? { value: answer.value } : null;
}

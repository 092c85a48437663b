import { buildName } from '../../shared/build-name.ts';
import { FailureError } from '../../shared/failure.ts';
import { snapshotDuringBuilds } from '../../shared/failures/snapshot.ts';
import type { Drainer } from './drainer.ts';
import type { Execution } from './execution.ts';

/** While a snapshot is made of a Jenkins that runs, it is asked this often to start no builds; without that it does after a minute. */
const HOLD_MS = 20_000;

/** Keeps asking that no builds start, and gives up with `snapshot/builds` if one has. */
export async function whileHeld<T>(
  drainer: Drainer,
  { world: { clock } }: Pick<Execution, 'world'>,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const held = AbortSignal.any([signal, lost.signal]);
  let stop = (): void => undefined;
  const hold = async (): Promise<void> => {
    const now = await drainer.hold('now', held).catch(() => null);
    if (held.aborted) return;
    if (now?.ok === true && now.value.running > 0)
      lost.abort(new FailureError(snapshotDuringBuilds(now.value.builds.map(buildName))));
    stop = clock.after(HOLD_MS, () => void hold());
  };
  stop = clock.after(HOLD_MS, () => void hold());
  try {
    return await work(held);
  } finally {
    lost.abort();
    stop();
  }
}

import { useCallback, useEffect, useState } from 'preact/hooks';
import { err, type Failure, failureOf, type Result } from '../electron/shared/failure.ts';
import { initialSnapshot } from '../electron/shared/initial-snapshot.ts';
import type { Bridge, CallName, CallParameters, CallResults } from '../electron/shared/ipc.ts';
import { situationOf } from '../electron/shared/situation.ts';
import type { Activity, Snapshot } from '../electron/shared/snapshot.ts';
import { createValue, useValue } from './value.ts';

declare global {
  interface Window {
    readonly jenkinsTray: Bridge;
  }
}

const snapshots = createValue<Snapshot>(initialSnapshot);
/** A run, in progress or ended. */
export type Working = Extract<Activity, { kind: 'working' }>;
const lastRun = createValue<Working | null>(null);
const situation = createValue('');

/** Calls back when engine, Jenkins, a switch or a job is in another state than before. */
export const onSituation = (changed: () => void): (() => void) => situation.follow(changed);

/**
 * Subscribes to main's snapshots, and calls `render` once there is a first one: at once where the page has it, so that the
 * window's first frame is the real one. Call once.
 */
export async function connect(render: () => void): Promise<void> {
  const take = (next: Snapshot): void => {
    // The first call may resolve after a newer push.
    if (next.revision < snapshots.get().revision) return;
    if (next.activity.kind === 'working') lastRun.set(next.activity);
    snapshots.set(next);
    const now = situationOf(next);
    if (now !== situation.get()) situation.set(now);
  };
  window.jenkinsTray.on('snapshot', take);
  const first = snapshotOfPage();
  if (first !== null) {
    take(first);
    render();
    // The first frame comes first.
    await new Promise((idle) => requestIdleCallback(idle));
  }
  // A page that was loaded again may have missed a push.
  const answer = await call('snapshot');
  if (answer.ok && answer.value.revision !== first?.revision) take(answer.value);
  if (first === null) render();
}

/** Null in a page that main did not serve. */
function snapshotOfPage(): Snapshot | null {
  const json = document.getElementById('snapshot')?.textContent ?? '';
  return json === '' ? null : JSON.parse(json);
}

/** The newest snapshot; re-renders on each new one. */
export const useSnapshot = (): Snapshot => useValue(snapshots);

/** The newest run that this window saw, running or ended; null before the first. */
export const useLastRun = (): Working | null => useValue(lastRun);

/** Calls main according to the contract (`shared/ipc.ts`). Never throws: errors are returned as failures. */
export async function call<N extends CallName>(
  name: N,
  ...argument: CallParameters<N>
): Promise<Result<CallResults[N]>> {
  try {
    return await window.jenkinsTray.call(name, ...argument);
  } catch (thrown) {
    return err(failureOf(thrown));
  }
}

/** How often this page was shown after it had been loaded. */
const showings = createValue(0);
/** Makes every query ask again. */
export const askAgain = (): void => showings.set(showings.get() + 1);

export type QueryState<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Calls main once, and again when `key` changes, `reload` is called, or the page is shown that was loaded before; keeps the old
 * answer until the new one arrives.
 */
export function useQuery<N extends CallName>(
  name: N,
  key: string | number,
  ...argument: CallParameters<N>
): { readonly answer: QueryState<CallResults[N]>; readonly reload: () => void } {
  const [answer, setAnswer] = useState<QueryState<CallResults[N]>>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  const shown = useValue(showings);
  // `key` stands for the argument, which is a new object each time.
  useEffect(() => {
    let wanted = true;
    void call(name, ...argument).then((result) => {
      if (wanted)
        setAnswer(result.ok ? { kind: 'loaded', value: result.value } : { kind: 'failed', failure: result.failure });
    });
    return () => {
      wanted = false;
    };
  }, [name, key, round, shown]);
  const reload = useCallback(() => setRound((value) => value + 1), []);
  return { answer, reload };
}

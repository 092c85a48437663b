import { useEffect } from 'preact/hooks';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import { useSnapshot } from '../store.ts';
import { createValue, useValue } from '../value.ts';
import type { RunState } from './outcome.ts';

/** The phase of the first start. `before`: the state when the run began; `opened`: Jenkins' page was already opened. */
export type Phase =
  | { readonly kind: 'ask' }
  | { readonly kind: 'preview'; readonly mode: JenkinsMode }
  | { readonly kind: 'run'; readonly mode: JenkinsMode; readonly before: RunState; readonly opened: boolean };

const going = createValue(false);
const phase = createValue<Phase>({ kind: 'ask' });

/** Whether the first start is shown: from a new user's first snapshot until they finish. */
export function useFirstStart(): boolean {
  const { firstTime } = useSnapshot();
  const shown = useValue(going);
  useEffect(() => {
    // `firstTime` turns false when the run begins, but the first start lasts until the run ends.
    if (firstTime) going.set(true);
  }, [firstTime]);
  return shown || firstTime;
}

/** Kept while the user looks at another view. */
export const usePhase = (): Phase => useValue(phase);
export const setPhase = (next: Phase): void => phase.set(next);
export const endFirstStart = (): void => going.set(false);

import { useEffect } from 'preact/hooks';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import { useSnapshot } from '../store.ts';
import { createValue, useValue } from '../value.ts';
import type { Standing } from './outcome.ts';

/** Where the user is in it. `before` is how Jenkins stood when the run began; `opened`: Jenkins' page was opened, once. */
export type Phase =
  | { readonly kind: 'ask' }
  | { readonly kind: 'preview'; readonly mode: JenkinsMode }
  | { readonly kind: 'run'; readonly mode: JenkinsMode; readonly before: Standing; readonly opened: boolean };

const going = createValue(false);
const phase = createValue<Phase>({ kind: 'ask' });

/** Whether the first start is on the screen: from the first snapshot of a new user until they are through with it. */
export function useFirstStart(): boolean {
  const { firstTime } = useSnapshot();
  const shown = useValue(going);
  useEffect(() => {
    // The request is stored as soon as the run begins; its end is still part of the first start.
    if (firstTime) going.set(true);
  }, [firstTime]);
  return shown || firstTime;
}

/** Kept while the user looks at another view. */
export const usePhase = (): Phase => useValue(phase);
export const setPhase = (next: Phase): void => phase.set(next);
export const endFirstStart = (): void => going.set(false);

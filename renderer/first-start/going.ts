import { useEffect } from 'preact/hooks';
import { useSnapshot } from '../store.ts';
import { createValue, useValue } from '../value.ts';

const going = createValue(false);

/** Whether the first start is on the screen: from the first snapshot of a new user until they are through with it. */
export function useFirstStart(): boolean {
  const { firstTime } = useSnapshot();
  const shown = useValue(going);
  useEffect(() => {
    // The wish is stored as soon as the run begins; its end is still part of the first start.
    if (firstTime) going.set(true);
  }, [firstTime]);
  return shown || firstTime;
}

export const endFirstStart = (): void => going.set(false);

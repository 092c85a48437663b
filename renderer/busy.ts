import { holdsHome } from '../electron/shared/home-job.ts';
import type { Snapshot } from '../electron/shared/snapshot.ts';
import { isWorking } from '../electron/shared/state-words.ts';

/** Whether something is being done that nothing else may disturb, a cancel on its way back included: no switch is offered then. */
export const isBusy = (snapshot: Pick<Snapshot, 'activity' | 'jenkins' | 'job'>): boolean =>
  isWorking(snapshot) || holdsHome(snapshot.job);

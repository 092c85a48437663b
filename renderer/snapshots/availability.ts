import type { Snapshot } from '../../electron/shared/snapshot.ts';
import { isWorking } from '../../electron/shared/state-words.ts';

/** What can be asked for now. */
export interface Availability {
  /** Reading a snapshot: verify, export. */
  readonly reads: boolean;
  /** Making, restoring, importing and deleting one, upgrading Jenkins, removing an image. */
  readonly changes: boolean;
  /** Why something of this cannot be asked for. */
  readonly why: 'no-engine' | 'busy' | null;
}

/** One job at a time, and none that changes anything during a switch. */
export function availabilityOf(snapshot: Snapshot): Availability {
  const { engine, job } = snapshot;
  if (engine.kind !== 'connected') return { reads: false, changes: false, why: 'no-engine' };
  const isFree = job?.state !== 'running';
  const changes = isFree && !isWorking(snapshot);
  // This process has no other job then, and reading needs no lock.
  const reads = isFree || job.isElsewhere === true;
  return { reads, changes, why: changes ? null : 'busy' };
}

import type { Snapshot } from '../../shared/snapshot.ts';

/** Whether a container is being stopped right now. */
export const isStopping = ({ activity }: Pick<Snapshot, 'activity'>): boolean =>
  activity.kind === 'working' && activity.steps.some(({ kind, state }) => state === 'running' && kind === 'stop');

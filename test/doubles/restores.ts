import { createSnapshot } from '../../electron/core/control/home-snapshots.ts';
import type { HomeSnapshot } from '../../electron/shared/home-snapshot.ts';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import { Machine } from './model-engine/machine.ts';

/** Restores of a home that Jenkins has used since its snapshot. */

export const SINCE = 'what Jenkins did since the snapshot';

export const saveHome = (machine: Machine): Promise<HomeSnapshot> =>
  createSnapshot(
    machine.process().world,
    { version: '1', output: () => undefined },
    { wait: null, without: 'nothing' },
    new AbortController().signal,
  );

/** A Jenkins in this mode, with a snapshot of its home. */
export async function saved(mode: JenkinsMode): Promise<{ machine: Machine; snapshot: HomeSnapshot }> {
  const machine = await Machine.running(mode);
  machine.settings = { ...machine.settings, timeouts: { ...machine.settings.timeouts, ready: 5 } };
  machine.behaviour = () => ({ readyAfter: 150 });
  const snapshot = await saveHome(machine);
  machine.upgrades.usedBy = [...machine.upgrades.usedBy, SINCE];
  machine.record.length = 0;
  return { machine, snapshot };
}

export const isRestored = ({ upgrades }: Machine): boolean => !upgrades.usedBy.includes(SINCE);

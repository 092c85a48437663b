import { Observer } from '../../electron/core/control/observer.ts';
import { RequestQueue } from '../../electron/core/control/request-queue.ts';
import { Snapshots } from '../../electron/core/control/snapshots.ts';
import type { World } from '../../electron/core/world/world.ts';
import { initialSnapshot } from '../../electron/shared/initial-snapshot.ts';
import type { Machine } from './model-engine/machine.ts';

/** An observer of a machine, whose world may differ; `soon`: the delays after which it wants to look again, ms. */
export function observing(machine: Machine, change: (world: World) => Partial<World> = () => ({})) {
  const { world } = machine.process();
  const used = { ...world, ...change(world) };
  const snapshots = new Snapshots(initialSnapshot);
  const closing = new AbortController();
  const queue = new RequestQueue(used.lock, snapshots, closing.signal);
  const soon: number[] = [];
  const observer = new Observer({
    ...{ world: used, version: '1.0.0', snapshots, queue, closing: closing.signal },
    refreshSoon: (ms) => soon.push(ms),
  });
  return { observer, snapshots, queue, soon, closing };
}

/** What a snapshot shows while a request of this process is at work. */
export const atWork = {
  kind: 'working',
  to: 'dood',
  startedAt: 0,
  steps: [],
  output: [],
  cancellable: true,
} as const;

import type { World } from '../world/world.ts';
import type { Controller } from './controller.ts';
import { firstSnapshot } from './first-snapshot.ts';
import { Observer } from './observer.ts';
import { Snapshots } from './snapshots.ts';

/** A process that only looks has no requests of its own. */
const NO_REQUESTS = { isRunning: false, completed: 0 } as const;

/**
 * Observes as a controller does, without what carries out requests: for `status`, which prompts run often, that would be
 * half of what is loaded.
 */
export function createOnlooker(world: World, version: string): Pick<Controller, 'refresh'> {
  const observer = new Observer({
    world,
    version,
    snapshots: new Snapshots(firstSnapshot(world)),
    queue: NO_REQUESTS,
    closing: new AbortController().signal,
    refreshSoon: () => undefined,
  });
  return { refresh: (signal) => observer.refresh(signal) };
}

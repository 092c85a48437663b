import type { HomeSnapshot, SnapshotEstimate, SnapshotsView } from '../../shared/home-snapshot.ts';
import { measureSnapshot } from '../execute/make-snapshot.ts';
import { snapshotFolder } from '../execute/snapshot-place.ts';
import { listSnapshots } from '../execute/snapshot-store.ts';
import { homeName } from '../world/home-name.ts';
import type { World } from '../world/world.ts';
import { snapshotTools } from './home-snapshots.ts';

const silent = { version: '', output: () => undefined };

/** The snapshots of the home, newest first, and where they are. Throws FailureError. */
export async function snapshotsView(given: World, signal: AbortSignal): Promise<SnapshotsView> {
  const tools = await snapshotTools(given, silent, signal);
  const { world, settings } = tools;
  const list = await listSnapshots(tools, signal);
  return {
    ...{ folder: snapshotFolder(world, settings), home: homeName(world), list },
    workspaces: settings.snapshots.workspaces,
  };
}

/** What a snapshot would take now. Throws FailureError. */
export async function measureNow(
  given: World,
  without: HomeSnapshot['without'],
  signal: AbortSignal,
): Promise<SnapshotEstimate> {
  const tools = await snapshotTools(given, silent, signal);
  return measureSnapshot({ image: tools.image, without }, tools, signal);
}

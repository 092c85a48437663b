import { FailureError } from '../../shared/failure.ts';
import { noSnapshotImage } from '../../shared/failures/snapshot.ts';
import { snapshotsBeside } from '../../shared/home-snapshot.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import { jenkinsOf } from '../stack/labels.ts';
import type { Names } from '../stack/names.ts';
import type { OneShot } from '../world/engine.ts';
import { homeName } from '../world/home-name.ts';
import type { World } from '../world/world.ts';

/** Where the snapshots are in a one-shot container. */
export const SNAPSHOTS = '/mnt/jenkins-tray-snapshots';

/** The folder, or volume, of a home's snapshots: the setting, or one beside the home. */
export const snapshotFolder = (world: Pick<World, 'home' | 'homeVolume'>, { snapshots }: Settings): string =>
  snapshots.folder === '' ? snapshotsBeside(homeName(world)) : snapshots.folder;

/** The folder of snapshots as a one-shot container has it; the engine makes one that is missing. */
export const snapshotBind = (folder: string, readOnly = false): OneShot['binds'][number] => ({
  source: folder,
  target: SNAPSHOTS,
  readOnly,
});

/** Whether a folder is not there, as far as this user can see; the engine would make it, for root. */
export const isMissing = async (folder: string, { host, endpoint }: World): Promise<boolean> =>
  endpoint.socket !== null && (await host.home(folder)).kind === 'missing';

/** Whether there is no folder of snapshots, or no volume for them, yet. */
export const hasNoSnapshots = async (folder: string, world: World, signal: AbortSignal): Promise<boolean> =>
  folder.startsWith('/') ? isMissing(folder, world) : (await world.engine.volume(folder, signal)) === null;

/** The version of the Jenkins that will run in a mode; null: none will, or its image is not there or does not say. */
export async function jenkinsFor(
  mode: Mode,
  { images }: Names,
  { engine }: Pick<World, 'engine'>,
  signal: AbortSignal,
): Promise<string | null> {
  if (mode === 'off') return null;
  const [image] = await engine.imagesNamed([images[mode]], signal);
  return image === undefined ? null : jenkinsOf(image.labels);
}

/** An image with the tools that snapshots need: ours, else their base. Throws `snapshot/no-image`. */
export async function snapshotImage(
  { engine }: Pick<World, 'engine'>,
  { images: { dood, dind } }: Names,
  { images: { jenkinsBase } }: Settings,
  signal: AbortSignal,
): Promise<string> {
  const there = await engine.imagesNamed([dood, dind, jenkinsBase], signal);
  const image = [dood, dind, jenkinsBase].find((wanted) => there.some(({ name }) => name === wanted));
  if (image === undefined) throw new FailureError(noSnapshotImage(jenkinsBase));
  return image;
}

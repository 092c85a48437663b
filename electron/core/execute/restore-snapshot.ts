import { FailureError } from '../../shared/failure.ts';
import { snapshotNewer } from '../../shared/failures/home-history.ts';
import { snapshotDamaged, snapshotNotRestored, snapshotUnknown } from '../../shared/failures/snapshot.ts';
import { isSnapshotName } from '../../shared/home-snapshot.ts';
import { homeSettingOf } from '../../shared/home-volume.ts';
import { labelsOf } from '../stack/labels.ts';
import type { OneShot } from '../world/engine.ts';
import { homeName } from '../world/home-name.ts';
import { confirmHomeUnused } from './confirm-home.ts';
import type { Execution } from './execution.ts';
import { runHomeScript, verdictOf } from './home-script.ts';
import { told } from './make-snapshot.ts';
import { RESTORE_SNAPSHOT } from './restore-home-script.ts';
import { hasNoSnapshots, SNAPSHOTS, snapshotBind, snapshotFolder } from './snapshot-place.ts';

const MAX_WAIT_MS = 86_400_000;
/** Where the folder that has the home in it is in the one-shot container. */
const PLACE = '/mnt/jenkins-tray-place';

export interface RestoreWish {
  readonly name: string;
  /** When it was asked for, ms since 1970: the same request, begun anew, completes what it has begun. */
  readonly stamp: number;
  readonly image: string;
  /** The version of the Jenkins that will run on it; null or absent: none will, or it is unknown. */
  readonly jenkins?: string | null;
}

/** Where the home is now, and what was it before. */
export interface RestoredHome {
  /** The folder or volume. */
  readonly home: string;
  /** The folder or volume that was replaced, and is kept; null: there was none. */
  readonly replaced: string | null;
  /** The new value of the setting `home`, which is stored; null: it stays. */
  readonly setting: string | null;
}

interface Target {
  readonly how: 'swap' | 'into';
  readonly place: string;
  readonly base: string;
  readonly bind: OneShot['binds'][number];
  readonly volume: string | null;
}

/**
 * Restores a snapshot, and keeps what it replaces. No Jenkins runs, and nothing else has the home. Throws `home/in-use`,
 * `home/newer`, `snapshot/unknown`, `snapshot/damaged` and `snapshot/not-restored`, and then the home is as it was.
 */
export async function restoreSnapshot(wish: RestoreWish, run: Execution, signal: AbortSignal): Promise<RestoredHome> {
  const { world, settings } = run;
  const { name, stamp } = wish;
  const folder = snapshotFolder(world, settings);
  // A name is never a path.
  if (!isSnapshotName(name)) throw new FailureError(snapshotUnknown(name, folder));
  await confirmHomeUnused(run, signal);
  const target = await targetOf(stamp, run, signal);
  const [verdict, words, stderr] = await ran(target, target.how, wish, run, signal);
  refuseOther(name, folder, verdict, words);
  if (verdict === 'damaged') throw new FailureError(snapshotDamaged(name, folder, words.join(' ')));
  if (verdict !== 'restored') throw new FailureError(snapshotNotRestored(name, diskOf(target), verdict, words, stderr));
  const restored = restoredAs(words, target, stamp, homeName(world));
  if (restored.setting !== null) {
    const home = restored.setting;
    // The folder beside the new home would hide the snapshots that there are.
    const kept = settings.snapshots.folder === '' && folder.startsWith('/') ? { folder } : {};
    await world.settings.update((now) => ({ ...now, home, snapshots: { ...now.snapshots, ...kept } }));
  }
  // Decided for the plugins of another home.
  await world.homes.rememberPlugins(world.home, null);
  return restored;
}

/**
 * Throws, before anything is stopped, what would keep a restore from its end: somebody else has the home, the snapshot is
 * gone, or there is too little space beside the home. `except`: the containers that stop before it.
 */
export async function confirmRestore(
  wish: RestoreWish,
  except: readonly string[],
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const folder = snapshotFolder(run.world, run.settings);
  if (!isSnapshotName(wish.name) || (await hasNoSnapshots(folder, run.world, signal)))
    throw new FailureError(snapshotUnknown(wish.name, folder));
  await confirmHomeUnused(run, signal, except);
  const { homeVolume } = run.world;
  // The engine would make a volume that is not there.
  const source = homeVolume === undefined || homeVolume.fact === null ? folder : homeVolume.name;
  const inVolume = { source, target: `${PLACE}/home`, readOnly: true };
  const target = homeVolume === undefined ? await folderOf(run.world) : { place: PLACE, base: 'home', bind: inVolume };
  const how = homeVolume === undefined ? 'look' : 'look-into';
  const [verdict, words, stderr] = await ran(target, how, wish, run, signal);
  refuseOther(wish.name, folder, verdict, words);
  if (verdict !== 'fits')
    throw new FailureError(snapshotNotRestored(wish.name, diskOf(target), verdict, words, stderr));
}

/** Throws where there is no such snapshot, or one of a newer Jenkins: an older one would spoil that home. */
function refuseOther(
  name: string,
  folder: string,
  verdict: string,
  [written = '', image = '']: readonly string[],
): void {
  if (verdict === 'no-snapshot') throw new FailureError(snapshotUnknown(name, folder));
  if (verdict === 'newer') throw new FailureError(snapshotNewer(name, written, image));
}

/**
 * Makes what `restoreSnapshot` replaced the home again, if it did; what it restored is kept in its place. Throws
 * `home/in-use` and `snapshot/not-restored`.
 */
export async function undoRestore(wish: RestoreWish, run: Execution, signal: AbortSignal): Promise<void> {
  // What could only be restored elsewhere has replaced nothing.
  if (run.world.homeVolume !== undefined) return;
  await confirmHomeUnused(run, signal);
  const target = await targetOf(wish.stamp, run, signal);
  const [verdict, words, stderr] = await ran(target, 'undo', wish, run, signal);
  if (verdict !== 'restored')
    throw new FailureError(snapshotNotRestored(wish.name, diskOf(target), verdict, words, stderr));
  await run.world.homes.rememberPlugins(run.world.home, null);
}

/** The folder, or volume, in which a snapshot is unpacked. */
const diskOf = ({ bind }: Pick<Target, 'bind'>): string => bind.source;

async function ran(
  { place, base, bind }: Pick<Target, 'place' | 'base' | 'bind'>,
  how: Target['how'] | 'undo' | 'look' | 'look-into',
  { name, stamp, image, jenkins = null }: RestoreWish,
  run: Execution,
  signal: AbortSignal,
): Promise<readonly [verdict: string, words: readonly string[], stderr: string]> {
  const ended = await runHomeScript(
    {
      image,
      script: RESTORE_SNAPSHOT,
      args: [place, base, SNAPSHOTS, name, String(stamp), how, jenkins ?? '-'],
      user: '0',
      binds: [bind, snapshotBind(snapshotFolder(run.world, run.settings))],
      timeoutMs: MAX_WAIT_MS,
      ...(how === 'undo' || how.startsWith('look') ? {} : { output: (line) => told(line, run) }),
    },
    run,
    signal,
  );
  const [verdict, ...words] = verdictOf(ended);
  return [verdict, words, ended.stderr];
}

/** A folder is renamed where it lies, without the links that lead to it; a volume cannot be renamed. */
async function targetOf(stamp: number, { world, names, version }: Execution, signal: AbortSignal): Promise<Target> {
  const { engine, homeVolume } = world;
  if (homeVolume !== undefined) {
    const volume = `${homeVolume.name}-restored-${stamp}`;
    const [there] = await engine.volumesNamed([volume], signal);
    const { instance, owner } = names;
    const labels = { instance, owner: owner.id || null, role: 'volume', mode: 'both', config: '', version } as const;
    if (there === undefined) await engine.createVolume({ name: volume, labels: labelsOf(labels) }, signal);
    const bind = { source: volume, target: `${PLACE}/home`, readOnly: false };
    return { how: 'into', place: PLACE, base: 'home', bind, volume };
  }
  return { how: 'swap', ...(await folderOf(world)), volume: null };
}

async function folderOf({
  endpoint,
  home,
  host,
}: Execution['world']): Promise<Pick<Target, 'place' | 'base' | 'bind'>> {
  const real = endpoint.socket === null ? home : await host.realPath(home);
  const at = real.lastIndexOf('/');
  const bind = { source: real.slice(0, at) || '/', target: PLACE, readOnly: false };
  return { place: PLACE, base: real.slice(at + 1), bind };
}

function restoredAs(
  [how, kept]: readonly string[],
  { bind, base, volume }: Target,
  stamp: number,
  home: string,
): RestoredHome {
  if (volume !== null) return { home: volume, replaced: home, setting: homeSettingOf(volume) };
  const beside = (what: string): string => `${bind.source.replace(/\/$/, '')}/${base}.${what}-${stamp}`;
  if (how !== 'beside') return { home, replaced: kept === 'kept' ? beside('replaced') : null, setting: null };
  const setting = beside('restored');
  return { home: setting, replaced: home, setting };
}

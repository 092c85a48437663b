import { FailureError } from '../../shared/failure.ts';
import { snapshotNotMade } from '../../shared/failures/snapshot.ts';
import { type HomeSnapshot, type SnapshotEstimate, snapshotName } from '../../shared/home-snapshot.ts';
import { homeBind } from '../stack/one-shot.ts';
import { homeName } from '../world/home-name.ts';
import { confirmSnapshotFolder } from './confirm-snapshot-folder.ts';
import type { Execution } from './execution.ts';
import { runHomeScript, verdictOf } from './home-script.ts';
import { MAKE_SNAPSHOT } from './home-snapshot-script.ts';
import { hasNoSnapshots, isMissing, SNAPSHOTS, snapshotBind, snapshotFolder } from './snapshot-place.ts';

/** A home has terabytes on a slow disk; the user can cancel it. */
const MAX_WAIT_MS = 86_400_000;
const METHODS = ['reflink', 'zstd', 'gzip'] as const;

/** How the script tells a link out of the home. */
const OUTSIDE = /^not in it: (.+)$/;
const PROGRESS = /^(packing|packed|copying|unpacking|unpacked) /;

/** `outside`: links of the home to elsewhere, each with where it leads: what lies there is not in it. */
export interface MadeSnapshot extends HomeSnapshot {
  readonly outside: readonly string[];
}

/** What a snapshot is to be of. */
export interface SnapshotWish extends Pick<HomeSnapshot, 'reason' | 'mode' | 'jenkins' | 'state' | 'without'> {
  readonly image: string;
}

/**
 * Makes a snapshot of the home in a one-shot container. Nothing may change the home meanwhile: Jenkins is stopped, or runs
 * without builds and starts none; a build that ran nevertheless is noticed. Throws `snapshot/not-made`, and then none is
 * listed.
 */
export async function makeSnapshot(wish: SnapshotWish, run: Execution, signal: AbortSignal): Promise<MadeSnapshot> {
  const { world, settings } = run;
  const { image, ...said } = wish;
  const at = world.clock.now();
  const head = { name: snapshotName(at, said.mode, said.jenkins), at, ...said, home: homeName(world) };
  const folder = snapshotFolder(world, settings);
  const { words, verdict, stderr, stdout } = await ran(image, folder, head.name, '-', head, run, signal);
  const [method, files, bytes, size, sha256 = ''] = words;
  const stored = METHODS.find((it) => it === method);
  if (verdict !== 'made' || stored === undefined)
    throw new FailureError(snapshotNotMade(folder, verdict, words, stderr));
  const outside = stdout.split('\n').flatMap((line) => OUTSIDE.exec(line)?.[1] ?? []);
  return { ...head, method: stored, files: Number(files), bytes: Number(bytes), size: Number(size), sha256, outside };
}

/**
 * What a snapshot would take; makes nothing. `makesFolder`: but its folder, without which it is unknown whether the disk
 * shares blocks. Throws `snapshot/not-made`. */
export async function measureSnapshot(
  { image, without, makesFolder = false }: Pick<SnapshotWish, 'image' | 'without'> & { readonly makesFolder?: boolean },
  run: Execution,
  signal: AbortSignal,
): Promise<SnapshotEstimate> {
  const folder = snapshotFolder(run.world, run.settings);
  const { words, verdict, stderr } = await ran(image, folder, '-', 'look', { without }, run, signal, makesFolder);
  const [method, files, bytes, free, need] = words;
  const stored = METHODS.find((it) => it === method);
  if (verdict !== 'measured' || stored === undefined)
    throw new FailureError(snapshotNotMade(folder, verdict, words, stderr));
  return {
    ...{ folder, method: stored, files: Number(files), bytes: Number(bytes) },
    ...{ free: bytesOf(free), need: bytesOf(need) ?? 0 },
  };
}

const MIB = 1024 ** 2;
const bytesOf = (mebibytes = '-'): number | null => (/^\d+$/.test(mebibytes) ? Number(mebibytes) * MIB : null);

async function ran(
  image: string,
  folder: string,
  name: string,
  look: string,
  head: Pick<HomeSnapshot, 'without'>,
  run: Execution,
  signal: AbortSignal,
  makesFolder = look === '-',
) {
  const { home, homes } = run.world;
  if (await isGone(run.world)) throw new FailureError(snapshotNotMade(folder, 'no-home', [homeName(run.world)], ''));
  await confirmSnapshotFolder(run, signal);
  // A mere look makes no folder.
  const isThere = makesFolder || !(await hasNoSnapshots(folder, run.world, signal));
  const ended = await runHomeScript(
    {
      image,
      script: MAKE_SNAPSHOT,
      args: [
        ...[home, isThere ? SNAPSHOTS : home, name, head.without === 'rebuilt' ? 'rebuilt' : '-', look],
        JSON.stringify({ format: 1, owner: run.names.owner.id, ...head }).slice(0, -1),
        (await homes.known(home)) === null ? '-' : 'known',
      ],
      user: '0',
      binds: [homeBind(home, run.world, true), ...(isThere ? [snapshotBind(folder)] : [])],
      timeoutMs: MAX_WAIT_MS,
      output: (line) => told(line, run),
    },
    run,
    signal,
  );
  const [verdict, ...words] = verdictOf(ended);
  return { verdict, words, stderr: ended.stderr, stdout: ended.stdout };
}

/** Whether the home is not there, as far as this user can see; the engine would make it. */
const isGone = async (world: Execution['world']): Promise<boolean> =>
  world.homeVolume === undefined ? isMissing(world.home, world) : world.homeVolume.fact === null;

/** Its progress, beside the step and below it; its verdict is for the program. */
export function told(line: string, run: Pick<Execution, 'output' | 'detail'>): void {
  const isProgress = PROGRESS.test(line);
  if (isProgress || OUTSIDE.test(line)) run.output(line);
  if (isProgress) run.detail?.(line);
}

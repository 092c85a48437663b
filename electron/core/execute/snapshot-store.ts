import * as z from 'zod/mini';
import { FailureError } from '../../shared/failure.ts';
import { snapshotDamaged, snapshotNotMoved, snapshotUnknown } from '../../shared/failures/snapshot.ts';
import { isSnapshotName, type ListedSnapshot } from '../../shared/home-snapshot.ts';
import { MODES } from '../../shared/mode.ts';
import type { OneShot } from '../world/engine.ts';
import { homeName } from '../world/home-name.ts';
import { confirmSnapshotFolder } from './confirm-snapshot-folder.ts';
import type { Execution } from './execution.ts';
import { runHomeScript, verdictOf } from './home-script.ts';
import { hasNoSnapshots, isMissing, SNAPSHOTS, snapshotBind, snapshotFolder } from './snapshot-place.ts';
import { SNAPSHOT_STORE } from './snapshot-store-script.ts';

/** A terabyte is read in some hours. */
const MAX_WAIT_MS = 86_400_000;
/** Where the folder of an exported file is in the one-shot container. */
const FILES = '/mnt/jenkins-tray-files';

const schema = z.object({
  name: z.string().check(z.refine(isSnapshotName)),
  at: z.number(),
  reason: z.catch(z.enum(['asked', 'switch', 'upgrade']), 'asked'),
  mode: z.catch(z.enum(MODES), 'off'),
  jenkins: z.catch(z.nullable(z.string().check(z.maxLength(40))), null),
  state: z.enum(['stopped', 'quiet']),
  method: z.enum(['reflink', 'zstd', 'gzip']),
  without: z.catch(z.enum(['nothing', 'rebuilt']), 'nothing'),
  files: z.number(),
  bytes: z.number(),
  size: z.number(),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  home: z.string().check(z.maxLength(4096)),
});

/** What all of these need: an image with the tools. */
export type Tools = Execution & { readonly image: string };

/** The snapshots of the home, newest first; none of an interrupted run. */
export async function listSnapshots(run: Tools, signal: AbortSignal): Promise<readonly ListedSnapshot[]> {
  if (await hasNoSnapshots(snapshotFolder(run.world, run.settings), run.world, signal)) return [];
  const { lines } = await ran(['list'], true, [], run, signal);
  return lines.flatMap((line) => parsed(line)).reverse();
}

function parsed(line: string): readonly ListedSnapshot[] {
  const [, state, json] = /^snapshot (complete|incomplete) (\{.*\})$/.exec(line) ?? [];
  if (json === undefined) return [];
  try {
    const found = schema.safeParse(JSON.parse(json));
    return found.success ? [{ ...found.data, complete: state === 'complete' }] : [];
  } catch {
    return [];
  }
}

/** Reads a snapshot in full. Throws `snapshot/unknown` and `snapshot/damaged`. */
export const verifySnapshot = (name: string, run: Tools, signal: AbortSignal): Promise<void> =>
  act(['verify', name], { done: 'verified', readOnly: true, what: `${name} was not verified` }, run, signal);

/** Throws `snapshot/unknown` and `snapshot/not-moved`. */
export const deleteSnapshot = (name: string, run: Tools, signal: AbortSignal): Promise<void> =>
  act(['delete', name], { done: 'deleted', readOnly: false, what: `${name} was not deleted` }, run, signal);

/** Deletes the oldest of this home's, made from this settings folder, that were asked for, so that so many are left; `made` stays. Returns the names. */
export const pruneSnapshots = (keep: number, made: string, run: Tools, signal: AbortSignal) =>
  prune('asked', keep, [made], run, signal);

/** Like `pruneSnapshots`, for those that were made before upgrades and changes of the mode; `needed` stay. */
export const pruneAutomatic = (keep: number, needed: readonly string[], run: Tools, signal: AbortSignal) =>
  prune('switch|upgrade', keep, needed, run, signal);

async function prune(reasons: string, keep: number, kept: readonly string[], run: Tools, signal: AbortSignal) {
  const home = JSON.stringify(homeName(run.world));
  const { id } = run.names.owner;
  // The default one is beside the home.
  const older = run.settings.snapshots.folder === '' ? 'own' : '-';
  const { lines } = await ran(['prune', String(keep), reasons, home, id, older, ...kept], false, [], run, signal);
  return lines.flatMap((line) => (line.startsWith('deleted ') ? [line.slice('deleted '.length)] : []));
}

/** Writes a snapshot to one new file. Throws `snapshot/unknown`, `snapshot/damaged` and `snapshot/not-moved`. */
export const exportSnapshot = async (name: string, path: string, run: Tools, signal: AbortSignal): Promise<void> => {
  const { folder, file } = split(path);
  if (await isMissing(folder, run.world))
    throw new FailureError(snapshotNotMoved(`${name} was not exported to ${path}`, folder, 'no-folder', [folder], ''));
  const binds = [{ source: folder, target: FILES, readOnly: false }];
  const end = { done: 'exported', readOnly: true, what: `${name} was not exported to ${path}`, into: folder, binds };
  return act(['export', name, FILES, file], end, run, signal);
};

/** Reads a snapshot from an exported file; returns its name. Throws `snapshot/damaged` and `snapshot/not-moved`. */
export async function importSnapshot(path: string, run: Tools, signal: AbortSignal): Promise<string> {
  const { folder, file } = split(path);
  if (await isMissing(folder, run.world))
    throw new FailureError(snapshotNotMoved(`${path} was not imported`, folder, 'no-file', [], ''));
  await confirmSnapshotFolder(run, signal);
  const binds = [{ source: folder, target: FILES, readOnly: true }];
  const { verdict, words, stderr } = await ran(['import', '-', FILES, file], false, binds, run, signal);
  if (verdict !== 'imported')
    throw new FailureError(
      snapshotNotMoved(`${path} was not imported`, snapshotFolder(run.world, run.settings), verdict, words, stderr),
    );
  return words[0] ?? '';
}

function split(path: string): { readonly folder: string; readonly file: string } {
  const at = path.lastIndexOf('/');
  return { folder: path.slice(0, at) || '/', file: path.slice(at + 1) };
}

interface End {
  readonly done: string;
  readonly readOnly: boolean;
  readonly what: string;
  /** The folder that is written to, where it is not that of the snapshots. */
  readonly into?: string;
  readonly binds?: OneShot['binds'];
}

async function act(args: readonly string[], end: End, run: Tools, signal: AbortSignal): Promise<void> {
  const folder = snapshotFolder(run.world, run.settings);
  const name = args[1] ?? '';
  // A name is never a path.
  if (!isSnapshotName(name) || (await hasNoSnapshots(folder, run.world, signal)))
    throw new FailureError(snapshotUnknown(name, folder));
  const { verdict, words, stderr } = await ran(args, end.readOnly, end.binds ?? [], run, signal);
  if (verdict === 'no-snapshot') throw new FailureError(snapshotUnknown(name, folder));
  if (verdict === 'damaged') throw new FailureError(snapshotDamaged(name, folder, words.join(' ')));
  if (verdict !== end.done)
    throw new FailureError(snapshotNotMoved(end.what, end.into ?? folder, verdict, words, stderr));
}

async function ran(
  [what = '', ...args]: readonly string[],
  readOnly: boolean,
  binds: OneShot['binds'],
  run: Tools,
  signal: AbortSignal,
) {
  const ended = await runHomeScript(
    {
      image: run.image,
      script: SNAPSHOT_STORE,
      args: [what, SNAPSHOTS, ...args],
      user: '0',
      binds: [snapshotBind(snapshotFolder(run.world, run.settings), readOnly), ...binds],
      timeoutMs: MAX_WAIT_MS,
    },
    run,
    signal,
  );
  const [verdict, ...words] = verdictOf(ended);
  return { lines: ended.stdout.trim().split('\n'), verdict, words, stderr: ended.stderr };
}

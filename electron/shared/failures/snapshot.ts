import { formatBytes } from '../format.ts';
import { quoted, shellWord } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const snapshotSections = {
  'snapshot/not-made': {
    title: 'No snapshot was made',
    meaning:
      'The home could not be read, or the snapshot could not be written in full, or the home changed meanwhile. The home is unchanged. What was written of the snapshot is not listed, and the next one removes it.',
    remedy: 'Remove the cause that the failure names, then try again. `snapshots.folder` chooses another disk.',
  },
  'snapshot/builds': {
    title: 'Builds ran while a snapshot was to be made',
    meaning: 'A snapshot would hold half of a build, so none was made. The home is unchanged.',
    remedy: 'Let builds end first: `jenkins-tray snapshot create --when-idle`.',
  },
  'snapshot/folder': {
    title: 'Snapshots cannot be in this folder',
    meaning:
      'The folder of snapshots is in the home, or the home is in it, or it is in the data of the nested engine: a snapshot would hold the others, or be lost with what it is to bring back.',
    remedy: 'Choose another folder: `jenkins-tray config set snapshots.folder FOLDER`.',
  },
  'snapshot/unknown': {
    title: 'There is no such snapshot',
    meaning: 'No complete snapshot of this home has that name.',
    remedy: '`jenkins-tray snapshot list` shows their names.',
  },
  'snapshot/damaged': {
    title: 'The snapshot is damaged',
    meaning:
      'What is stored is not what was written: its checksum or its list of files does not agree. It was not used.',
    remedy: 'Use another snapshot. Check the disk of the folder of snapshots.',
  },
  'snapshot/not-restored': {
    title: 'The snapshot was not restored',
    meaning: 'It could not be unpacked in full beside the home, or not become the home. The home is as it was.',
    remedy: 'Remove the cause that the failure names, then restore again: it begins anew.',
  },
  'snapshot/home-moved': {
    title: 'The restored home is in another place',
    meaning:
      'A home that is a volume, or a mount point, cannot be replaced where it is. It was restored beside it, and the setting `home` names that. Jenkins starts there next.',
    remedy: 'Nothing, if Jenkins runs. Otherwise start it: `jenkins-tray up MODE`.',
  },
  'snapshot/restored': {
    title: 'The home was restored',
    meaning:
      'The home is as it was in a snapshot, by request. The home from before is kept; Jenkins Tray never removes it.',
    remedy: 'Remove the home from before once it is not needed any more; the notice has the command.',
  },
  'snapshot/not-moved': {
    title: 'The snapshot was not exported, imported or deleted',
    meaning: 'A file could not be read or written, has a name that is taken, or is not an exported snapshot.',
    remedy: 'Remove the cause that the failure names, then try again. Nothing is written over.',
  },
  'snapshot/no-image': {
    title: 'There is no image to work with snapshots',
    meaning:
      'Snapshots are made and restored in a container, since the files belong to Jenkins’ own user. Neither Jenkins Tray’s images nor their base are on this engine.',
    remedy: 'Pull the base, or start Jenkins once.',
  },
} as const satisfies Sections;

type SnapshotFailure = CodedFailure<keyof typeof snapshotSections>;

/** What there is too little of on a disk. Free bytes are no reason where inodes or a quota are used up. */
function shortage([free = '-', need = '?', other = '']: readonly string[], disk: string): string {
  const left = `${free === '-' ? '?' : free} MiB are free`;
  if (other === 'inodes') return `${disk} has no inodes left for more files (${left}).`;
  if (other === 'quota') return `${disk} has no quota left (${left}).`;
  return `${disk} has too little space: ${left}, ${need} MiB are needed.`;
}

/** The command that shows how full a disk is. `folder`: one on it, or a volume, for which there is none. */
const spaceCommand = (verdict: string, [, , other]: readonly string[], folder: string) =>
  verdict === 'too-full' && folder.startsWith('/')
    ? { command: `df -h${other === 'inodes' ? 'i' : ''} ${quoted(folder)}` }
    : {};

const reasons: Readonly<Record<string, string>> = {
  'no-home': 'The home is not a folder',
  'not-the-home': 'It is not the home that Jenkins ran on: perhaps its disk is not mounted',
  unreadable: 'The home could not be read completely',
  'not-writable': 'The folder of snapshots cannot be written',
  'not-written': 'It could not be written',
  changed: 'A build ran meanwhile, and wrote',
  exists: 'One with that name is there already',
  busy: 'Another process works with this folder',
  'not-swapped': 'The restored folder could not be given the home’s name',
  inside: 'The folder of snapshots is in the home, under another name, and would be packed into itself',
  'newer-format': 'It was made by a newer Jenkins Tray',
  differs: 'What was written differs from the snapshot',
  'not-empty': 'The new volume is not empty',
  'no-file': 'There is no such file',
  'no-folder': 'There is no folder for it',
  foreign: 'It is not an exported snapshot, or holds what no home has (device files, programs with root’s rights)',
};

function why(verdict: string, words: readonly string[], stderr: string, disk: string): string {
  if (verdict === 'too-full') return shortage(words, disk);
  return `${[reasons[verdict] ?? 'It ended early', words.join(' ') || stderr.trim()].filter(Boolean).join(': ')}.`;
}

/** `verdict` and `words`: those of the script. */
export const snapshotNotMade = (
  folder: string,
  verdict: string,
  words: readonly string[],
  stderr: string,
): SnapshotFailure => ({
  code: verdict === 'changed' ? 'snapshot/builds' : 'snapshot/not-made',
  title: `No snapshot was made in ${folder}`,
  detail: why(verdict, words, stderr, 'Its disk'),
  fix:
    verdict === 'changed'
      ? 'Let builds end first: jenkins-tray snapshot create --when-idle'
      : 'Remove the cause, then try again. Another folder: jenkins-tray config set snapshots.folder FOLDER',
  ...spaceCommand(verdict, words, folder),
});

/** `free`, `need`: bytes. */
export const noRoomForSnapshot = (folder: string, free: number, need: number): SnapshotFailure => ({
  code: 'snapshot/not-made',
  title: `There is too little space for a snapshot in ${folder}`,
  detail: `${formatBytes(free)} are free, ${formatBytes(need)} are needed. Nothing was stopped.`,
  fix: 'Make room, or choose another folder: jenkins-tray config set snapshots.folder FOLDER',
});

/** `free`, `need`: bytes. */
export const noRoomForUpgrade = (folder: string, free: number, need: number): SnapshotFailure => ({
  code: 'snapshot/not-made',
  title: `There is too little space for the snapshot before the upgrade in ${folder}`,
  detail: `${formatBytes(free)} are free, ${formatBytes(need)} are needed. Nothing was stopped.`,
  fix: 'Make room, choose another folder (jenkins-tray config set snapshots.folder FOLDER), or go without one: jenkins-tray upgrade --no-snapshot',
});

/** `why`: such as `it is in the home /srv/jenkins`. */
export const snapshotFolderRefused = (folder: string, why: string): SnapshotFailure => ({
  code: 'snapshot/folder',
  title: `Snapshots cannot be in ${folder}`,
  detail: `${why}.`,
  fix: 'Choose another folder: jenkins-tray config set snapshots.folder FOLDER',
});

/** The failure of the snapshot before a change of the mode, which does not happen without it. */
export const noSwitchWithoutSnapshot = <T extends { readonly detail: string; readonly fix?: string }>(
  failure: T,
): T => ({
  ...failure,
  detail: `${failure.detail} The setting snapshots.beforeSwitch asks for one before each change of the mode.`.trim(),
  fix: `${failure.fix ?? ''} Without one: jenkins-tray config set snapshots.beforeSwitch false`.trim(),
});

export const snapshotUnknown = (name: string, folder: string): SnapshotFailure => ({
  code: 'snapshot/unknown',
  title: `There is no snapshot ${name}`,
  detail: `None in ${folder} has that name.`,
  fix: 'Choose one that is there.',
  command: 'jenkins-tray snapshot list',
});

export const snapshotDamaged = (name: string, folder: string, evidence: string): SnapshotFailure => ({
  code: 'snapshot/damaged',
  title: `The snapshot ${name} is damaged`,
  detail: `What is in ${folder}/${name} is not what was written${evidence === '' ? '' : `: ${evidence}`}. The home is unchanged.`,
  fix: 'Use another one.',
  command: 'jenkins-tray snapshot list',
});

/** `place`: the folder in which the snapshot is unpacked, or the volume. */
export const snapshotNotRestored = (
  name: string,
  place: string,
  verdict: string,
  words: readonly string[],
  stderr: string,
): SnapshotFailure => ({
  code: 'snapshot/not-restored',
  title: `${name} was not restored`,
  detail: `${why(verdict, words, stderr, `The disk of ${place}`)} The home is as it was.`,
  fix:
    verdict === 'too-full'
      ? 'Make room on that disk, then restore again: it begins anew.'
      : 'Remove the cause, then restore again: it begins anew.',
  ...spaceCommand(verdict, words, place),
});

/** The failure of a restore that an earlier request asked for, and that nobody waits for any more. */
export const restoreGivenUp = <T extends { readonly detail: string }>(failure: T) => ({
  ...failure,
  detail: `${failure.detail} The restore that was asked for before is given up; nothing of it was done.`.trim(),
  fix: 'Repeat the command: it no longer depends on the restore.',
});

/** `home`: the folder or volume that the setting names now. */
export const homeMovedByRestore = (home: string): SnapshotFailure => ({
  code: 'snapshot/home-moved',
  title: `The restored home is ${home}`,
  detail: 'It could not be put where the home was, which stays as it is. The setting home names the restored one.',
  fix: 'Start Jenkins on it.',
});

/** The command that removes a folder or volume that was the home, which this app never does. */
export const removalOfHome = (replaced: string): string =>
  replaced.startsWith('/') ? `sudo rm -rf ${quoted(replaced)}` : `docker volume rm ${shellWord(replaced)}`;

/** `replaced`: the folder or volume that was the home; null: none. */
export const homeRestored = (snapshot: string, home: string, replaced: string | null): SnapshotFailure => ({
  code: 'snapshot/restored',
  title: `The home is as it was in ${snapshot}`,
  detail: replaced === null ? `It is ${home}.` : `It is ${home}. The home from before is kept as ${replaced}.`,
  ...(replaced === null
    ? {}
    : { fix: 'Once the home from before is not needed any more, remove it:', command: removalOfHome(replaced) }),
});

/** `folder`: the one that is written to. */
export const snapshotNotMoved = (
  what: string,
  folder: string,
  verdict: string,
  words: readonly string[],
  stderr: string,
): SnapshotFailure => ({
  code: 'snapshot/not-moved',
  title: what,
  detail: why(verdict, words, stderr, `The disk of ${folder}`),
  fix:
    verdict === 'too-full'
      ? 'Make room on that disk, then try again. Nothing was written over.'
      : 'Remove the cause, then try again. Nothing was written over.',
  ...spaceCommand(verdict, words, folder),
});

export const noSnapshotImage = (base: string): SnapshotFailure => ({
  code: 'snapshot/no-image',
  title: 'There is no image to work with snapshots',
  detail: 'Neither Jenkins Tray’s images nor their base are on this engine.',
  fix: 'Pull the base, then try again.',
  command: `docker pull ${shellWord(base)}`,
});

/** Another Jenkins, or one whose request is unfinished: who has the home is not known. */
export const snapshotDuringSwitch = (mode: string): SnapshotFailure => ({
  code: 'snapshot/not-made',
  title: 'A switch has not ended',
  detail: `The last request, for ${mode}, is still to be completed.`,
  fix: 'Complete it first.',
  command: mode === 'off' ? 'jenkins-tray down' : `jenkins-tray up ${mode}`,
});

/** `names`: of running builds. */
export const snapshotDuringBuilds = (names: readonly string[]): SnapshotFailure => ({
  code: 'snapshot/builds',
  title: 'Builds are running',
  detail: `A snapshot now would hold half of them: ${names.join(', ')}.`,
  fix: 'Let them end first; no new ones start meanwhile.',
  command: 'jenkins-tray snapshot create --when-idle',
});

import { quoted, shellWord } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const homeSections = {
  'home/missing': {
    title: 'The home is gone',
    meaning:
      'Jenkins has run on this home before, but the folder, or its marker file `.jenkins-tray/marker.json`, is missing. A disk that is not mounted looks like an empty home.',
    remedy:
      'Mount the disk, then try again. Nothing was created in its place. A home that is lost comes back from a snapshot: `jenkins-tray snapshot restore NAME`. If you emptied the folder on purpose, choose another one; or run `jenkins-tray down`, remove the stopped Jenkins containers and the line of the home in `homes.json` beside the settings.',
  },
  'home/not-a-folder': {
    title: 'The home is not a folder',
    meaning: 'The setting `home` names a file, or something else that is not a folder.',
    remedy: 'Choose another home: `jenkins-tray config set home /srv/jenkins_home`.',
  },
  'home/elsewhere': {
    title: 'Docker sees another folder than you',
    meaning:
      'What a container wrote to the home did not appear in the folder on this computer: this Docker sees another file system, since it runs in a virtual machine, comes from a snap, or is on another computer.',
    remedy:
      'Use the Docker of this computer itself (`docker context ls` lists the engines), not from a snap, or choose a home that this Docker shares, usually below your own home folder.',
  },
  'home/unresponsive': {
    title: 'The home does not respond',
    meaning:
      'The disk of the home did not answer within 5 s: a network share whose server is away, or a disk that fails. Jenkins, if it runs, waits for it as well.',
    remedy:
      'Bring its server or disk back (`findmnt --target HOME` names it), then try again. Jenkins Tray looks again by itself.',
  },
  'home/not-writable': {
    title: 'Jenkins cannot write to its home',
    meaning:
      'Jenkins runs as user 1000 and the home belongs to another user, or its disk is mounted read-only, as the kernel does after a disk error.',
    remedy: 'Give the home to user 1000 (`sudo chown -R 1000:1000 HOME`), or mount its disk writable.',
  },
  'home/unreadable': {
    title: 'Jenkins cannot see everything in its home',
    meaning:
      'User 1000, as which Jenkins runs, may not look at a file or folder of the home, or it is a link to nothing. What cannot be seen is never taken for absent, so the home is neither used nor treated as new.',
    remedy:
      'Give the home to user 1000 (`sudo chown -R 1000:1000 HOME`), or mount the disk that the link leads to and add it to the data mounts.',
  },
  'home/incomplete': {
    title: 'The home has accounts, but no config.xml',
    meaning:
      'Without `config.xml` Jenkins does not know who may log in, and would let everybody in. The home has accounts or keys, so it is not new.',
    remedy: 'Restore `config.xml` from a backup, or choose an empty folder as the home.',
  },
  'home/too-full': {
    title: 'The disk of the home is full',
    meaning: 'Jenkins needs 200 MiB to start and to save builds, and `doctor` warns below 2 GiB.',
    remedy: 'Free some space; the command shown with the failure lists the largest folders.',
  },
  'home/unsuitable': {
    title: 'This folder cannot be Jenkins’ home',
    meaning: 'In the container it would hide folders that the image itself needs, such as `/usr` or `/run`.',
    remedy: 'Choose another folder, such as `/srv/jenkins_home`.',
  },
  'home/choose': {
    title: 'Your Jenkins already has a home',
    meaning: 'Hand-made containers already use one or two homes. Both modes will share one home.',
    remedy: 'Choose which home to use: `jenkins-tray config set home FOLDER`. Nothing is merged or moved.',
  },
} as const satisfies Sections;

type HomeFailure = CodedFailure<keyof typeof homeSections>;

const CHOOSE = { fix: 'Choose another home.', command: 'jenkins-tray config set home /srv/jenkins_home' };

export const homeGone = (home: string): HomeFailure => ({
  code: 'home/missing',
  title: `The home ${home} is gone`,
  detail: 'Jenkins has run on it before. Perhaps its disk is not mounted.',
  fix: 'Mount the disk, then try again. Nothing was created in its place.',
});

/** The home, if known, lacks its marker: its disk is not mounted, or somebody emptied it. */
export const homeUnmarked = (home?: string): HomeFailure => ({
  code: 'home/missing',
  title: `${home ?? 'This'} is not the home that Jenkins ran on`,
  detail: 'Its marker file .jenkins-tray/marker.json is missing.',
  fix: 'If its disk is not mounted, mount it and try again. To begin with a new home, choose another folder.',
  ...(home === undefined ? {} : { command: `findmnt --target ${quoted(home)}` }),
});

export const homeLinkBroken = (home: string): HomeFailure => ({
  code: 'home/missing',
  title: `The home ${home} is a link to nothing`,
  detail: 'The folder that it leads to does not exist. Perhaps its disk is not mounted.',
  fix: 'Mount the disk, then try again. Nothing was created in its place.',
  command: `readlink -m ${quoted(home)}`,
});

/** `name`: what user 1000 may not look at, within the home; `message`: what the attempt said. */
export const homeUnreadable = (home: string, name: string, message: string): HomeFailure => ({
  code: 'home/unreadable',
  title: name === '.' ? `Jenkins cannot look into ${home}` : `Jenkins cannot look at ${name} in its home`,
  detail: `${name === '.' ? home : `${home}/${name}`}: ${message}`,
  fix: 'Give the home to user 1000, as which Jenkins runs.',
  command: `sudo chown -R 1000:1000 ${quoted(home)}`,
});

/** `mounts`: the data mounts, so that `command` adds the folder to them. */
export const homeBrokenLink = (
  home: string,
  name: string,
  target: string,
  mounts: readonly unknown[] = [],
): HomeFailure => ({
  code: 'home/unreadable',
  title: `${name} in the home is a link to nothing`,
  detail: `${home}/${name} leads to ${target}, which Jenkins cannot see.`,
  fix: 'Mount its disk, or add the folder to the data mounts, then try again.',
  ...(target.startsWith('/')
    ? {
        command: `jenkins-tray config set dataMounts ${shellWord(JSON.stringify([...mounts, { source: target }]))}`,
      }
    : {}),
});

export const homeIncomplete = (home: string): HomeFailure => ({
  code: 'home/incomplete',
  title: `${home} has accounts, but no config.xml`,
  detail: 'Without it, Jenkins does not know who may log in and would let everybody in.',
  fix: 'Restore config.xml from a backup, or choose an empty folder as the home.',
  command: CHOOSE.command,
});

export const homeNotMarked = (home: string, name: string, message: string): HomeFailure => ({
  code: 'home/not-writable',
  title: 'The home could not be marked as Jenkins’ home',
  detail: `${home}/${name}: ${message}`,
  fix: 'Check the folder and its disk, then try again.',
});

export const homeNotAFolder = (home: string): HomeFailure => ({
  code: 'home/not-a-folder',
  title: `${home} is not a folder`,
  detail: 'Jenkins’ home must be a folder.',
  ...CHOOSE,
});

/** `host`: the engine's address. */
export const homeElsewhere = (home: string, host: string): HomeFailure => ({
  code: 'home/elsewhere',
  title: `Docker sees another ${home} than you`,
  detail: `What a container wrote there did not appear on this computer. The engine at ${host} sees another file system: it runs in a virtual machine, comes from a snap, or is on another computer.`,
  fix: 'Use a Docker of this computer itself, or choose a home that this one shares.',
  command: 'docker context ls',
});

export const homeUnresponsive = (home: string): HomeFailure => ({
  code: 'home/unresponsive',
  title: `${home} does not respond`,
  detail: 'Its disk did not answer within 5 s. If it is a network share, its server may be away.',
  fix: 'Bring its server or disk back, then try again.',
  command: `findmnt --target ${quoted(home)}`,
});

/** `owner`: the folder's user id; `message`: the output of the attempt to write. */
export const homeNotWritable = (home: string, owner: string, message = ''): HomeFailure => ({
  code: 'home/not-writable',
  title: `Jenkins cannot write to ${home}`,
  detail: `It belongs to user ${owner}; Jenkins runs as user 1000. ${message}`.trim(),
  fix: 'Change its owner to user 1000.',
  command: `sudo chown -R 1000:1000 ${quoted(home)}`,
});

export const homeReadOnly = (home: string): HomeFailure => ({
  code: 'home/not-writable',
  title: `${home} is mounted read-only`,
  detail: 'Jenkins writes to its home all the time. After a disk error the kernel remounts a disk read-only.',
  fix: 'Check its disk (dmesg), mount it writable, then try again.',
  command: `findmnt --target ${quoted(home)}`,
});

export const homeNotChecked = (home: string, message: string): HomeFailure => ({
  code: 'home/not-writable',
  title: `${home} could not be checked`,
  detail: message,
});

/** The copy of the settings that is made before a newer Jenkins runs on the home. */
export const homeCopyFailed = (home: string, message: string): HomeFailure => ({
  code: 'home/not-writable',
  title: 'The settings could not be copied before a newer Jenkins starts',
  detail: `${home}/.jenkins-tray/kept: ${message}`,
  fix: 'Check the folder and its disk, then try again.',
});

export const newHomeMarkerNotRemoved = (marker: string, message: string): HomeFailure => ({
  code: 'home/not-writable',
  title: `${marker} cannot be removed`,
  detail: message,
  fix: 'Remove it: while it is there, each start of Jenkins sets up its administrator and its security again.',
  command: `sudo rm ${quoted(marker)}`,
});

/** `request`: the file by which a start replaces plugins. */
export const pluginRequestNotRemoved = (request: string, message: string): HomeFailure => ({
  code: 'home/not-writable',
  title: `${request} cannot be removed`,
  detail: message,
  fix: 'Remove it: while it is there, each start of Jenkins replaces plugins of the home again.',
  command: `sudo rm ${quoted(request)}`,
});

/** `full`: Jenkins cannot start; `nearly full`: soon it cannot. */
export const homeTooFull = (home: string, full: 'full' | 'nearly full', free: string): HomeFailure => ({
  code: 'home/too-full',
  title: `The disk of ${home} is ${full}`,
  detail: free,
  fix: 'Free some space, then try again.',
  command: `du -xh --max-depth=2 ${quoted(home)} | sort -h | tail`,
});

export const homeUnsuitable = (home: string): HomeFailure => ({
  code: 'home/unsuitable',
  title: `${home} cannot be Jenkins' home`,
  detail: 'A mount there would hide the image’s own folders.',
  fix: 'Choose another folder.',
  command: CHOOSE.command,
});

/** `homes`: those of the hand-made containers, the likeliest first; `first`: the one that `command` chooses. */
export const homeAmbiguous = (containers: readonly string[], homes: readonly string[], first: string): HomeFailure => ({
  code: 'home/choose',
  title: homes.length === 1 ? 'Your Jenkins already has a home' : 'Your two modes have two homes',
  detail: `${containers.join(' and ')}, made by hand, use ${homes.join(' and ')}. Both modes will share one home; nothing is merged or moved.`,
  fix: 'Choose which home to use.',
  command: `jenkins-tray config set home ${shellWord(first)}`,
});

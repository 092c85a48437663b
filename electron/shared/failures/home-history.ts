import { quoted } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

/** What another Jenkins did with the home before: one on another computer, or a newer one. */
export const homeHistorySections = {
  'home/held': {
    title: 'Another computer uses the home',
    meaning:
      'A Jenkins on another computer has the home: it says so in `.jenkins-tray/heartbeat` every 10 s, and that line changed while it was looked at, or nobody has said that this computer is dead. Two Jenkins that share a home damage it.',
    remedy:
      'Stop Jenkins there (`jenkins-tray down`). If that computer is dead, or the home a copy, `jenkins-tray up` on this one asks and takes the home over; where you may not read the home yourself, the command with the failure does. A computer that comes back later sees that, and its Jenkins ends.',
  },
  'home/newer': {
    title: 'The home was last used by a newer Jenkins',
    meaning: 'The image has an older Jenkins than the one that wrote the home; going back can lose settings.',
    remedy:
      'Rebuild the image from today’s base with `jenkins-tray update MODE`. If the base has a version in its name, or a weekly release wrote the home that no LTS has reached, choose another: `jenkins-tray config set images.jenkinsBase IMAGE`.',
  },
} as const satisfies Sections;

type HistoryFailure = CodedFailure<keyof typeof homeHistorySections>;

/** `since`: seconds since 1970, by that computer's clock. */
export const homeHeld = (home: string, host: string, instance: string, since: number): HistoryFailure => ({
  code: 'home/held',
  title: `${host} uses the home`,
  detail: `A Jenkins on ${host} (instance ${instance}) has had ${home} since ${utc(since)}, and it is alive. Two Jenkins that share a home damage it.`,
  fix: `Stop Jenkins on ${host} first.`,
  command: 'jenkins-tray down',
});

/** One that calls itself this computer: in another engine, or on a copy of it. */
export const homeHeldHere = (...[home, host, instance, since]: Parameters<typeof homeHeld>): HistoryFailure => ({
  ...homeHeld(home, host, instance, since),
  fix: `It runs in another Docker engine of this computer, or on a copy of this computer. Stop it there; this lists the engines:`,
  command: 'docker context ls',
});

/** Found in a container only, since this user may not look into the home; `line`: the heartbeat. */
export function homeHeldUnseen(home: string, line: string): HistoryFailure {
  const [, , , host = 'Another computer', instance = '', since = '0'] = line.split(' ');
  return {
    ...homeHeld(home, host, instance, Number(since)),
    detail: `${home}/.jenkins-tray/heartbeat says that a Jenkins on ${host} (instance ${instance}) has had it since ${utc(Number(since))}.`,
    fix: `Stop Jenkins on ${host}, or, if that computer is dead or this is a copy of its home, take the home over, and try again.`,
    command: release(home),
  };
}

/** Jenkins' own entry point found it. */
export const homeHeldAtStart = (home: string): HistoryFailure => ({
  code: 'home/held',
  title: 'Another Jenkins uses the home',
  detail: `Jenkins did not start on ${home}, since another one has it.`,
  fix: 'Stop that one, and try again. If its computer is dead, trying again asks to take the home over; if you may not read the home, this does:',
  command: release(home),
});

/** Takes a home over by hand, as Jenkins' user: on a share, root may be nobody. */
const release = (home: string): string => `sudo -u '#1000' rm ${quoted(`${home}/.jenkins-tray/heartbeat`)}`;

/** `2026-03-01 12:00 UTC`; a time that is none, of a file that anybody may have written, is unknown. */
export const utc = (seconds: number): string =>
  seconds >= 0
    ? `${new Date(Math.min(seconds, 253_402_300_799) * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : 'an unknown time';

/** An image that is older than the home, and how it was built. */
interface OlderImage {
  /** The Jenkins that wrote the home, and the one in the image. */
  readonly written: string;
  readonly image: string;
  readonly base: string;
  /** The mode that was to start. */
  readonly mode: string;
  /** Whether its base was pulled just now. */
  readonly updated: boolean;
}

/** A base with a version in its name, or a digest, is the same after a pull; the newest LTS may be older than a weekly. */
const staysOlder = ({ base, written, updated }: OlderImage): boolean =>
  updated || /@sha256:|:[^/]*\d+\.\d+/.test(base) || (/lts/.test(base) && /^\d+\.\d+$/.test(written));

export function homeNewer(older: OlderImage): HistoryFailure {
  const { written, image, base, mode } = older;
  const failure = {
    code: 'home/newer',
    title: 'The home was last used by a newer Jenkins',
    detail: `The home was written by Jenkins ${written}, the image has ${image}. Going back can lose settings.`,
  } as const;
  if (!staysOlder(older))
    return { ...failure, fix: `Rebuild the image from today’s ${base}.`, command: `jenkins-tray update ${mode}` };
  return {
    ...failure,
    fix: `${base} has no newer one. Choose a base with at least Jenkins ${written}, then try again.`,
    command: `jenkins-tray config set images.jenkinsBase jenkins/jenkins:${written}-jdk21`,
  };
}

/** `written`: the Jenkins that wrote the home of the snapshot; `image`: the one that would run on it. */
export const snapshotNewer = (name: string, written: string, image: string): HistoryFailure => ({
  code: 'home/newer',
  title: 'The snapshot is of a newer Jenkins',
  detail: `${name} is of a home that Jenkins ${written} wrote, the image has ${image}. Going back can lose settings, so nothing was changed.`,
  fix: 'Move Jenkins to that version first, then restore.',
  command: `jenkins-tray upgrade ${written}`,
});

/** `written`: the Jenkins that wrote the home. */
export const olderThanHome = (typed: string, written: string): HistoryFailure => ({
  code: 'home/newer',
  title: 'The home was last used by a newer Jenkins',
  detail: `Jenkins ${typed} is older than ${written}, which wrote the home. Going back can lose settings, so nothing was changed.`,
  fix: 'To return to what was there before the last upgrade, with its home:',
  command: 'jenkins-tray upgrade --back',
});

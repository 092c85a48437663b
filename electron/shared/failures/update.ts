import { quoted } from '../shell-word.ts';
import type { PackageKind } from '../update.ts';
import type { CodedFailure, Sections } from './types.ts';

export const updateSections = {
  'update/available': {
    title: 'A newer Jenkins Tray is available',
    meaning: 'The feed of this package has a newer version, signed by its publisher. Nothing was downloaded yet.',
    remedy:
      'Install it from the overview of the window; Jenkins keeps running. [How updates work](install.md#updates).',
  },
  'update/unreachable': {
    title: 'The update feed cannot be read',
    meaning: 'The server did not answer, or not with what a feed consists of. No update was looked at.',
    remedy: 'Check the network. Jenkins Tray tries again the next day; to look no more, turn the setting off.',
  },
  'update/refused': {
    title: 'An update was refused',
    meaning:
      'What the feed offers is not signed by the publisher of this package, was changed on its way, or is older than what is installed. Nothing of it was installed.',
    remedy:
      'Tell whoever publishes the package, and do not install that file by hand. Jenkins Tray tries again the next day.',
  },
  'update/busy': {
    title: 'Jenkins Tray is working',
    meaning: 'No update is installed while Jenkins is switched, started or stopped, by the app or the command line.',
    remedy: 'Wait until it is done.',
  },
  'update/not-installed': {
    title: 'The update could not be installed',
    meaning:
      'The package manager refused it, or nobody agreed to it. Jenkins Tray goes on in the version that runs; what is installed, the package manager knows.',
    remedy: 'The detail has the package manager’s output. Mend what it names, then try again.',
  },
  'update/not-started': {
    title: 'The newer Jenkins Tray did not start',
    meaning:
      'It ended, or did not show itself within two minutes. Of an AppImage the earlier file is back; a deb or rpm stays until the earlier package is installed again. That version is not offered again.',
    remedy: 'For deb and rpm, run the command that is shown. Tell whoever publishes the package.',
  },
} as const satisfies Sections;

type UpdateFailure = CodedFailure<keyof typeof updateSections>;

export const updateAvailable = (version: string, own: string): UpdateFailure => ({
  code: 'update/available',
  title: `Jenkins Tray ${version} is available`,
  detail: `This is ${own}. Jenkins and its builds keep running while it is installed.`,
});

export const updateUnreachable = (feed: string, message: string): UpdateFailure => ({
  code: 'update/unreachable',
  title: 'The update feed cannot be read',
  detail: `${feed}\n${message}`,
  fix: 'Check the network.',
});

/** `why` is a sentence. */
export const updateRefused = (why: string): UpdateFailure => ({
  code: 'update/refused',
  title: 'An update was refused',
  detail: `${why}\nNothing of it was installed.`,
  fix: 'Tell whoever publishes the package.',
});

/** `who` begins a sentence: what is working. */
export const updateBusy = (who: string): UpdateFailure => ({
  code: 'update/busy',
  title: 'Jenkins Tray is working',
  detail: `${who} is working. An update is not installed meanwhile.`,
  fix: 'Wait until it is done, then try again.',
});

export const updateNotInstalled = (message: string, command: string | null = null): UpdateFailure => ({
  code: 'update/not-installed',
  title: 'The update could not be installed',
  detail: message,
  ...(command === null ? {} : { fix: 'Install it by hand.', command }),
});

export interface NotStarted {
  readonly kind: PackageKind;
  readonly from: string;
  readonly to: string;
  /** The package of the earlier version; null: not kept. */
  readonly previous: string | null;
}

/** `isBack`: the earlier version is there again, as by itself for an AppImage. */
export const updateNotStarted = ({ kind, from, to, previous }: NotStarted, isBack: boolean): UpdateFailure => ({
  code: 'update/not-started',
  title: `Jenkins Tray ${to} did not start`,
  ...(isBack || kind === 'AppImage'
    ? { detail: `The earlier version ${from} is back. ${to} is not offered again.` }
    : {
        detail: `${to} is installed. To go back to ${from}, install its package again${previous === null ? `, from where it came from` : ''}.`,
        fix: `Install ${from} again.`,
        command: goBack(kind, from, previous),
      }),
});

/** The command that installs the earlier package again. */
export function goBack(kind: 'deb' | 'rpm', from: string, previous: string | null): string {
  const file = previous === null ? `./jenkins-tray-${from}.${kind}` : quoted(previous);
  return kind === 'deb'
    ? `sudo apt install --allow-downgrades ${file}`
    : `sudo rpm --upgrade --oldpackage --nosignature ${file}`;
}

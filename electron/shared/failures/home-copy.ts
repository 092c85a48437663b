import { quoted, shellWord } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const homeCopySections = {
  'home/not-copied': {
    title: 'The home could not be copied',
    meaning:
      'A take-over was to continue with a copy of another Jenkins’ home. The copy could not be read, written or completed, or number and checksums of the files did not agree. The original is unchanged, and no Jenkins was started on the copy.',
    remedy:
      'Remove the cause that the failure names, and start the switch again: it begins anew. To continue without the other home, choose another home, or set `others.takeOver` to `""`.',
  },
} as const satisfies Sections;

type HomeCopyFailure = CodedFailure<keyof typeof homeCopySections>;

const reasons: Readonly<Record<string, string>> = {
  'no-source': 'It is not a folder',
  unreadable: 'It could not be read completely',
  'too-full': 'The disk of the copy has too little space (MiB free, MiB needed)',
  'not-writable': 'The copy could not be written',
  differs: 'The copy differs from the original, which something may have changed meanwhile',
};

/** `verdict` and `evidence`: those of the copy script. */
export const homeNotCopied = (from: string, home: string, verdict: string, evidence: string): HomeCopyFailure => ({
  code: 'home/not-copied',
  title: `${from} could not be copied to ${home}`,
  detail: `${reasons[verdict] ?? 'The copy ended early'}: ${evidence}. The original is unchanged, and what was copied is in ${home}/.jenkins-tray-copy.`,
  fix: 'Remove the cause, then try again: the copy begins anew.',
  ...(verdict === 'too-full' ? { command: `df -h ${quoted(home)}` } : {}),
});

/** The home of the Jenkins `name`, which is taken over, is in no folder or volume that can be copied. */
export const homeNotFound = (name: string, home: string): HomeCopyFailure => ({
  code: 'home/not-copied',
  title: `The home of ${name} was not found`,
  detail: `Nothing is mounted at its /var/jenkins_home, its home cannot be seen by this user, or several have that name, and ${home} is empty: Jenkins would begin anew, without its jobs. Nothing was changed.`,
  fix: `Copy its home to ${home} (of a stopped container: docker cp), then try again. To begin anew instead: jenkins-tray config unset others.takeOver`,
});

/** The settings take over something that is not there: a mistyped name, or a container that was removed since. */
export const nobodyNamed = (name: string, home: string): HomeCopyFailure => ({
  code: 'home/not-copied',
  title: `There is no Jenkins named ${name}`,
  detail: `The setting others.takeOver names it, and nothing can be seen in ${home}: Jenkins would begin anew, without its jobs. Nothing was changed.`,
  fix: 'Choose one of those that are listed; one that was stopped may have to run. To begin anew instead, or where its home is this one: jenkins-tray config unset others.takeOver',
  command: 'jenkins-tray take-over',
});

/** How a home is copied once more: Jenkins ran on the first copy, or may have. */
export const copyAnew = (name: string): string =>
  `For a new copy, in another, empty folder: jenkins-tray take-over ${shellWord(name)} --copy-to FOLDER.`;

/** After a take-over with a copy that failed, the Jenkins `name` runs again `from` its own home. */
export const homeCopyOutdated = ({ name, from }: Record<'name' | 'from', string>, home: string): HomeCopyFailure => ({
  code: 'home/not-copied',
  title: `${name} runs on its own home`,
  detail: `The setting others.takeOver names ${name}, which runs on ${from}. What is in ${home} has nothing of what ${name} has done since it was copied, and both would run the same jobs. Nothing was changed.`,
  fix: `${copyAnew(name)} To go on with ${home} as it is: stop ${name} first. To leave ${name} alone: jenkins-tray config set others.takeOver '""'.`,
});

/** A copy was compared, and interrupted before all of it lay in its place. */
export const homeHalfCopied = (home: string): HomeCopyFailure => ({
  code: 'home/not-copied',
  title: `The copy to ${home} has not ended`,
  detail: `A part of it is still in ${home}/.jenkins-tray-copied.`,
  fix: 'Move what is in that folder to the home, remove it, then try again.',
  command: `sudo find ${quoted(`${home}/.jenkins-tray-copied`)} -mindepth 1 -maxdepth 1 -exec mv -t ${quoted(home)} -- {} + && sudo rmdir ${quoted(`${home}/.jenkins-tray-copied`)}`,
});

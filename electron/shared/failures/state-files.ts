import { shellWord } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const stateFileSections = {
  'settings/damaged': {
    title: 'A file of Jenkins Tray was damaged',
    meaning:
      'A file of the settings folder that is not the settings could not be read: a power failure, a full disk or another program cut it off or changed it. What it still said is used; the failure says what may be lost. Jenkins and its home are not touched by that. The file is kept as it was under another name.',
    remedy: 'Do what the failure says, then remove the copy: the notice ends with it.',
  },
} as const satisfies Sections;

/** What each file holds, and what to do without it. */
const lost: Readonly<Record<string, readonly [string, string]>> = {
  'intent.json': [
    'Which mode was asked for last, or what was agreed to for it, may be forgotten; work that was interrupted is then not resumed.',
    'If Jenkins is not in the mode that you want, choose it again.',
  ],
  'owner.json': [
    'The id by which this set-up knows its own containers may be lost; they then count as those of another one.',
    'Jenkins Tray asks before it uses them.',
  ],
  'homes.json': [
    'Some homes on which Jenkins has run may be forgotten; a disk that is not mounted could there be taken for a new home.',
    'See that the home is mounted before the next start.',
  ],
  'home-plugins.json': [
    'What was found about the plugins of a home is forgotten. Copies of former plugins are still in .jenkins-tray/kept in the home.',
    'The next start compares them again.',
  ],
  'upgrade.json': [
    'Which upgrade of Jenkins was made last, or is not yet complete, is forgotten, and with it the way back. The image from before and the snapshot of the home are still there.',
    'See which base the settings name and which snapshots there are before the next switch.',
  ],
};

/** `file`: its name in the settings folder; `copy`: where it is kept as it was. */
export function stateDamaged(file: string, copy: string): CodedFailure<'settings/damaged'> {
  const [what = '', then = ''] = lost[file] ?? [];
  return {
    code: 'settings/damaged',
    title: `${file} was damaged`,
    detail: `${what} It is kept as it was in ${copy}.`.trim(),
    fix: `${then} Then remove the copy:`.trim(),
    command: `rm ${shellWord(copy)}`,
  };
}

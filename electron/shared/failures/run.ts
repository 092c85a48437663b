import { quoted } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const runSections = {
  'run/interrupted': {
    title: 'Stopped before it finished',
    meaning: 'You interrupted or cancelled it, or a newer request replaced it. Jenkins Tray remembers what it started.',
    remedy: 'Run it again to continue.',
  },
  'run/not-cleaned-up': {
    title: 'Something is left over',
    meaning:
      'Jenkins is in the state that you requested, but something that is no longer needed could not be stopped or removed; the detail says what and why.',
    remedy: 'Run the same command again, which removes what is left. Nothing else depends on it.',
  },
  'internal/error': {
    title: 'Something went wrong inside Jenkins Tray',
    meaning: 'A bug in Jenkins Tray, or an incomplete installation. Your home and data are not affected.',
    remedy: 'Please report it with the detail. If files are missing, install Jenkins Tray again.',
  },
} as const satisfies Sections;

type RunFailure = CodedFailure<keyof typeof runSections>;

const interrupted = (title: string, detail: string): RunFailure => ({
  code: 'run/interrupted',
  title,
  detail,
});

export const stoppedEarly = () => interrupted('Stopped before it finished', 'Run it again to continue.');
/** By Ctrl-C or SIGTERM. */
export const interruptedByUser = () => interrupted('Interrupted', 'Run it again to continue.');
export const switchInterrupted = () =>
  interrupted(
    'Interrupted before it finished',
    'Jenkins Tray remembers what it started: the next up or down continues.',
  );
export const appClosing = () => interrupted('Jenkins Tray is closing', 'The next start continues.');
export const requestReplaced = () => interrupted('A newer request replaced this one', '');
/** By the app, while a command works; or the other way round. */
export const cancelledElsewhere = () =>
  interrupted('Cancelled from another Jenkins Tray', 'It goes back to what was there before.');
export const snapshotCancelled = () =>
  interrupted('Cancelled from another Jenkins Tray', 'No snapshot was made. The home is unchanged.');
/** By Ctrl-C, SIGTERM or a closed terminal, before anything was stopped. */
export const waitInterrupted = () =>
  interrupted(
    'Interrupted while it waited for builds',
    'Nothing was stopped, builds start again, and the request is withdrawn.',
  );
export const switchCancelled = () => interrupted('Cancelled', 'Going back to the previous mode.');

/** `objects`: what is left; `reasons`: why, a line each; `command`: the one that tries again. */
export const notCleanedUp = (objects: readonly string[], reasons: readonly string[], command: string): RunFailure => ({
  code: 'run/not-cleaned-up',
  title: `Left over: ${objects.join(', ')}`,
  detail: reasons.join('\n'),
  fix: 'The same command tries again.',
  command,
});

/** `evidence`: the error's stack. */
export const internalError = (evidence: string): RunFailure => ({
  code: 'internal/error',
  title: 'Something went wrong inside Jenkins Tray',
  detail: evidence,
  fix: 'Please report this with the text above; your home and your data are not affected.',
});

/** A plan that still has steps after `passes` passes. */
export const planEndless = (passes: number): RunFailure => ({
  code: 'internal/error',
  title: 'The plan does not end',
  detail: `After ${passes} passes, steps are still left.`,
  fix: 'Please report this with the output of the command below.',
  command: 'jenkins-tray plan off --json',
});

/** `places`: where the image recipes were searched for. */
export const installationIncomplete = (places: readonly string[]): RunFailure => ({
  code: 'internal/error',
  title: 'The installation of Jenkins Tray is incomplete',
  detail: `There are no image recipes in ${places.join(' or ')}.`,
  fix: 'Install it again.',
});

export const folderNotOpened = (folder: string, why: string): RunFailure => ({
  code: 'internal/error',
  title: 'The folder could not be opened',
  detail: why,
  fix: 'Open it in your file manager.',
  command: `xdg-open ${quoted(folder)}`,
});

import type { Failure } from '../../shared/failure.ts';
import {
  homeBrokenLink,
  homeCopyFailed,
  homeIncomplete,
  homeNotAFolder,
  homeNotChecked,
  homeNotMarked,
  homeNotWritable,
  homeReadOnly,
  homeTooFull,
  homeUnmarked,
  homeUnreadable,
} from '../../shared/failures/home.ts';
import { homeHalfCopied } from '../../shared/failures/home-copy.ts';
import { homeHeldUnseen, homeNewer } from '../../shared/failures/home-history.ts';
import { homePluginsNotKept } from '../../shared/failures/home-plugins.ts';
import type { DataMount } from '../../shared/settings.ts';

/** Jenkins needs space to start and to save builds; with less, it fails with obscure errors. */
export const MIN_FREE_MIB = 200;

/** A home, the mode that is to start on it, and its image's base. */
interface CheckedHome {
  readonly home: string;
  readonly mode: string;
  readonly base: string;
  readonly dataMounts?: readonly DataMount[];
  /** Whether an update has just built the image. */
  readonly updated: boolean;
}

/** The Failure for the verdict of a home check and its evidence. */
export function homeFailure(
  verdict: string,
  words: readonly string[],
  { home, dataMounts, ...of }: CheckedHome,
  stderr: string,
): Failure {
  const evidence = words.join(' ');
  switch (verdict) {
    case 'not-a-folder':
      return homeNotAFolder(home);
    case 'too-full': {
      const free = `${words[0] ?? '0'} MiB are free; Jenkins needs at least ${MIN_FREE_MIB} MiB.`;
      return homeTooFull(home, 'full', free);
    }
    case 'no-space-to-keep':
      return homePluginsNotKept(home, `The copy needs ${words[1] ?? '?'} MiB, and ${words[0] ?? '0'} MiB are free.`);
    case 'not-writable':
      if (evidence.includes('Read-only file system')) return homeReadOnly(home);
      return homeNotWritable(home, words[0] ?? '?', words.slice(1).join(' '));
    case 'not-kept':
      return homeCopyFailed(home, evidence);
    case 'unreadable':
      return homeUnreadable(home, words[0] ?? '.', words.slice(1).join(' '));
    case 'broken-link':
      return homeBrokenLink(home, words[0] ?? '.', words.slice(1).join(' '), dataMounts);
    case 'incomplete':
      return homeIncomplete(home);
    case 'half-copied':
      return homeHalfCopied(home);
    case 'unmarked':
      return homeUnmarked(home);
    case 'not-marked':
      return homeNotMarked(home, words[0] ?? '.', words.slice(1).join(' '));
    case 'held':
      return homeHeldUnseen(home, evidence);
    case 'newer':
      return homeNewer({ ...of, written: words[0] ?? '?', image: words[1] ?? '?' });
    default:
      return homeNotChecked(home, `${verdict} ${evidence} ${stderr}`.trim());
  }
}

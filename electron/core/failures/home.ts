import type { Failure } from '../../shared/failure.ts';
import { quoted } from '../world/shell-word.ts';

/** Jenkins needs room to start and to save builds; below this it fails in ways nobody understands. */
export const MIN_FREE_MIB = 200;

/** The kernel, or whoever mounted it, made it so. */
export const readOnly = (home: string): Failure => ({
  code: 'home/not-writable',
  title: `${home} is mounted read-only`,
  detail: 'Jenkins writes to its home all the time. After a disk error the kernel mounts a disk read-only by itself.',
  fix: 'Look at its disk (dmesg), mount it writable, then try again.',
  command: `findmnt --target ${quoted(home)}`,
});

/** What the check of a home said, as a Failure: one word and its evidence. */
export function homeFailure(verdict: string, words: readonly string[], home: string, stderr: string): Failure {
  switch (verdict) {
    case 'not-a-folder':
      return {
        code: 'home/not-a-folder',
        title: `${home} is not a folder`,
        detail: 'Jenkins’ home must be a folder.',
        fix: 'Choose another home.',
        command: 'jenkins-tray config set home /srv/jenkins_home',
      };
    case 'too-full':
      return {
        code: 'home/too-full',
        title: `The disk of ${home} is full`,
        detail: `${words[0] ?? '0'} MiB are free; Jenkins needs at least ${MIN_FREE_MIB} MiB.`,
        fix: 'Make room, then try again.',
        command: `du -xh --max-depth=2 ${quoted(home)} | sort -h | tail`,
      };
    case 'not-writable':
      if (words.join(' ').includes('Read-only file system')) return readOnly(home);
      return {
        code: 'home/not-writable',
        title: `Jenkins cannot write to ${home}`,
        detail: `It belongs to user ${words[0] ?? '?'}; Jenkins runs as user 1000. ${words.slice(1).join(' ')}`,
        fix: 'Give it to user 1000.',
        command: `sudo chown -R 1000:1000 ${quoted(home)}`,
      };
    case 'not-kept':
      return {
        code: 'home/not-writable',
        title: 'The settings could not be kept before a newer Jenkins starts',
        detail: `${home}/.jenkins-tray/kept: ${words.join(' ')}`,
        fix: 'Look at the folder and its disk, then try again.',
      };
    case 'newer':
      return {
        code: 'home/newer',
        title: 'The home was last used by a newer Jenkins',
        detail: `The home was written by Jenkins ${words[0] ?? '?'}, the image has ${words[1] ?? '?'}. Going back can lose settings.`,
        fix: 'Use a base image of at least that version.',
        command: 'jenkins-tray config set images.jenkinsBase jenkins/jenkins:lts-jdk21',
      };
    default:
      return {
        code: 'home/not-writable',
        title: `${home} could not be looked at`,
        detail: `${verdict} ${words.join(' ')} ${stderr}`.trim(),
      };
  }
}

import type { CodedFailure, Sections } from './types.ts';

export const jenkinsStartSections = {
  'jenkins/boot-failed': {
    title: 'Jenkins failed while starting',
    meaning:
      'Jenkins runs, but could not start: its page shows an exception. A plugin, or a file of the home that it cannot read, is the usual cause.',
    remedy: 'Read its page or its log (`jenkins-tray logs jenkins`), mend what it names, and restart it.',
  },
} as const satisfies Sections;

type StartFailure = CodedFailure<keyof typeof jenkinsStartSections>;

/** `url`: of its page, which shows why. */
export const bootFailed = (url: string): StartFailure => ({
  code: 'jenkins/boot-failed',
  title: 'Jenkins failed while starting',
  detail: `${url} shows the exception with which its start ended.`,
  fix: 'Its log says why as well.',
  command: 'jenkins-tray logs jenkins',
});

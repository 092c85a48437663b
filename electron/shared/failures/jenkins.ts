import { buildName } from '../build-name.ts';
import type { Sections, Words } from './words.ts';

export const jenkinsSections = {
  'jenkins/not-ready': {
    title: 'Jenkins did not become ready',
    meaning: 'Its container runs, and its page did not answer in time. The Jenkins that ran before was started again.',
    remedy: 'Read its log. A slow disk or many plugins may need a longer `timeouts.ready`.',
  },
  'jenkins/exited': {
    title: 'Jenkins ended while starting',
    meaning: 'Jenkins’ process exited before its page answered. The Jenkins that ran before was started again.',
    remedy: 'The last lines of its log say why: `jenkins-tray logs jenkins`.',
  },
  'jenkins/no-secrets': {
    title: 'Jenkins did not get its administrator’s password',
    meaning: 'A new home’s Jenkins waits for the generated password, and it could not be handed over.',
    remedy: 'Try again. The home stays closed until it has an administrator.',
  },
  'jenkins/unreachable': {
    title: 'Jenkins cannot be asked',
    meaning: 'Jenkins does not run, its page does not answer, or it tells its builds only to those who log in.',
    remedy:
      'Bring Jenkins up. Where it asks for a login, make an API token in Jenkins and set `jenkins.user` and `jenkins.apiToken`.',
  },
  'jenkins/busy': {
    title: 'A build has started in the meantime',
    meaning: 'A build began after you were asked; going on would stop it without your consent.',
    remedy: 'Wait for the build, or try again and agree to stop it.',
  },
} as const satisfies Sections;

type JenkinsFailure = Words<keyof typeof jenkinsSections>;

/** `seconds`: how long it was waited for. */
export const jenkinsNotReady = (url: string, seconds: number): JenkinsFailure => ({
  code: 'jenkins/not-ready',
  title: 'Jenkins did not become ready',
  detail: `${url}/login did not become ready within ${seconds} s.`,
  fix: 'Look at its log; a slow disk or many plugins may need a longer timeouts.ready.',
  command: `jenkins-tray config set timeouts.ready ${seconds * 2}`,
});

export const jenkinsExited = (exitCode: number | null): JenkinsFailure => ({
  code: 'jenkins/exited',
  title: 'Jenkins ended while starting',
  detail: exitCode === null ? '' : `Exit code ${exitCode}.`,
  fix: 'The last lines of its log say why.',
  command: 'jenkins-tray logs jenkins',
});

/** `folder`: where in the container the password is waited for. */
export const noSecrets = (folder: string, container: string, why: string): JenkinsFailure => ({
  code: 'jenkins/no-secrets',
  title: 'Jenkins did not get its administrator’s password',
  detail: `A new home’s Jenkins waits for it in ${folder} of ${container}. ${why}`.trim(),
  fix: 'Try again; the home stays closed until it has one.',
});

/** Nobody's page can be opened; where a command line asks, `command` says how to start it. */
export const jenkinsNotRunning = (): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: 'Jenkins is not running',
  detail: 'There is no page to open.',
  fix: 'Bring it up first.',
  command: 'jenkins-tray up dood',
});

/** `whose`: of what there is no log; `mode`: the one that brings it up. */
export const noLog = (whose: string, mode: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: `There is no ${whose} to read a log of`,
  detail: 'Its container does not exist.',
  fix: 'Bring it up first.',
  command: `jenkins-tray up ${mode}`,
});

export const pageSilent = (url: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: "Jenkins' page does not answer",
  detail: `${url} is not ready, so its builds cannot be counted.`,
});

export const loginNeeded = (url: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: 'Jenkins asks for a login',
  detail: `${url} does not show its builds to everybody.`,
  fix: 'Make an API token in Jenkins and give it to Jenkins Tray.',
  command: 'jenkins-tray config set jenkins.user NAME && jenkins-tray config set jenkins.apiToken TOKEN',
});

export const buildsUnreadable = (url: string, why: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: 'Jenkins’ builds cannot be read',
  detail: `${url}: ${why}`,
});

/** `builds`: by job and number. */
export const buildsStarted = (
  builds: readonly { readonly job: string; readonly number: number }[],
): JenkinsFailure => ({
  code: 'jenkins/busy',
  title: 'A build has started in the meantime',
  detail: `${builds.map(buildName).join(', ')} would be stopped without your consent.`,
  fix: 'Wait for it, or try again and agree to stop it.',
});

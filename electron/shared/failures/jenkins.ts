import type { CodedFailure, Sections } from './types.ts';

export const jenkinsSections = {
  'jenkins/not-ready': {
    title: 'Jenkins did not become ready',
    meaning:
      'Its container runs, but its page did not become ready in time. The Jenkins that ran before was started again.',
    remedy: 'Read its log. A slow disk or many plugins may need a longer `timeouts.ready`.',
  },
  'jenkins/exited': {
    title: 'Jenkins exited while starting',
    meaning: 'The Jenkins process exited before its page was ready. The Jenkins that ran before was started again.',
    remedy: 'The last lines of its log say why: `jenkins-tray logs jenkins`.',
  },
  'jenkins/no-secrets': {
    title: 'Jenkins did not get its administrator’s password',
    meaning: 'With a new home, Jenkins waits for the generated password, which could not be delivered.',
    remedy: 'Try again. Nobody can log in until the home has an administrator.',
  },
  'jenkins/open': {
    title: 'Jenkins lets everybody in',
    meaning:
      'The Jenkins of a new home answered without a login, so everybody who reaches its page could run anything. It was stopped at once.',
    remedy:
      'Something opened it: a script of your base image, or your Configuration as Code file. Remove that, then try again.',
  },
  'jenkins/no-administrator': {
    title: 'The administrator cannot log in',
    meaning:
      'The image’s script adds the administrator of a new home. It failed, or Jenkins refuses the login. Jenkins was stopped; nobody could have got in.',
    remedy: 'Read its log: `jenkins-tray logs jenkins`. The next start tries again.',
  },
  'jenkins/unreachable': {
    title: 'Jenkins cannot be queried',
    meaning: 'Jenkins is not running, its page does not respond, or it shows its builds only to users who log in.',
    remedy:
      'Start Jenkins. If it requires a login, create an API token in Jenkins and set `jenkins.user` and `jenkins.apiToken`.',
  },
  'jenkins/login-refused': {
    title: 'Jenkins refuses the login',
    meaning:
      'Jenkins does not accept the API token of `jenkins.user`, or the stored administrator’s password. Tokens expire: Jenkins’ own form preselects 30 days. Neither the app nor a command sends the same login again until it is set again or Jenkins’ container restarts, since directories such as LDAP lock accounts after a few wrong ones.',
    remedy:
      'Create a new API token in Jenkins and set `jenkins.user` and `jenkins.apiToken`. If the account works again instead, such as after a lock in LDAP, `jenkins-tray password check` or "Try the login again" in the window sends the login once more.',
  },
} as const satisfies Sections;

type JenkinsFailure = CodedFailure<keyof typeof jenkinsSections>;

/** `seconds`: the time limit. */
export const jenkinsNotReady = (url: string, seconds: number): JenkinsFailure => ({
  code: 'jenkins/not-ready',
  title: 'Jenkins did not become ready',
  detail: `${url}/login did not become ready within ${seconds} s.`,
  fix: 'Read its log; a slow disk or many plugins may need a longer timeouts.ready.',
  command: `jenkins-tray config set timeouts.ready ${seconds * 2}`,
});

export const jenkinsExited = (exitCode: number | null): JenkinsFailure => ({
  code: 'jenkins/exited',
  title: 'Jenkins exited while starting',
  detail: exitCode === null ? '' : `Exit code ${exitCode}.`,
  fix: 'The last lines of its log say why.',
  command: 'jenkins-tray logs jenkins',
});

/** `folder`: where the container expects the password. */
export const noSecrets = (folder: string, container: string, why: string): JenkinsFailure => ({
  code: 'jenkins/no-secrets',
  title: 'Jenkins did not get its administrator’s password',
  detail: `With a new home, Jenkins waits for it in ${folder} of ${container}. ${why}`.trim(),
  fix: 'Try again; nobody can log in until the home has an administrator.',
});

export const jenkinsOpen = (url: string): JenkinsFailure => ({
  code: 'jenkins/open',
  title: 'Jenkins lets everybody in',
  detail: `${url} answers without a login. It was stopped.`,
  fix: 'Remove what opened it, in your base image or your Configuration as Code file, then try again.',
});

export const administratorRefused = (url: string): JenkinsFailure => ({
  code: 'jenkins/no-administrator',
  title: 'The administrator cannot log in',
  detail: `${url} refuses the administrator of the new home. Jenkins was stopped.`,
  fix: 'The image’s script that adds the administrator has failed; the log says why.',
  command: 'jenkins-tray logs jenkins',
});

/** The image's script ended Jenkins. */
export const homeNotSetUp = (): JenkinsFailure => ({
  code: 'jenkins/no-administrator',
  title: 'The new home could not be set up',
  detail: 'The administrator could not be added, so Jenkins was not started.',
  fix: 'The last lines of its log say why.',
  command: 'jenkins-tray logs jenkins',
});

export const jenkinsNotRunning = (): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: 'Jenkins is not running',
  detail: 'There is no page to open.',
  fix: 'Bring it up first.',
  command: 'jenkins-tray up dood',
});

/** `name`: whose log is missing; `mode`: the mode that starts it. */
export const noLog = (name: string, mode: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: `There is no log of ${name}`,
  detail: 'Its container does not exist.',
  fix: 'Bring it up first.',
  command: `jenkins-tray up ${mode}`,
});

/** `name`: what does not run; `mode`: the mode that starts it. */
export const containerNotRunning = (name: string, mode: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: `${name.charAt(0).toUpperCase()}${name.slice(1)} is not running`,
  detail: 'Its container does not exist, or is stopped.',
  fix: 'Bring it up first.',
  command: `jenkins-tray up ${mode}`,
});

export const pageNotReady = (url: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: "Jenkins' page does not respond",
  detail: `${url} is not ready, so its builds cannot be counted.`,
});

const SET_TOKEN = 'jenkins-tray config set jenkins.apiToken';
/** The command that sets a login for Jenkins. */
export const SET_LOGIN = `jenkins-tray config set jenkins.user NAME && ${SET_TOKEN}`;

export const loginNeeded = (url: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: 'Jenkins requires a login',
  detail: `${url} shows its builds only to users who log in.`,
  fix: 'Create an API token in Jenkins and set it in Jenkins Tray.',
  command: SET_LOGIN,
});

/** Of the user's own account. */
export const loginRefused = (url: string, user: string): JenkinsFailure => ({
  code: 'jenkins/login-refused',
  title: 'Jenkins refuses the API token',
  detail: `${url} does not accept the API token of ${user}: it has expired, was revoked, or is not theirs. Tokens made in Jenkins expire after 30 days unless another time is chosen.`,
  fix: 'Create a new API token in Jenkins and set it in Jenkins Tray.',
  command: SET_TOKEN,
});

/** Of the administrator that this app created. */
export const storedPasswordRefused = (url: string): JenkinsFailure => ({
  code: 'jenkins/login-refused',
  title: 'The stored administrator’s password no longer fits',
  detail: `${url} refuses the password that Jenkins Tray gave to its administrator, so it was changed in Jenkins.`,
  fix: 'Enter the present password on Overview or with this command, or let Jenkins Tray set a new one: jenkins-tray password rotate.',
  command: 'jenkins-tray password set',
});

export const buildsUnreadable = (url: string, why: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: 'Jenkins’ builds cannot be read',
  detail: `${url}: ${why}`,
});

export const buildNotEnded = (build: string, why: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: 'The build could not be ended',
  detail: `${build}: ${why}`,
  fix: 'Open Jenkins and end it there.',
});

/** `why`: Jenkins’ answer. */
export const notDrained = (url: string, why: string): JenkinsFailure => ({
  code: 'jenkins/unreachable',
  title: 'Jenkins could not be asked to start no new builds',
  detail: `${url}: ${why}`,
  fix: 'Set the API token of an administrator in Jenkins Tray, or switch without waiting for builds.',
  command: SET_LOGIN,
});

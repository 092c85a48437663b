import type { CodedFailure, Sections } from './types.ts';

export const jenkinsPasswordSections = {
  'jenkins/password-not-changed': {
    title: 'The administrator’s password was not changed',
    meaning:
      'Jenkins Tray changes the password only of the account that it made, in a running Jenkins with its own accounts, by a script of its image.',
    remedy:
      'Start Jenkins; if it runs with an older image, restart it: `jenkins-tray restart`. A Jenkins with accounts of its own, or of a directory, has its password changed there.',
  },
  'jenkins/token-stays': {
    title: 'The former API token of Jenkins Tray stays valid',
    meaning:
      'The administrator has a new password, and Jenkins Tray a new API token. The script in an image of an older Jenkins Tray does not end the token before, and whoever has that can still log in with it.',
    remedy:
      'Restart Jenkins, which builds the present image, and change the password again: `jenkins-tray restart`, then `jenkins-tray password rotate`. Or revoke the tokens called “Jenkins Tray” on the administrator’s Security page in Jenkins.',
  },
} as const satisfies Sections;

type PasswordFailure = CodedFailure<keyof typeof jenkinsPasswordSections>;

const title = 'The administrator’s password was not changed';

/** `why`: what the script in Jenkins said. */
export const passwordNotChanged = (why: string): PasswordFailure => ({
  code: 'jenkins/password-not-changed',
  title,
  detail: why === '' ? 'Jenkins did not say why.' : `Jenkins says: ${why}.`,
  fix: 'The password before is still stored.',
});

/** Its container is from an older image, or Jenkins is still starting. */
export const passwordNotTaken = (): PasswordFailure => ({
  code: 'jenkins/password-not-changed',
  title,
  detail: 'This Jenkins takes no password, since it is still starting or runs with an image of an older Jenkins Tray.',
  fix: 'Wait until it has started, or restart it with the present image.',
  command: 'jenkins-tray restart',
});

/** The running Jenkins is not one of this app, or not one whose administrator this app made. */
export const passwordNotOurs = (url: string): PasswordFailure => ({
  code: 'jenkins/password-not-changed',
  title,
  detail: `The administrator of ${url} was not made by Jenkins Tray.`,
  fix: 'Change the password in Jenkins. Jenkins Tray logs in with jenkins.user and jenkins.apiToken.',
});

/** What the user gave as the present password. `why`: Jenkins’ answer. */
export const passwordRefused = (url: string): PasswordFailure => ({
  code: 'jenkins/password-not-changed',
  title: 'Jenkins refuses this password',
  detail: `${url} does not accept it for admin. It was not stored.`,
  fix: 'Check it on Jenkins’ own page, or let Jenkins Tray set a new one.',
  command: 'jenkins-tray password rotate',
});

export const passwordUnchecked = (url: string): PasswordFailure => ({
  code: 'jenkins/password-not-changed',
  title: 'The password could not be checked',
  detail: `${url} does not answer as a Jenkins that is up. The password was not stored.`,
  fix: 'Try again once Jenkins is up.',
});

/** The password was changed all the same. */
export const formerTokenStays = (url: string): PasswordFailure => ({
  code: 'jenkins/token-stays',
  title: 'The former API token of Jenkins Tray stays valid',
  detail: `The administrator of ${url} has a new password. The image of this Jenkins is of an older Jenkins Tray, which does not end the token from before.`,
  fix: 'Restart Jenkins, which builds the present image, and change the password again.',
  command: 'jenkins-tray restart && jenkins-tray password rotate',
});

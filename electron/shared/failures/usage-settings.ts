import type { UsageFailure } from './usage.ts';

export const noValueGiven = (key: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `No value was given for ${key}`,
  detail: 'Nothing was changed.',
  fix: 'To clear it:',
  command: `jenkins-tray config unset ${key}`,
});

export const invalidPasswordUsage = (action: string): UsageFailure => ({
  code: 'usage/invalid',
  title: 'Invalid use of password',
  detail: `password has no "${action}".`,
  fix: 'Use: password check, set or rotate. The password is asked for, or read from standard input.',
  command: 'jenkins-tray password set',
});

export const noPasswordGiven = (): UsageFailure => ({
  code: 'usage/invalid',
  title: 'No password was given',
  detail: 'Nothing was changed.',
  fix: 'Type it at the prompt, or send it to standard input.',
  command: 'jenkins-tray password set',
});

/** `editor`: the command; `why`: how it ended. */
export const editorFailed = (editor: string, why: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `The editor did not end well: ${editor}`,
  detail: `${why} Nothing was changed.`,
  fix: 'Name an editor that is installed and waits until the file is closed.',
  command: 'EDITOR=nano jenkins-tray config edit',
});

/** No editor is named, and those that are usual need a terminal. `command`: `config edit` or `plugins edit`. */
export const editNeedsTerminal = (command: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `${command} needs a terminal`,
  detail: 'Neither VISUAL nor EDITOR names another editor.',
  fix: 'Make one change:',
  command: command === 'config edit' ? 'jenkins-tray config set KEY VALUE' : 'jenkins-tray plugins add NAME:VERSION',
});

export const invalidConfigUsage = (title: string): UsageFailure => ({
  code: 'usage/invalid',
  title,
  detail: 'Use get KEY, set KEY VALUE, unset KEY, edit, back, list or path.',
  command: 'jenkins-tray config --help',
});

/** Every user of this computer can read a process's arguments. */
export const secretInArgument = (key: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `${key} is not taken from an argument`,
  detail:
    'Every user of this computer can read arguments while a program runs. It is asked for, or read from standard input.',
  command: `jenkins-tray config set ${key}`,
});

/** To store it would lose the secret that it stands for. */
export const shownInsteadOfSecret = (key: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `The value for ${key} is not the secret, but what is shown in its place`,
  detail: 'Nothing was changed. Commands do not print secrets; the settings file has them.',
  fix: 'To change a part of it:',
  command: 'jenkins-tray config edit',
});

/** `nearest`: settings with similar names. */
export const unknownSetting = (key: string, nearest: readonly string[]): UsageFailure => ({
  code: 'usage/invalid',
  title: `There is no setting "${key}"`,
  detail: nearest.length > 0 ? `Did you mean ${nearest.join(', or ')}?` : 'No setting has a similar name.',
  fix: 'All settings with their values:',
  command: 'jenkins-tray config list',
});

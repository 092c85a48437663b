import { oneOf } from '../format.ts';
import type { CodedFailure, Sections } from './types.ts';

export const usageSections = {
  'usage/invalid': {
    title: 'The request is not valid',
    meaning: 'A command, option, setting or address does not exist or cannot be used like this. Nothing was done.',
    remedy: 'See `jenkins-tray --help`, or `jenkins-tray COMMAND --help`.',
  },
} as const satisfies Sections;

type UsageFailure = CodedFailure<keyof typeof usageSections>;

/** `message`: commander's. */
export const invalidCommand = (message: string): UsageFailure => ({
  code: 'usage/invalid',
  title: message.replace(/^error: /, '').split('\n')[0] ?? message,
  detail: message,
  fix: 'All commands:',
  command: 'jenkins-tray --help',
});

/** `modes`: those that this command accepts. */
export const unknownMode = (typed: string, modes: readonly string[]): UsageFailure => ({
  code: 'usage/invalid',
  title: `There is no mode "${typed}"`,
  detail: `A mode is ${oneOf(modes)}.`,
});

export const updateNeedsMode = (): UsageFailure => ({
  code: 'usage/invalid',
  title: 'Jenkins is off, so there is nothing to restart',
  detail: 'An update rebuilds the images and starts Jenkins from them.',
  fix: 'Name the mode to start it in.',
  command: 'jenkins-tray update dind',
});

export const restartNeedsMode = (): UsageFailure => ({
  code: 'usage/invalid',
  title: 'Jenkins is off, so there is nothing to restart',
  detail: 'It was not requested in any mode.',
  fix: 'Start it in a mode.',
  command: 'jenkins-tray up dind',
});

export const unknownLog = (typed: string, sources: readonly string[]): UsageFailure => ({
  code: 'usage/invalid',
  title: `There is no log of "${typed}"`,
  detail: `Choose ${oneOf(sources)}.`,
});

export const followedAsJson = (): UsageFailure => ({
  code: 'usage/invalid',
  title: '--follow and --json cannot be combined',
  detail: 'A followed log has no end, but --json prints one document.',
});

export const badLineCount = (typed: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `--tail cannot be ${typed}`,
  detail: 'It must be a number of lines, or all.',
});

export const badTime = (typed: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `--since cannot be ${typed}`,
  detail:
    'Use a duration such as 10m or 1h30m, a date such as 2026-01-31 or 2026-01-31T08:00:00Z, or seconds since 1970.',
});

export const badLimit = (typed: string, most: number): UsageFailure => ({
  code: 'usage/invalid',
  title: `--limit cannot be ${typed}`,
  detail: `It must be a number of builds from 1 to ${most}.`,
});

export const unknownPlace = (typed: string, places: readonly string[]): UsageFailure => ({
  code: 'usage/invalid',
  title: `There is no shell in "${typed}"`,
  detail: `Choose ${oneOf(places)}.`,
});

export const shellAsDocument = (): UsageFailure => ({
  code: 'usage/invalid',
  title: 'A shell prints no document',
  detail: '--json and --format cannot be used with it.',
});

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

export const badRelease = (typed: string, most: number): UsageFailure => ({
  code: 'usage/invalid',
  title: `--release cannot be ${typed}`,
  detail: `It must be a number of minutes from 0 to ${most}.`,
});

/** Metrics have a form of their own. */
export const metricsAsDocument = (): UsageFailure => ({
  code: 'usage/invalid',
  title: '--prometheus cannot be combined with --json or --format',
  detail: 'Metrics have a form of their own.',
});

export const badTemplate = (why: string): UsageFailure => ({
  code: 'usage/invalid',
  title: 'The template of --format cannot be used',
  detail: why,
  fix: 'Name values by their path in the JSON document, such as {{.jenkins.url}}. The document:',
  command: 'jenkins-tray COMMAND --json',
});

export const twoFormats = (): UsageFailure => ({
  code: 'usage/invalid',
  title: '--json and --format cannot be combined',
  detail: 'Both say how the document is printed.',
});

export const badMinutes = (typed: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `--when-idle cannot be ${typed}`,
  detail:
    'It must be a number of minutes from 1 to 10080 (a week). Without a number it waits until all builds have ended.',
});

export const invalidConfigUsage = (title: string): UsageFailure => ({
  code: 'usage/invalid',
  title,
  detail: 'Use get KEY, set KEY VALUE, unset KEY, edit, back, list or path.',
  command: 'jenkins-tray config --help',
});

export const invalidSnapshotUsage = (title: string): UsageFailure => ({
  code: 'usage/invalid',
  title,
  detail: 'Use create, list, verify NAME, restore NAME, export NAME FILE, import FILE or delete NAME.',
  command: 'jenkins-tray snapshot --help',
});

/** Every user of this computer can read a process's arguments. */
export const secretInArgument = (key: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `${key} is not taken from an argument`,
  detail:
    'Every user of this computer can read arguments while a program runs. It is asked for, or read from standard input.',
  command: `jenkins-tray config set ${key}`,
});

/** `nearest`: settings with similar names. */
export const unknownSetting = (key: string, nearest: readonly string[]): UsageFailure => ({
  code: 'usage/invalid',
  title: `There is no setting "${key}"`,
  detail: nearest.length > 0 ? `Did you mean ${nearest.join(', or ')}?` : 'No setting has a similar name.',
  fix: 'All settings with their values:',
  command: 'jenkins-tray config list',
});

/** The window sent something that the contract does not allow. */
export const invalidCall = (why: string): UsageFailure => ({
  code: 'usage/invalid',
  title: 'The window sent an invalid request',
  detail: why,
});

export const addressRefused = (address: string): UsageFailure => ({
  code: 'usage/invalid',
  title: 'This address cannot be opened from here',
  detail: `Only Jenkins’ own pages and the documentation can be opened, not ${address.slice(0, 200)}.`,
});

/** `names`: the Jenkins that were found. */
export const nothingToTakeOver = (typed: string, names: readonly string[]): UsageFailure => ({
  code: 'usage/invalid',
  title: `There is no other Jenkins "${typed}"`,
  detail: names.length === 0 ? 'No other Jenkins was found.' : `Found: ${names.join(', ')}.`,
  fix: 'All of them, with what would be kept:',
  command: 'jenkins-tray take-over',
});

export const noFolderGiven = (): UsageFailure => ({
  code: 'usage/invalid',
  title: '--copy-to needs a folder',
  detail: 'It was empty.',
});

export const notTakenOver = (name: string, why: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `${name} cannot be taken over`,
  detail: why,
});

export const traceNotWritable = (file: string, message: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `The trace cannot be written to ${file}`,
  detail: message,
  fix: 'Choose a file in a folder of yours.',
});

/** An upgrade to a version of a base whose name does not say where its version is. */
export const baseWithoutVersion = (base: string, typed: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `The name of ${base} has no Jenkins version`,
  detail: `So the name with ${typed} is not known. Nothing was changed.`,
  fix: 'Give the whole name of the image:',
  command: 'jenkins-tray upgrade jenkins/jenkins:lts-jdk21',
});

export const upgradeNeedsJenkins = (): UsageFailure => ({
  code: 'usage/invalid',
  title: 'Jenkins is off, so there is nothing to upgrade',
  detail: 'An upgrade is tried with a Jenkins that runs, to which it can go back.',
  fix: 'Start Jenkins in a mode first.',
  command: 'jenkins-tray up dind',
});

export const upgradeTwice = (): UsageFailure => ({
  code: 'usage/invalid',
  title: 'Choose one: a version, --lts, --same-base or --back',
  detail:
    'An upgrade goes to one version, to the newest LTS, to other plugins on the same base, or back to what was there before the last one.',
});

export const imageUnknown = (name: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `There is no image ${name} of Jenkins Tray`,
  detail: 'Only images that Jenkins Tray built, under no name of somebody else, are removed.',
  fix: 'See which there are:',
  command: 'jenkins-tray images',
});

export const invalidImagesUsage = (action: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `images has no "${action}"`,
  detail:
    'Without a word it lists the images; images prepare [dind|dood] builds those that a switch would build first; images remove [NAME] removes old ones, or the named one.',
});

/** `why`: what is wrong with the words after `plugins`. */
export const invalidPluginsUsage = (why: string): UsageFailure => ({
  code: 'usage/invalid',
  title: why,
  detail: 'It takes: list, add NAME[:VERSION], remove NAME, edit [FILE], check [FILE].',
  fix: 'See its help:',
  command: 'jenkins-tray plugins --help',
});

export const pluginNotListed = (name: string, near: readonly string[]): UsageFailure => ({
  code: 'usage/invalid',
  title: `${name} is not in the list of plugins`,
  detail:
    near.length === 0
      ? 'It may come along with another plugin, which needs it.'
      : `Did you mean ${oneOf(near)}? Or it comes along with another plugin, which needs it.`,
  fix: 'See the list:',
  command: 'jenkins-tray plugins list',
});

import { oneOf } from '../format.ts';
import type { CodedFailure, Sections } from './types.ts';

export const usageSections = {
  'usage/invalid': {
    title: 'The request is not valid',
    meaning: 'A command, option, setting or address does not exist or cannot be used like this. Nothing was done.',
    remedy: 'See `jenkins-tray --help`, or `jenkins-tray COMMAND --help`.',
  },
} as const satisfies Sections;

/** A request that is not valid. Factories beside this file: `usage-*.ts`. */
export type UsageFailure = CodedFailure<keyof typeof usageSections>;

/** `title`, `detail`: what the parser refused; `command`: the one that was typed, if there is such a one. */
export const invalidCommand = (title: string, detail: string, command: string | null): UsageFailure => ({
  code: 'usage/invalid',
  title,
  detail,
  fix: command === null ? 'All commands:' : 'What it takes:',
  command: command === null ? 'jenkins-tray --help' : `jenkins-tray ${command} --help`,
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

export const unknownPlace = (typed: string, places: readonly string[]): UsageFailure => ({
  code: 'usage/invalid',
  title: `There is no shell in "${typed}"`,
  detail: `Choose ${oneOf(places)}.`,
});

export const invalidSnapshotUsage = (title: string): UsageFailure => ({
  code: 'usage/invalid',
  title,
  detail: 'Use create, list, verify NAME, restore NAME, export NAME FILE, import FILE or delete NAME.',
  command: 'jenkins-tray snapshot --help',
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

export const notTakenOver = (name: string, why: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `${name} cannot be taken over`,
  detail: why,
});

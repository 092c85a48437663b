import type { UsageFailure } from './usage.ts';

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

export const shellAsDocument = (): UsageFailure => ({
  code: 'usage/invalid',
  title: 'A shell prints no document',
  detail: '--json and --format cannot be used with it.',
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

export const badKeep = (typed: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `--keep cannot be ${typed}`,
  detail: 'It must be a number of snapshots from 1 to 9999.',
});

export const noFolderGiven = (): UsageFailure => ({
  code: 'usage/invalid',
  title: '--copy-to needs a folder',
  detail: 'It was empty.',
});

export const traceNotWritable = (file: string, message: string): UsageFailure => ({
  code: 'usage/invalid',
  title: `The trace cannot be written to ${file}`,
  detail: message,
  fix: 'Choose a file in a folder of yours.',
});

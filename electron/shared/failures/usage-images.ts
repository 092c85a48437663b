import { oneOf } from '../format.ts';
import type { UsageFailure } from './usage.ts';

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

/** `title`: what is wrong with the words after `images`. */
export const invalidImagesUsage = (title: string): UsageFailure => ({
  code: 'usage/invalid',
  title,
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

import { count } from '../format.ts';
import type { CodedFailure, Sections } from './types.ts';

export const upgradeSections = {
  'upgrade/plugins-failed': {
    title: 'The upgrade was undone: plugins failed to load',
    meaning:
      'The upgraded Jenkins became ready, but its log, or its own list of plugins, says that it could not load plugins that loaded before. Jobs that use them would fail, so the image and the home from before are back.',
    remedy:
      'Edit the list of plugins (setting `images.pluginsFile`) so that it has versions which fit the new Jenkins, then upgrade again.',
  },
  'upgrade/nothing-to-go-back-to': {
    title: 'There is no upgrade to go back from',
    meaning:
      '`jenkins-tray upgrade --back` goes back from the last upgrade that was completed, as long as the image from before is there. There was none, it was undone already, or that image was removed.',
    remedy:
      '`docker images` lists the images that are there. Another version is reached with `jenkins-tray upgrade VERSION`; none that is older than the home.',
  },
} as const satisfies Sections;

type UpgradeFailure = CodedFailure<keyof typeof upgradeSections>;

/** `plugins`: one line each, in Jenkins' words. */
export const pluginsBrokeUpgrade = (plugins: readonly string[]): UpgradeFailure => ({
  code: 'upgrade/plugins-failed',
  title: `${count(plugins.length, 'plugin')} failed to load after the upgrade`,
  detail: plugins.join('\n'),
  fix: 'Use a list of plugins with versions that fit the new Jenkins (setting images.pluginsFile), then upgrade again.',
});

/** `why`: what is missing. */
export const nothingToGoBackTo = (why: string): UpgradeFailure => ({
  code: 'upgrade/nothing-to-go-back-to',
  title: 'There is no upgrade to go back from',
  detail: why,
  fix: 'See which images are there:',
  command: 'docker images jenkins-dood-image',
});

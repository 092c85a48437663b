import { count } from '../format.ts';
import type { CodedFailure, Sections } from './types.ts';

export const upgradeSections = {
  'upgrade/plugins-failed': {
    title: 'The upgrade was undone: plugins failed to load',
    meaning:
      'The upgraded Jenkins became ready, but its log, or its own list of plugins, says that it could not load plugins that loaded before. Jobs that use them would fail, so the image and the home from before are back.',
    remedy:
      'Edit the list of plugins (`jenkins-tray plugins edit`, or Settings in the window) so that it has versions which fit the new Jenkins, then upgrade again. If the list was changed for the upgrade, the one from before is used again, and the failure names the other: `jenkins-tray plugins edit FILE` goes on from there.',
  },
  'upgrade/nothing-to-go-back-to': {
    title: 'There is no upgrade to go back from',
    meaning:
      '`jenkins-tray upgrade --back` goes back from the last upgrade that was completed, as long as the image from before is there. There was none, it was undone already, or that image was removed.',
    remedy:
      '`jenkins-tray images` lists the images that are there. Another version is reached with `jenkins-tray upgrade VERSION`; none that is older than the home.',
  },
  'upgrade/home-elsewhere': {
    title: 'The home from before the upgrade is in another place',
    meaning:
      'A home that is a volume, or a mount point, cannot be replaced where it is. The one from before the upgrade was put beside it, and the setting `home` names it. Jenkins is off.',
    remedy: 'Start Jenkins: `jenkins-tray up MODE`. It has the image and the home from before.',
  },
  'upgrade/stays': {
    title: 'The upgrade was cancelled and not undone',
    meaning:
      'The new Jenkins had been started on the home, so that going back takes the home from the snapshot, and there is too little room beside the home to unpack it, or the snapshot is gone. Nothing is lost: the upgraded Jenkins keeps its home.',
    remedy:
      'Make room beside the home, then `jenkins-tray upgrade --back`. Or start Jenkins as it is: `jenkins-tray up MODE`.',
  },
  'upgrade/newer-base': {
    title: 'A newer base image is there',
    meaning:
      'The registry has another image under the name of the base than this computer. It is looked for once a day, and never applied by itself.',
    remedy:
      'Upgrade when it suits you: `jenkins-tray upgrade`. To stop being told: `jenkins-tray config set images.checkForNewer false`.',
  },
  'upgrade/image-in-use': {
    title: 'The image is used',
    meaning: 'A container of this image is there, or the next start of Jenkins uses it. It was not removed.',
    remedy: 'Go to another image first, or keep it.',
  },
} as const satisfies Sections;

type UpgradeFailure = CodedFailure<keyof typeof upgradeSections>;

/** `plugins`: one line each, in Jenkins' words. */
export const pluginsBrokeUpgrade = (plugins: readonly string[]): UpgradeFailure => ({
  code: 'upgrade/plugins-failed',
  title: `${count(plugins.length, 'plugin')} failed to load after the upgrade`,
  detail: plugins.join('\n'),
  fix: 'Use a list of plugins with versions that fit the new Jenkins, then upgrade again.',
  command: 'jenkins-tray plugins edit',
});

/** The way back from an upgrade, by a cancel, comes to nothing. */
export const upgradeNotCancelled = (): UpgradeFailure => ({
  code: 'upgrade/stays',
  title: 'The upgrade was not undone',
  detail: 'It was cancelled once the new Jenkins had been started.',
});

/** The failure of an upgrade whose home from before cannot be put back now; `why`: the failure that says so. */
export const withHomeStays = <T extends { readonly detail: string; readonly fix?: string; readonly command?: string }>(
  failure: T,
  { detail, code }: { readonly detail: string; readonly code: string },
): T => ({
  ...failure,
  detail:
    `${failure.detail}\nThe home from before was not put back: ${detail} The upgraded Jenkins keeps its home, and nothing is lost.`.trim(),
  ...(code === 'snapshot/unknown'
    ? {}
    : { fix: 'Once the cause is removed, go back:', command: 'jenkins-tray upgrade --back' }),
});

/** `why`: what is missing. */
export const nothingToGoBackTo = (why: string): UpgradeFailure => ({
  code: 'upgrade/nothing-to-go-back-to',
  title: 'There is no upgrade to go back from',
  detail: why,
  fix: 'See which images are there:',
  command: 'jenkins-tray images',
});

/** `base`: the name that was asked for; `digest`: of the newer image. */
export const newerBase = (base: string, digest: string): UpgradeFailure => ({
  code: 'upgrade/newer-base',
  title: `A newer ${base} is there`,
  detail: `Its registry now has ${digest.slice(0, 19)} under this name. Nothing is applied unasked.`,
  fix: 'Upgrade when it suits you; the image from before is kept.',
  command: 'jenkins-tray upgrade',
});

/** `why`: what uses it. */
export const imageInUse = (name: string, why: string): UpgradeFailure => ({
  code: 'upgrade/image-in-use',
  title: `${name} is used`,
  detail: `It was not removed: ${why}.`,
});

/** `home`: the folder or volume; `mode`: in which Jenkins ran. */
export const homeRestoredElsewhere = (home: string, mode: string): UpgradeFailure => ({
  code: 'upgrade/home-elsewhere',
  title: `The home from before the upgrade is ${home}`,
  detail: 'It could not be put where the home is, which stays as it is. The setting home names the one from before.',
  fix: 'Start Jenkins on it.',
  command: `jenkins-tray up ${mode}`,
});

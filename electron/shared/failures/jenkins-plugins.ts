import { count } from '../format.ts';
import { shellWord } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const pluginSections = {
  'jenkins/plugins-failed': {
    title: 'Some plugins failed to load',
    meaning:
      'Jenkins is ready, but its log, or its own list of plugins, says that it could not load these: one that they need is missing or too old, or they need a newer Jenkins. Jobs that use them fail. It happens on a home from elsewhere, whose plugins are older than the image’s: Jenkins’ own start script does not replace plugins that it did not install.',
    remedy:
      'Update the plugins that are named in Jenkins (Manage Jenkins, Plugins), then restart Jenkins: `jenkins-tray down`, and `up` again.',
  },
  'jenkins/plugins-upgraded': {
    title: 'The home’s plugins were upgraded',
    meaning:
      'Newer plugins of the image replaced older ones of the home, as you agreed. What there was before, with the settings at the top of the home, was copied to `.jenkins-tray/kept` in the home; the newest five of such copies stay.',
    remedy: 'Nothing needs to be done. Once all jobs work, you may delete the copy.',
  },
} as const satisfies Sections;

type PluginFailure = CodedFailure<keyof typeof pluginSections>;

/** `kept`: the copy of what was replaced. */
export const pluginsUpgraded = (plugins: number, kept: string): PluginFailure => ({
  code: 'jenkins/plugins-upgraded',
  title: `${count(plugins, 'plugin')} of the home ${plugins === 1 ? 'was' : 'were'} upgraded`,
  detail: `What there was before, with the settings, is in ${kept}.`,
  fix: `Once all jobs work, you may delete it: sudo rm -r ${shellWord(kept)}`,
});

/** A failure after plugins were replaced. */
export const withPluginsKept = <T extends { readonly detail: string }>(failure: T, kept: string): T => ({
  ...failure,
  detail: `${failure.detail}\nThe home’s plugins and settings from before their upgrade are in ${kept}.`.trim(),
});

/** `plugins`: one line each, in Jenkins' words. */
export const pluginsNotLoaded = (plugins: readonly string[]): PluginFailure => ({
  code: 'jenkins/plugins-failed',
  title: `${count(plugins.length, 'plugin')} failed to load`,
  detail: plugins.join('\n'),
  fix: 'Update what is named in Jenkins (Manage Jenkins, Plugins), then restart it.',
});

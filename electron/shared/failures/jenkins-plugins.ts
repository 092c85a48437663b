import { count } from '../format.ts';
import type { CodedFailure, Sections } from './types.ts';

export const pluginSections = {
  'jenkins/plugins-failed': {
    title: 'Some plugins failed to load',
    meaning:
      'Jenkins is ready, but its log says that it could not load these plugins: one that they need is missing or too old, or they need a newer Jenkins. Jobs that use them fail. It happens on a home from elsewhere, whose plugins are older than the image’s: Jenkins’ own start script does not replace plugins that it did not install.',
    remedy:
      'Update the plugins that are named in Jenkins (Manage Jenkins, Plugins), then restart Jenkins: `jenkins-tray down`, and `up` again.',
  },
} as const satisfies Sections;

type PluginFailure = CodedFailure<keyof typeof pluginSections>;

/** `plugins`: one line each, in Jenkins' words. */
export const pluginsNotLoaded = (plugins: readonly string[]): PluginFailure => ({
  code: 'jenkins/plugins-failed',
  title: `${count(plugins.length, 'plugin')} failed to load`,
  detail: plugins.join('\n'),
  fix: 'Update what is named in Jenkins (Manage Jenkins, Plugins), then restart it.',
});

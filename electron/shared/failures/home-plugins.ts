import { count } from '../format.ts';
import { quoted } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

/** The plugins of a home that is taken over, or that gets another image. */
export const homePluginSections = {
  'home/plugins': {
    title: 'The home’s plugins need a decision',
    meaning:
      'The plugins of the home were compared with those of the image, which had to be built for that. Some would not load: they need newer ones, or one that is missing, and Jenkins’ own start script does not replace plugins that it did not install. Nothing was stopped or changed.',
    remedy:
      'Do the same again: it now asks, with the names and versions of the plugins. If you agree, the image’s newer plugins replace the older ones of the home; what there was is copied to `.jenkins-tray/kept` in the home first. `--yes` agrees at once.',
  },
  'home/plugins-not-kept': {
    title: 'The home’s plugins could not be copied',
    meaning:
      'Before newer plugins replace those of the home, the folder `plugins` and the XML files at its top are copied to `.jenkins-tray/kept`. That failed, so Jenkins did not start, and nothing was replaced.',
    remedy: 'Free some space on the disk of the home, or check its disk, then try again.',
  },
  'home/plugins-not-put-back': {
    title: 'The home’s plugins could not be put back',
    meaning:
      'A Jenkins with newer plugins did not become ready, and the one before it needs those that it had. They are in `.jenkins-tray/kept` in the home, complete.',
    remedy:
      'Check the disk. To go on with the newer plugins, do what you did again: `jenkins-tray up MODE`. To go back by hand, with no Jenkins running on the home: copy the folder `plugins` and the XML files from the copy to the home, and remove `.jenkins-tray/upgrade-plugins` there.',
  },
} as const satisfies Sections;

type HomePluginFailure = CodedFailure<keyof typeof homePluginSections>;

/** `questions`: what the next request will ask. */
export const homePluginsUndecided = (
  questions: readonly { readonly text: string; readonly detail: string }[],
): HomePluginFailure => ({
  code: 'home/plugins',
  title: 'The home’s plugins need a decision',
  detail: questions.map(({ text, detail }) => `${text}. ${detail}`).join('\n'),
  fix: `Nothing was stopped. Do the same again, and answer ${count(questions.length, 'question')}.`,
});

/** Not enough space for the copy, or the entry point could not make it. */
export const homePluginsNotKept = (home: string, message: string): HomePluginFailure => ({
  code: 'home/plugins-not-kept',
  title: 'The home’s plugins could not be copied',
  detail: `Before newer plugins replace them, they are copied to ${home}/.jenkins-tray/kept. ${message}`.trim(),
  fix: 'Free some space there, or check the disk, then try again.',
  command: `du -sh ${quoted(`${home}/plugins`)}`,
});

export const homePluginsNotPutBack = (home: string, keptAs: string, message: string): HomePluginFailure => ({
  code: 'home/plugins-not-put-back',
  title: 'The home’s plugins could not be put back',
  detail: `Those from before are in ${home}/.jenkins-tray/kept/${keptAs}. ${message}`.trim(),
  fix: 'Check the disk, then try again, which goes on with the newer plugins; or copy those from before back by hand.',
});

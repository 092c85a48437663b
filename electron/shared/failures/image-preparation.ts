import { type JenkinsMode, modeName } from '../mode.ts';
import type { CodedFailure, Sections } from './types.ts';

export const imagePreparationSections = {
  'image/prepare': {
    title: 'The other mode’s images are not there yet',
    meaning:
      'The first switch to the other mode builds its images, which takes minutes. Jenkins Tray can build them before, in the background, while no build runs. It asks once.',
    remedy:
      'Agree in the window, or run `jenkins-tray config set images.prepareOther on`; `jenkins-tray images prepare` does it now. Without it, the first switch takes longer.',
  },
  'image/not-prepared': {
    title: 'The other mode’s images could not be prepared',
    meaning:
      'Jenkins Tray tried to build the images of the mode that does not run, with your consent, and could not. Jenkins is not affected.',
    remedy:
      'It tries again later by itself, each time after a longer pause. `jenkins-tray images prepare` tries at once and prints everything; `jenkins-tray config set images.prepareOther off` ends it.',
  },
} as const satisfies Sections;

type PreparationFailure = CodedFailure<keyof typeof imagePreparationSections>;

/** `mode`: the one that does not run; `images`: what it lacks. */
export const preparationOffered = (mode: JenkinsMode, images: readonly string[]): PreparationFailure => ({
  code: 'image/prepare',
  title: `The next switch to ${modeName(mode)} builds images first`,
  detail: `${images.join(', ')}: this takes minutes. It can be done before, in the background, while no build runs.`,
  fix: 'To do it now:',
  command: 'jenkins-tray images prepare',
});

/** `mode`: the one that does not run; `failure`: what the engine said. */
export const preparationFailed = (
  mode: JenkinsMode,
  { title, detail }: Pick<CodedFailure<string>, 'title' | 'detail'>,
): PreparationFailure => ({
  code: 'image/not-prepared',
  title: `The images of ${modeName(mode)} could not be prepared`,
  detail: [title, detail].filter((part) => part !== '').join('\n'),
  fix: 'It is tried again later. To try now:',
  command: 'jenkins-tray images prepare',
});

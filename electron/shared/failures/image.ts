import type { CodedFailure, Sections } from './types.ts';

export const imageSections = {
  'image/base-unavailable': {
    title: 'The base image cannot be pulled',
    meaning: 'The registry did not provide the base image of the Jenkins or DinD image.',
    remedy:
      'Check the network connection, and the image’s name in the settings (`images.…`); `docker pull` shows more.',
  },
  'image/build-failed': {
    title: 'Building an image failed',
    meaning: 'A step of the image’s Dockerfile failed, often the download of a package or plugin.',
    remedy: 'The last lines of the detail say which step. You can remove a plugin or package of yours from its file.',
  },
} as const satisfies Sections;

type ImageFailure = CodedFailure<keyof typeof imageSections>;

export const baseUnavailable = (base: string, message: string): ImageFailure => ({
  code: 'image/base-unavailable',
  title: `The base image ${base} cannot be pulled`,
  detail: message,
  fix: 'Check the network connection, and the image’s name in the settings.',
  command: `docker pull ${base}`,
});

/** What our own scripts print before the reason that they stop for. */
const OURS = 'jenkins-tray: ';

/** `lines`: the last lines of the build's output. The reason of our own script, if it has one, comes first. */
export const buildFailed = (image: string, message: string, lines: readonly string[]): ImageFailure => ({
  code: 'image/build-failed',
  title: `Building ${image} failed`,
  detail: [
    ...lines.filter((line) => line.startsWith(OURS) && !line.startsWith(`${OURS}warning`)).slice(-1),
    message,
    ...lines,
  ].join('\n'),
  fix: 'The last lines say which step failed; you can remove a plugin or package of yours from its file.',
});

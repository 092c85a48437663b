import type { Sections, Words } from './words.ts';

export const imageSections = {
  'image/base-unavailable': {
    title: 'The base image cannot be pulled',
    meaning: 'The registry did not deliver the image that Jenkins’ or DinD’s image is built on.',
    remedy:
      'Check the network connection, and the image’s name in the settings (`images.…`); `docker pull` shows more.',
  },
  'image/build-failed': {
    title: 'Building an image failed',
    meaning: 'A step of the image’s Dockerfile failed, often the download of a package or plugin.',
    remedy: 'The last lines of the detail say which step. A plugin or package of yours can be taken out in its file.',
  },
} as const satisfies Sections;

type ImageFailure = Words<keyof typeof imageSections>;

export const baseUnavailable = (base: string, said: string): ImageFailure => ({
  code: 'image/base-unavailable',
  title: `The base image ${base} cannot be pulled`,
  detail: said,
  fix: 'Check the network connection, and the image’s name in the settings.',
  command: `docker pull ${base}`,
});

/** `lines`: the last of what the build printed. */
export const buildFailed = (image: string, said: string, lines: readonly string[]): ImageFailure => ({
  code: 'image/build-failed',
  title: `Building ${image} failed`,
  detail: [said, ...lines].join('\n'),
  fix: 'The last lines say which step failed; a plugin or package of yours can be taken out in its file.',
});

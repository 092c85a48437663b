import type { Sections, Words } from './words.ts';

export const mountSections = {
  'mount/missing': {
    title: 'A folder to mount is not there',
    meaning: 'A data mount’s folder is not there; perhaps its disk is not mounted.',
    remedy: 'Mount the disk, create the folder, or remove it from the setting `dataMounts`.',
  },
  'mount/unsuitable': {
    title: 'A data mount cannot be mounted there',
    meaning: 'In the container it would hide folders that the image itself needs, such as `/usr` or `/run`.',
    remedy: 'Give it another target, such as `/data`.',
  },
} as const satisfies Sections;

type MountFailure = Words<keyof typeof mountSections>;

const command = 'jenkins-tray config get dataMounts';

export const dataMountMissing = (path: string): MountFailure => ({
  code: 'mount/missing',
  title: `The data mount ${path} is not there`,
  detail: 'Perhaps its disk is not mounted.',
  fix: 'Mount it, create the folder, or remove it from the settings.',
  command,
});

/** The same, found by the engine only when it created a container. */
export const mountSourceMissing = (said: string): MountFailure => ({
  code: 'mount/missing',
  title: 'A folder to mount is not there',
  detail: said,
  fix: 'Mount its disk, or remove it from the settings.',
});

export const mountUnsuitable = (source: string, target: string): MountFailure => ({
  code: 'mount/unsuitable',
  title: `${source} cannot be mounted at ${target}`,
  detail: 'It would hide the image’s own folders.',
  fix: 'Give it another target, such as /data.',
  command,
});

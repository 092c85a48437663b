import type { CodedFailure, Sections } from './types.ts';

export const mountSections = {
  'mount/missing': {
    title: 'A folder to mount is missing',
    meaning: 'The folder of a data mount is missing; perhaps its disk is not mounted.',
    remedy: 'Mount the disk, create the folder, or remove it from the setting `dataMounts`.',
  },
  'mount/unresponsive': {
    title: 'A folder to mount does not respond',
    meaning:
      'The disk of a data mount did not answer within 5 s: a network share whose server is away, or a disk that fails.',
    remedy: 'Bring its server or disk back, or remove the folder from the setting `dataMounts`.',
  },
  'mount/unsuitable': {
    title: 'A data mount has an unsuitable target',
    meaning: 'In the container it would hide folders that the image itself needs, such as `/usr` or `/run`.',
    remedy: 'Give it another target, such as `/data`.',
  },
} as const satisfies Sections;

type MountFailure = CodedFailure<keyof typeof mountSections>;

const command = 'jenkins-tray config get dataMounts';

export const dataMountMissing = (path: string): MountFailure => ({
  code: 'mount/missing',
  title: `The data mount ${path} is missing`,
  detail: 'Perhaps its disk is not mounted.',
  fix: 'Mount it, create the folder, or remove it from the settings.',
  command,
});

export const dataMountUnresponsive = (path: string): MountFailure => ({
  code: 'mount/unresponsive',
  title: `The data mount ${path} does not respond`,
  detail: 'Its disk did not answer within 5 s. If it is a network share, its server may be away.',
  fix: 'Bring its server or disk back, or remove it from the settings.',
  command,
});

/** As `dataMountMissing`, but reported by the engine when it created a container. */
export const mountSourceMissing = (message: string): MountFailure => ({
  code: 'mount/missing',
  title: 'A folder to mount is missing',
  detail: message,
  fix: 'Mount its disk, or remove it from the settings.',
});

export const mountUnsuitable = (source: string, target: string): MountFailure => ({
  code: 'mount/unsuitable',
  title: `${source} cannot be mounted at ${target}`,
  detail: 'It would hide the image’s own folders.',
  fix: 'Give it another target, such as /data.',
  command,
});

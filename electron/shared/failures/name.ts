import type { Sections, Words } from './words.ts';

export const nameSections = {
  'name/taken': {
    title: 'A container of this name already exists',
    meaning: 'Somebody else created a container of the same name while Jenkins Tray was at work.',
    remedy: 'See what it is with `docker ps -a`; remove or rename it, or set an `instance` of your own.',
  },
} as const satisfies Sections;

type NameFailure = Words<keyof typeof nameSections>;

export const nameTaken = (said: string): NameFailure => ({
  code: 'name/taken',
  title: 'A container of this name already exists',
  detail: said,
  fix: 'See what it is.',
  command: 'docker ps -a',
});

import type { CodedFailure, Sections } from './types.ts';

export const nameSections = {
  'name/taken': {
    title: 'A container with this name already exists',
    meaning: 'Another program created a container with the same name while Jenkins Tray was working.',
    remedy: 'See what it is with `docker ps -a`; remove or rename it, or set another `instance`.',
  },
} as const satisfies Sections;

type NameFailure = CodedFailure<keyof typeof nameSections>;

export const nameTaken = (message: string): NameFailure => ({
  code: 'name/taken',
  title: 'A container with this name already exists',
  detail: message,
  fix: 'See what it is.',
  command: 'docker ps -a',
});

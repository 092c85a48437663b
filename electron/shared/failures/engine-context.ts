import type { CodedFailure, Sections } from './types.ts';

export const contextSections = {
  'engine/context-unknown': {
    title: 'The Docker context cannot be used',
    meaning:
      'The setting `engineContext`, or the variable `DOCKER_CONTEXT`, names a Docker context that does not exist, or one that connects over SSH.',
    remedy:
      'Choose one that `docker context ls` lists, or go back to the default: `jenkins-tray config set engineContext default`.',
  },
} as const satisfies Sections;

type ContextFailure = CodedFailure<keyof typeof contextSections>;

const command = 'jenkins-tray config set engineContext default';

export const contextUnknown = (context: string, known: readonly string[]): ContextFailure => ({
  code: 'engine/context-unknown',
  title: `There is no Docker context "${context}"`,
  detail: `Known: ${known.join(', ')}.`,
  fix: 'Choose one of them.',
  command,
});

export const contextOverSsh = (context: string, host: string): ContextFailure => ({
  code: 'engine/context-unknown',
  title: 'An engine over SSH is not supported',
  detail: `${context} connects to ${host}; Jenkins’ home and GPUs are on this computer.`,
  fix: 'Use the engine of this computer.',
  command,
});

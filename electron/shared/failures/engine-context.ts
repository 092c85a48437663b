import type { CodedFailure, Sections } from './types.ts';

export const contextSections = {
  'engine/context-unknown': {
    title: 'The Docker context cannot be used',
    meaning:
      'The setting `engineContext`, or the variable `DOCKER_CONTEXT`, names a Docker context that does not exist; or `DOCKER_HOST` has an address of a kind that is not supported, such as SSH; or the certificates that `DOCKER_TLS_VERIFY`, `DOCKER_CERT_PATH` or a context name are missing.',
    remedy:
      'Choose a context that `docker context ls` lists, correct or unset the variable that the failure names, or use the default engine whatever the variables say: `jenkins-tray config set engineContext default`.',
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

/** `source`: the variable or context that names the address; begins a sentence. */
export const addressUnusable = (source: string, host: string, why: string): ContextFailure => ({
  code: 'engine/context-unknown',
  title: `${source} has an address that cannot be used`,
  detail: `It is "${host}". ${why}`,
  fix: source.startsWith('DOCKER_') ? `Correct or unset ${source}.` : 'Choose another context.',
  command: source.startsWith('DOCKER_') ? `unset ${source}` : command,
});

/** `source`: the variable or context that names the folder; begins a sentence. */
export const certificatesUnusable = (source: string, folder: string, why: string): ContextFailure => ({
  code: 'engine/context-unknown',
  title: `${source} asks for certificates that cannot be used`,
  detail: `They should be in ${folder}. ${why}`,
  fix: source.startsWith('DOCKER_')
    ? `Correct or unset ${source}; without certificates, unset DOCKER_TLS_VERIFY as well.`
    : 'Choose another context.',
  command: source.startsWith('DOCKER_') ? 'unset DOCKER_TLS_VERIFY DOCKER_CERT_PATH' : command,
});

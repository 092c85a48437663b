import type { CodedFailure, Sections } from './types.ts';

export const consentSections = {
  'consent/needed': {
    title: 'This needs your consent',
    meaning: 'Your request would stop builds, or replace something that Jenkins Tray did not create. Nothing was done.',
    remedy: 'Agree to it in the window or the terminal, or run the command again with `--yes`.',
  },
} as const satisfies Sections;

type ConsentFailure = CodedFailure<keyof typeof consentSections>;

/** `questions`: what needs consent. */
export const consentNeeded = (questions: readonly string[]): ConsentFailure => ({
  code: 'consent/needed',
  title: 'This needs your consent',
  detail: questions.join('\n'),
  fix: 'Agree to it in the window, or run the command again with --yes.',
});

/** For a run that cannot ask; `command` consents to everything. */
export const consentNeededWithoutTerminal = (
  questions: readonly { readonly text: string; readonly detail: string }[],
  command: string,
): ConsentFailure => ({
  code: 'consent/needed',
  title: questions.length === 1 ? 'This needs your consent' : `This needs your consent to ${questions.length} things`,
  detail: questions.map(({ text, detail }) => `• ${text}\n  ${detail.replaceAll('\n', '\n  ')}`.trimEnd()).join('\n'),
  fix: 'Run it in a terminal to be asked, or agree to all of it:',
  command,
});

/** The user cancelled the dialog of the main process. */
export const notConfirmed = (): ConsentFailure => ({
  code: 'consent/needed',
  title: 'Nothing was done',
  detail: 'You did not confirm it in the dialog.',
});

export const consentRefused = (question: string): ConsentFailure => ({
  code: 'consent/needed',
  title: 'Nothing was done',
  detail: `You said no to: ${question}.`,
});

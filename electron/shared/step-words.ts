/** What each kind of step does, in the words that come before the name of its object. */
const verbs = {
  'build-image': 'Build image',
  'create-network': 'Create network',
  'create-volume': 'Create volume',
  'check-home': 'Check home',
  'create-container': 'Create container',
  start: 'Start',
  'await-healthy': 'Wait for',
  drain: 'Check builds of',
  stop: 'Stop',
  'await-ready': 'Wait for',
  rename: 'Rename',
  'end-leftover': 'End build container',
  'write-context': 'Write Docker context',
  'remove-context': 'Remove Docker context',
  'remove-container': 'Remove container',
  'remove-network': 'Remove network',
  'remove-volume': 'Remove volume',
  'remove-image': 'Remove image',
} as const;

/** A kind of step; `core/plan/steps.ts` says what each consists of, and does not compile with one that has no words. */
export type StepKind = keyof typeof verbs;

/** What a step is, for views: they decide by `kind` and never read its text. */
export interface StepIdentity {
  readonly kind: StepKind;
  /** The name of the container, network, image… or the home's path. */
  readonly object: string;
  /** What else there is to say: `from ubuntu:24.04`, `within 60 s`; empty where nothing. */
  readonly detail: string;
}

/** A step in words, in its parts, for a view that shows them differently. */
export interface StepWords {
  readonly verb: string;
  readonly object: string;
  readonly detail: string;
}

/** The one wording of a step, for window, menu and command line. */
export const stepWords = ({ kind, object, detail }: StepIdentity): StepWords => ({ verb: verbs[kind], object, detail });

/** `Start jenkins-container`: a step in a few words, for the menu and a status. */
export function shortStepText(step: StepIdentity): string {
  const { verb, object } = stepWords(step);
  return `${verb} ${object}`;
}

/** `Stop jenkins-container within 60 s`: a step in one line. */
export function fullStepText(step: StepIdentity): string {
  return `${shortStepText(step)} ${step.detail}`.trimEnd();
}

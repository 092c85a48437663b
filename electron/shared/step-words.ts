/** What each kind of step does, as the words before its object's name. */
const verbs = {
  'build-image': 'Build image',
  'create-network': 'Create network',
  'create-volume': 'Create volume',
  'compare-plugins': 'Compare plugins of',
  'check-home': 'Check home',
  'copy-home': 'Copy a home to',
  'snapshot-home': 'Take a snapshot of',
  'restore-home': 'Restore',
  'restore-snapshot': 'Restore',
  'create-container': 'Create container',
  start: 'Start',
  unpause: 'Resume',
  'await-healthy': 'Wait for',
  drain: 'Check builds of',
  stop: 'Stop',
  'await-ready': 'Wait for',
  rename: 'Rename',
  'put-aside': 'Put aside',
  'take-name': 'Rename',
  'put-back-plugins': 'Put back plugins of',
  'await-removed': 'Wait for the removal of',
  'stop-host': 'Stop',
  'end-leftover': 'End build container',
  'write-context': 'Write Docker context',
  'remove-context': 'Remove Docker context',
  'remove-container': 'Remove container',
  'remove-network': 'Remove network',
  'remove-volume': 'Remove volume',
  'remove-image': 'Remove image',
} as const;

/** A kind of step; `core/plan/steps.ts` has the data of each, and does not compile if one is missing here. */
export type StepKind = keyof typeof verbs;

/** A step for views, which check its `kind` and never parse its text. */
export interface StepIdentity {
  readonly kind: StepKind;
  /** The name of the container, network, image… or the home's path. */
  readonly object: string;
  /** Additional text: `from ubuntu:24.04`, `within 60 s`; may be empty. */
  readonly detail: string;
}

/** The parts of a step's text, for views that style them differently. */
export interface StepWords {
  readonly verb: string;
  readonly object: string;
  readonly detail: string;
}

/** The text of a step, for window, menu and command line. */
export const stepWords = ({ kind, object, detail }: StepIdentity): StepWords => ({ verb: verbs[kind], object, detail });

/** `Start jenkins-container`: for the menu and `status`. */
export function shortStepText(step: StepIdentity): string {
  const { verb, object } = stepWords(step);
  return `${verb} ${object}`;
}

/** `Stop jenkins-container within 60 s`. */
export function fullStepText(step: StepIdentity): string {
  return `${shortStepText(step)} ${step.detail}`.trimEnd();
}

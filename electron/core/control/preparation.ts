import { asksToInterrupt } from '../../shared/consents.ts';
import type { Failure } from '../../shared/failure.ts';
import { buildsStarted, hiddenBuildsStarted } from '../../shared/failures/jenkins-builds.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { StepKind } from '../../shared/step-words.ts';
import type { Facts } from '../observe/facts.ts';
import type { Plan } from '../plan/inputs.ts';
import type { Step } from '../plan/steps.ts';
import { refusalOf } from './refusal.ts';

/** Steps that prepare a change, may take from seconds to an hour, and disturb nothing. */
const SLOW: ReadonlySet<StepKind> = new Set(['build-image', 'compare-plugins', 'check-home', 'await-healthy']);
/** Steps before which what was true when they were planned is looked at again. */
const DISTURBING: ReadonlySet<StepKind> = new Set([
  'drain',
  'stop',
  'stop-host',
  'end-leftover',
  'rename',
  'put-aside',
]);

/** The builds that each Jenkins ran when the user was asked, by its id; null: unknown. */
export type Prepared = ReadonlyMap<string, number | null>;

/** What steps that prepared were worth looking at again for, if they took longer, ms: a step that disturbs looks itself. */
export const QUICK_MS = 3000;

/** How a plan's steps are run. */
export interface Stages {
  /** Up to the first step that disturbs, if slow ones come before it; else all. */
  readonly first: readonly Step[];
  /** The rest, before which everything is looked at again: always, or only if the first ones took longer than `QUICK_MS`. */
  readonly rest: readonly Step[];
  readonly looks: 'always' | 'if late';
}

export function stagesOf(steps: readonly Step[]): Stages {
  const at = steps.findIndex(({ kind }) => DISTURBING.has(kind));
  const slow = steps.slice(0, Math.max(at, 0)).filter(({ kind }) => SLOW.has(kind));
  if (slow.length === 0) return { first: steps, rest: [], looks: 'if late' };
  // Whether a nested engine is healthy changes no plan; what the others find out does.
  const looks = slow.every(({ kind }) => kind === 'await-healthy') ? 'if late' : 'always';
  return { first: steps.slice(0, at), rest: steps.slice(at), looks };
}

/**
 * The stages of steps that were prepared already. A restored home may hold another Jenkins, or other plugins, so what starts
 * on it is decided once it is there.
 */
export function stagesAround(steps: readonly Step[], stages: Stages): Stages {
  const at = steps.findIndex(({ kind }) => kind === 'restore-snapshot') + 1;
  if (at === 0) return stages;
  if (stages.first.length < at) return { ...stages, looks: 'always' };
  return { first: steps.slice(0, at), rest: steps.slice(at), looks: 'always' };
}

export const preparedBy = (steps: readonly Step[]): Prepared =>
  new Map(steps.flatMap((step) => (step.kind === 'drain' ? [[step.id, step.running] as const] : [])));

/** The steps of the second pass, which know what the user was told before the first one, and what that has waited for. */
export const afterPreparing = (steps: readonly Step[], before: Prepared): readonly Step[] =>
  steps
    .filter((step) => step.kind !== 'await-healthy' || startsOrResumes(steps, step.name))
    .map((step) => (step.kind === 'drain' ? { ...step, running: step.running ?? before.get(step.id) ?? null } : step));

const startsOrResumes = (steps: readonly Step[], wanted: string): boolean =>
  steps.some((step) => (step.kind === 'start' || step.kind === 'unpause') && step.name === wanted);

/** Why the second pass must not run; null if it may. Of builds that have started meanwhile, it says just that. */
export function refusalAfter(plan: Plan, intent: Intent, { preflight }: Facts): Failure | null {
  const refusal = refusalOf(plan, intent);
  const open = plan.questions.filter(({ id }) => !intent.consents.includes(id));
  const builds = preflight?.builds ?? null;
  if (refusal === null || builds === null || plan.blocks.length > 0) return refusal;
  if (open.some(({ id }) => !asksToInterrupt(id))) return refusal;
  return builds.ok ? buildsStarted(builds.value) : hiddenBuildsStarted(builds.failure);
}

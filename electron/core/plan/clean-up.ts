import type { Mode } from '../../shared/mode.ts';
import type { StepKind } from '../../shared/step-words.ts';
import { onlyWaits, type Step } from './steps.ts';

const REMOVING: ReadonlySet<StepKind> = new Set([
  'stop',
  'rename',
  'await-removed',
  'remove-container',
  'remove-network',
  'remove-volume',
  'remove-image',
  'remove-context',
]);

/**
 * The steps that only clean up: if one of them fails, what was requested is reached without it. On the way to a mode,
 * those after its Jenkins is ready; on the way to `off`, all except the stop of a Jenkins.
 */
export function cleanUpOf(steps: readonly Step[], mode: Mode): ReadonlySet<Step> {
  // Only a Jenkins is drained before its stop.
  const drained = new Set(steps.flatMap((step) => (step.kind === 'drain' ? [step.name] : [])));
  const cleansUp = (step: Step): boolean =>
    REMOVING.has(step.kind) && !(step.kind === 'stop' && drained.has(step.name));
  if (mode === 'off') return new Set(steps.filter(cleansUp));
  const last = steps.findLastIndex((step) => !cleansUp(step));
  return new Set(steps.slice(last + 1));
}

/** Whether nothing else than cleaning up is left to do. */
export function onlyCleansUp(steps: readonly Step[], mode: Mode): boolean {
  const cleanUp = cleanUpOf(steps, mode);
  return steps.every((step) => cleanUp.has(step) || onlyWaits(step));
}

/** Removals of which none needs that another one was done. A network needs that its containers are gone. */
const SEPARATE: ReadonlySet<StepKind> = new Set([
  'stop',
  'rename',
  'await-removed',
  'remove-container',
  'remove-context',
]);

/**
 * Takes steps apart: those `before` Jenkins is ready, and what then only cleans up, the steps of each object by themselves,
 * since nobody needs to wait for one after the other. No objects: all is in `before`.
 */
export function afterReady(
  steps: readonly Step[],
  cleanUp: ReadonlySet<Step>,
): { readonly before: readonly Step[]; readonly objects: readonly (readonly Step[])[] } {
  const ready = steps.findLastIndex(({ kind }) => kind === 'await-ready');
  const rest = ready < 0 ? [] : steps.slice(ready + 1);
  if (!rest.every((step) => cleanUp.has(step) && SEPARATE.has(step.kind))) return { before: steps, objects: [] };
  const objects = [...new Set(rest.map(({ cause }) => cause.object))];
  return {
    before: steps.slice(0, steps.length - rest.length),
    objects: objects.map((object) => rest.filter(({ cause }) => cause.object === object)),
  };
}

/**
 * Of the steps of an object that only cleans up once Jenkins is ready, the stop that need not wait for that: of a container
 * of ours, which a start brings back. It is carried out as soon as the new Jenkins answers that it starts. None: all wait.
 */
export const stopBeside = ([first, next]: readonly Step[]): readonly Step[] =>
  first?.kind === 'stop' && next?.kind === 'remove-container' ? [first] : [];

/** Whether the next step needs nothing of this one: a container is created while another one is waited for. */
export const goesBeside = (step: Step | undefined, next: Step | undefined): boolean =>
  step?.kind === 'create-container' && next?.kind === 'await-healthy' && step.spec.name !== next.name;

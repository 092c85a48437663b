import { afterReady, goesBeside, stopBeside } from '../plan/clean-up.ts';
import type { Step } from '../plan/steps.ts';
import { type CarryOut, carriedOut } from './carry-out.ts';
import { isEngineAway } from './engine-away.ts';
import type { LeftStep } from './left-over.ts';
import type { StepFailure } from './next-move.ts';
import type { Progress } from './progress.ts';

/** What was carried out of some steps. */
export interface Ran {
  /** The failure that ended them; null: they came to their end. */
  readonly failed: StepFailure | null;
  /** The steps that failed and only clean up. */
  readonly left: readonly LeftStep[];
  /** How many were run before the one that failed. */
  readonly ended: number;
}

const nothing: Ran = { failed: null, left: [], ended: 0 };

/** What steps are carried out with. */
interface Running {
  readonly progress: Progress;
  /** The steps whose failure ends nothing. */
  readonly cleanUp: ReadonlySet<Step>;
  readonly carryOut: CarryOut;
}

/**
 * Runs steps in their order. What only cleans up once Jenkins is ready, at once for all objects; a stop of that begins when
 * the new Jenkins answers that it starts. Throws the signal's reason when aborted.
 */
export async function runEach(steps: readonly Step[], running: Running, signal: AbortSignal): Promise<Ran> {
  const { before, objects } = afterReady(steps, running.cleanUp);
  const besides = objects.map(stopBeside);
  let begun: readonly Promise<Ran>[] = [];
  // The engine goes on with a stop when nobody waits for it any more: whoever goes back then has to know its end.
  const toItsEnd = new AbortController().signal;
  const begin = (): void => {
    if (begun.length === 0) begun = besides.map((its) => inOrder(its, running, toItsEnd));
  };
  const carryOut: CarryOut = (step, combined) =>
    running.carryOut(step, combined, step.kind === 'await-ready' ? { answers: begin } : {});
  let first = nothing;
  try {
    first = await inOrder(before, { ...running, carryOut }, signal);
  } finally {
    if (first === nothing || first.failed !== null) await Promise.allSettled(begun);
  }
  if (first.failed !== null || objects.length === 0) return first;
  const ends = await Promise.allSettled(
    objects.map(async (its, at) => {
      const stopped = (await begun[at]) ?? nothing;
      if (stopped.failed !== null) return stopped;
      const rest = await inOrder(its.slice(stopped.ended), running, signal, stopped.left);
      return { ...rest, ended: stopped.ended + rest.ended };
    }),
  );
  signal.throwIfAborted();
  const rans = ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
  return {
    failed: rans.find(({ failed }) => failed !== null)?.failed ?? null,
    left: [...first.left, ...rans.flatMap(({ left }) => left)],
    ended: rans.reduce((sum, { ended }) => sum + ended, first.ended),
  };
}

/** Up to the first failure; a step that only cleans up ends nothing, and what follows it for the same object is left too. `before`: what was left earlier. */
async function inOrder(
  steps: readonly Step[],
  running: Running,
  signal: AbortSignal,
  before: readonly LeftStep[] = [],
): Promise<Ran> {
  const { progress, cleanUp } = running;
  let [left, ended] = [before, 0];
  for (const group of groupsOf(steps)) {
    signal.throwIfAborted();
    if (group.some((step) => isLeft(step, left, cleanUp))) {
      for (const step of group) progress.end('failed', progress.begin(step));
      ended += group.length;
      continue;
    }
    const failed = await atOnce(group, running, signal);
    if (failed !== null) {
      signal.throwIfAborted();
      const { step, failure } = failed;
      if (!cleanUp.has(step) || isEngineAway(failure))
        return { failed: { failure, at: step.kind }, left, ended: ended + group.indexOf(step) };
      left = [...left, failed];
    }
    ended += group.length;
  }
  return { failed: null, left, ended };
}

/** Each step by itself, or with the next one beside it. */
function groupsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const isPair = (at: number): boolean => goesBeside(steps[at], steps[at + 1]);
  return steps.flatMap((_, at) => (isPair(at - 1) ? [] : [steps.slice(at, at + (isPair(at) ? 2 : 1))]));
}

/** Each further clean-up could hang as long; a Jenkins is stopped all the same. */
const isLeft = (step: Step, left: readonly LeftStep[], cleanUp: ReadonlySet<Step>): boolean =>
  (cleanUp.has(step) && left.some(({ failure }) => failure.code === 'engine/timeout')) ||
  left.some((it) => it.step.cause.object === step.cause.object);

/** Carries out steps beside each other; returns the first one that failed, or null. The others are given up when the first one fails. */
async function atOnce(steps: readonly Step[], running: Running, signal: AbortSignal): Promise<LeftStep | null> {
  const others = new AbortController();
  const ends = await Promise.all(
    steps.map(async (step, place) => {
      const end = await carriedOut(step, running, place === 0 ? signal : AbortSignal.any([signal, others.signal]));
      if (place === 0 && end !== null) others.abort();
      return end;
    }),
  );
  return ends.find((it) => it !== null) ?? null;
}

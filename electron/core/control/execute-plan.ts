import { type Failure, failureOf } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { execute } from '../execute/execute.ts';
import type { Execution } from '../execute/execution.ts';
import type { Facts } from '../observe/facts.ts';
import { runningPlace, type Scope, worldOf } from '../observe/observe.ts';
import { isReplacing } from '../plan/candidates.ts';
import { afterReady, cleanUpOf, onlyCleansUp } from '../plan/clean-up.ts';
import type { Step } from '../plan/steps.ts';
import type { World } from '../world/world.ts';
import { buildTogether, type CarryOut, imagesOf } from './build-together.ts';
import { isEngineAway } from './engine-away.ts';
import type { LeftStep } from './left-over.ts';
import type { StepFailure } from './next-move.ts';
import type { Observation } from './observation.ts';
import { withKeptPlugins } from './plugin-upgrade.ts';
import {
  afterPreparing,
  type Prepared,
  preparedBy,
  QUICK_MS,
  refusalAfter,
  stagesAround,
  stagesOf,
} from './preparation.ts';
import type { Progress } from './progress.ts';
import { refusalOf } from './refusal.ts';
import { withNames } from './with-names.ts';
import { withSettingsBack } from './with-settings-back.ts';
import { withWayBack } from './with-way-back.ts';

/** What a pass needs. */
export interface Pass {
  readonly world: World;
  readonly settings: Settings;
  readonly version: string;
  readonly progress: Progress;
  /** Whether another process may have begun it. */
  readonly resumes: boolean;
  /** Absent: the stored one. A full disk may not have stored it. */
  readonly intent?: Intent;
}

/** How the steps of a plan ended. */
export interface PassResult {
  /** The failure that ended the pass; null: it came to its end. */
  readonly failed: StepFailure | null;
  /** The steps that failed and only clean up. */
  readonly left: readonly LeftStep[];
  /** Set if the pass ended after its preparing steps, so that everything is looked at again before something stops. */
  readonly prepared: Prepared | null;
}

/**
 * Runs a plan's steps in order, up to the first failure, or up to the first one that disturbs if preparing took long.
 * Throws the signal's reason when aborted. `before`: what an earlier pass of this request prepared.
 */
export async function executePlan(
  pass: Pass,
  intent: Intent,
  { facts, plan, scope }: Observation,
  before: Prepared | null,
  signal: AbortSignal,
): Promise<PassResult> {
  const refusal = before === null ? refusalOf(plan, intent) : refusalAfter(plan, intent, facts);
  if (refusal !== null && onlyCleansUp(plan.steps, intent.mode))
    return { ...done, left: plan.steps.map((step) => ({ step, failure: refusal })) };
  const replaces = isReplacing(plan.steps, facts, intent.consents);
  if (refusal !== null) return { ...done, failed: { failure: refusal, at: null, replaces } };
  const all = before === null ? plan.steps : afterPreparing(plan.steps, before);
  pass.progress.plan(intent.mode, all, servingUrl(facts, scope));
  const stages = before === null ? stagesOf(all) : { first: all, rest: [], looks: 'always' as const };
  const { first, rest, looks } = stagesAround(all, stages);
  const { clock } = pass.world;
  const began = clock.monotonic();
  const goesOn = (): boolean => looks === 'if late' && clock.monotonic() - began <= QUICK_MS;
  const cleanUp = cleanUpOf(plan.steps, intent.mode);
  const { failed, left, ended } = await runSteps(pass, { first, rest, goesOn }, cleanUp, scope, signal);
  if (failed !== null) {
    const told = withWayBack(failed.failure, intent, facts, all.slice(0, ended), scope.home);
    const failure = failed.at === null ? told : explained(told, failed.at, intent, pass, scope);
    return { ...done, left, failed: { ...failed, failure, replaces } };
  }
  return { ...done, left, prepared: ended < all.length ? preparedBy(plan.steps) : null };
}

/** The failure of a step, with what may be done about it. */
function explained(
  failure: Failure,
  at: Step['kind'],
  intent: Intent,
  { world, settings }: Pass,
  scope: Scope,
): Failure {
  return withSettingsBack(withKeptPlugins(failure, at, worldOf(world, scope)), at, intent, settings, world);
}

/** `goesOn`: whether the rest follows the first steps at once. */
interface Staged {
  readonly first: readonly Step[];
  readonly rest: readonly Step[];
  goesOn(): boolean;
}

/**
 * Runs steps in order, up to the first failure. Steps that only clean up do not end it; what follows them for the same
 * object is left as well. `ended`: how many were run before the one that failed.
 */
async function runSteps(
  pass: Pass,
  { first, rest, goesOn }: Staged,
  cleanUp: ReadonlySet<Step>,
  scope: Scope,
  signal: AbortSignal,
): Promise<Ran> {
  const { settings, version, progress } = pass;
  const world = worldOf(pass.world, scope);
  const drained = new Map<string, () => Promise<void>>();
  const meanwhile: Promise<void>[] = [];
  const run: Execution = {
    ...{ world, settings, names: scope.names, version },
    output: (line) => progress.line(line),
    detail: (text) => progress.detail(text),
    // Its only failure is the abort, which ends the steps as well.
    meanwhile: (work) => void meanwhile.push(work.catch(() => undefined)),
    drained: (id, resume) => void drained.set(id, resume),
  };
  const carryOut: CarryOut = async (step, combined, output = run.output) => {
    await execute(step, { ...run, output }, combined);
    if (step.kind === 'stop') drained.delete(step.id);
  };
  try {
    const images = imagesOf(first);
    const failed = await buildTogether(images, progress, carryOut, signal);
    if (failed !== null) return { failed, left: [], ended: 0 };
    const prepared = await runEach(pass, first.slice(images.length), cleanUp, carryOut, signal);
    const goes = prepared.failed === null && prepared.left.length === 0 && rest.length > 0 && goesOn();
    const result = goes ? await runEach(pass, rest, cleanUp, carryOut, signal) : null;
    return { ...(result ?? prepared), ended: images.length + prepared.ended + (result?.ended ?? 0) };
  } finally {
    await Promise.all(meanwhile);
    // A Jenkins that goes on after all builds again.
    for (const resume of drained.values()) await resume();
  }
}

/** What was carried out of some steps; `ended`: how many were run before the one that failed. */
type Ran = Pick<PassResult, 'failed' | 'left'> & { readonly ended: number };

/** In order; what only cleans up once Jenkins is ready, at once for all objects. */
async function runEach(
  pass: Pass,
  steps: readonly Step[],
  cleanUp: ReadonlySet<Step>,
  carryOut: CarryOut,
  signal: AbortSignal,
): Promise<Ran> {
  const { before, objects } = afterReady(steps, cleanUp);
  const first = await inOrder(pass, before, cleanUp, carryOut, signal);
  if (first.failed !== null || objects.length === 0) return first;
  const ends = await Promise.allSettled(objects.map((its) => inOrder(pass, its, cleanUp, carryOut, signal)));
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

async function inOrder(
  { progress }: Pass,
  steps: readonly Step[],
  cleanUp: ReadonlySet<Step>,
  carryOut: CarryOut,
  signal: AbortSignal,
): Promise<Ran> {
  let left: readonly LeftStep[] = [];
  for (const [ended, step] of steps.entries()) {
    signal.throwIfAborted();
    const at = progress.begin(step);
    // Each further clean-up could hang as long; a Jenkins is stopped all the same.
    const hangs = cleanUp.has(step) && left.some(({ failure }) => failure.code === 'engine/timeout');
    if (hangs || left.some((it) => it.step.cause.object === step.cause.object)) {
      progress.end('failed', at);
      continue;
    }
    try {
      await carryOut(step, signal);
      progress.end('done', at);
    } catch (thrown) {
      progress.end('failed', at, signal.aborted);
      signal.throwIfAborted();
      const failure = withNames(failureOf(thrown), step);
      if (!cleanUp.has(step) || isEngineAway(failure)) return { failed: { failure, at: step.kind }, left, ended };
      left = [...left, { step, failure }];
    }
  }
  return { failed: null, left, ended: steps.length };
}

const done: PassResult = { failed: null, left: [], prepared: null };

/** The address of the running Jenkins; null while its page is not ready. */
const servingUrl = ({ containers, page }: Facts, scope: Scope): string | null =>
  page?.kind === 'ready' ? (page.at ?? runningPlace(containers, scope)?.url ?? null) : null;

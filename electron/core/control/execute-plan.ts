import type { Failure } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { execute } from '../execute/execute.ts';
import type { Execution } from '../execute/execution.ts';
import type { Facts } from '../observe/facts.ts';
import { runningPlace, type Scope, worldOf } from '../observe/observe.ts';
import { isReplacing } from '../plan/candidates.ts';
import { cleanUpOf, onlyCleansUp } from '../plan/clean-up.ts';
import type { Step } from '../plan/steps.ts';
import type { World } from '../world/world.ts';
import { buildTogether, imagesOf } from './build-together.ts';
import type { CarryOut } from './carry-out.ts';
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
import { type Ran, runEach } from './run-each.ts';
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
  /** What is still noted about a Jenkins that is ready, while everything is looked at again; it never fails. */
  readonly noted: Promise<unknown>;
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
  const { failed, left, ended, noted } = await runSteps(pass, { first, rest, goesOn }, cleanUp, scope, signal);
  if (failed !== null) {
    const told = withWayBack(failed.failure, intent, facts, all.slice(0, ended), scope.home);
    const failure = failed.at === null ? told : explained(told, failed.at, intent, pass, scope);
    return { ...done, left, failed: { ...failed, failure, replaces } };
  }
  return { ...done, left, prepared: ended < all.length ? preparedBy(plan.steps) : null, noted };
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
): Promise<Ran & Pick<PassResult, 'noted'>> {
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
  const carryOut: CarryOut = async (step, combined, how = {}) => {
    await execute(step, { ...run, ...how }, combined);
    if (step.kind === 'stop') drained.delete(step.id);
  };
  let isDone = false;
  try {
    const images = imagesOf(first);
    const failed = await buildTogether(images, progress, carryOut, signal);
    if (failed !== null) return { ...done, failed, ended: 0 };
    const running = { progress, cleanUp, carryOut };
    const prepared = await runEach(first.slice(images.length), running, signal);
    const goes = prepared.failed === null && prepared.left.length === 0 && rest.length > 0 && goesOn();
    const result = goes ? await runEach(rest, running, signal) : null;
    const ended = images.length + prepared.ended + (result?.ended ?? 0);
    const ran = result ?? prepared;
    isDone = ran.failed === null;
    return { ...ran, ended, noted: Promise.all(meanwhile) };
  } finally {
    if (!isDone) await Promise.all(meanwhile);
    // A Jenkins that goes on after all builds again.
    for (const resume of drained.values()) await resume();
  }
}

const done: PassResult = { failed: null, left: [], prepared: null, noted: Promise.resolve() };

/** The address of the running Jenkins; null while its page is not ready. */
const servingUrl = ({ containers, page }: Facts, scope: Scope): string | null =>
  page?.kind === 'ready' ? (page.at ?? runningPlace(containers, scope)?.url ?? null) : null;

import { type Failure, type FailureCode, FailureError, failureOf } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { noLongerNew } from '../execute/await-ready.ts';
import { execute } from '../execute/execute.ts';
import type { Execution } from '../execute/execution.ts';
import type { Facts } from '../observe/facts.ts';
import { runningMode, runningPlace, type View } from '../observe/observe.ts';
import { AS_THEY_ARE } from '../plan/parts.ts';
import type { Step } from '../plan/steps.ts';
import type { Names } from '../stack/names.ts';
import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';
import { type Look, look } from './look.ts';
import type { Progress } from './progress.ts';

/** What passes run with. */
export interface Pass {
  readonly world: World;
  readonly settings: Settings;
  readonly version: string;
  readonly progress: Progress;
}

/** How often something that is still changing is looked at again, and how long to wait before each look, ms. */
export const MAX_LOOKS_AGAIN = 3;
export const LOOK_AGAIN_MS = 1000;

/**
 * Whether a failure may come from a request that a killed process left behind: the engine still carries it out, so a
 * name is suddenly taken, or a container that is "created" already holds its port.
 */
export const stillChanging = ({ code, detail }: Failure): boolean =>
  code === 'name/taken' || code === 'port/in-use' || detail.includes('(HTTP 409)');

/** Passes in a row after which something must be wrong. */
const MAX_PASSES = 8;

/**
 * Observes, plans and executes until nothing is left to do for the stored intent, then settles it. A mode that does
 * not come up gives way to the one before; the failure is stored with the intent and thrown. An abort leaves it pending.
 */
export async function converge(pass: Pass, first: Look | null, signal: AbortSignal): Promise<Look> {
  let seen = first;
  let looksAgain = MAX_LOOKS_AGAIN;
  for (let round = 0; round < MAX_PASSES + MAX_LOOKS_AGAIN; round += 1) {
    const intent = pass.world.intent.load();
    seen ??= await look(
      pass.world,
      { intent, settings: pass.settings, thoroughly: true, version: pass.version },
      signal,
    );
    if (seen.plan.steps.length === 0) return settle(pass, intent, seen, signal);
    const failed = await carryOut(pass, intent, seen, signal);
    if (failed !== null && stillChanging(failed.failure) && looksAgain > 0) {
      looksAgain -= 1;
      await sleep(pass.world.clock, LOOK_AGAIN_MS, signal);
    } else if (failed !== null) await giveWay(pass, intent, failed, seen, signal);
    seen = null;
  }
  throw new FailureError({
    code: 'internal/error',
    title: 'The plan does not end',
    detail: `After ${MAX_PASSES} passes something is still to do.`,
    fix: 'Please report this with the output of the command below.',
    command: 'jenkins-tray plan off --json',
  });
}

async function settle(pass: Pass, intent: Intent, seen: Look, signal: AbortSignal): Promise<Look> {
  // Whoever was cut off between the first answer of a new home's Jenkins and the mark's removal left it; where this user
  // cannot look into the home, no plan sees it.
  if (intent.state === 'pending' && intent.mode !== 'off' && seen.facts.home.fresh === null)
    await noLongerNew(seen.view.names.jenkins[intent.mode], seen.view.home, pass.world, signal);
  if (intent.state === 'pending')
    await pass.world.intent.save({
      ...intent,
      state: 'settled',
      from: intent.mode,
      consents: [],
      purge: [],
      // Whoever goes away from DinD and comes back may have mended it meanwhile: then GPUs are asked for again.
      gpuless: intent.mode === 'dind' ? intent.gpuless : null,
    });
  if (intent.failure !== null && intent.state === 'pending') throw new FailureError(intent.failure);
  return seen;
}

/** What went wrong, and at which step; null: none was begun. */
interface Failed {
  readonly failure: Failure;
  readonly at: Step['kind'] | null;
}

/** Runs a plan's steps in order; the first failure ends it and is the answer. */
async function carryOut(
  pass: Pass,
  intent: Intent,
  { facts, plan, view }: Look,
  signal: AbortSignal,
): Promise<Failed | null> {
  const unanswered = plan.questions.filter(({ id }) => !intent.consents.includes(id));
  const block = plan.blocks[0];
  if (block !== undefined) return { failure: block, at: null };
  if (unanswered.length > 0) return { failure: consentNeeded(unanswered.map(({ text }) => text)), at: null };
  const run: Execution = {
    world: pass.world,
    settings: pass.settings,
    names: view.names,
    version: pass.version,
    output: (line) => pass.progress.line(line),
  };
  pass.progress.plan(intent.mode, plan.steps, servingUrl(facts, view));
  for (const step of plan.steps) {
    signal.throwIfAborted();
    pass.progress.begin();
    try {
      await execute(step, run, signal);
      pass.progress.end('done');
    } catch (thrown) {
      pass.progress.end('failed');
      signal.throwIfAborted();
      return { failure: failureOf(thrown), at: step.kind };
    }
  }
  return null;
}

/** Where the Jenkins that runs serves; null where its page does not answer. */
const servingUrl = ({ containers, page }: Facts, view: View): string | null =>
  page?.kind === 'ready' ? (runningPlace(containers, view)?.url ?? null) : null;

/** What ends the wait for a Jenkins that does not answer: its entry point's own reasons as well. */
const NEVER_UP: readonly FailureCode[] = [
  'jenkins/exited',
  'jenkins/not-ready',
  'jenkins/no-secrets',
  'home/missing',
  'dind/unhealthy',
];

/** What to do about a failed step: go on without GPUs, go back to the mode before, or give up. */
async function giveWay(
  pass: Pass,
  intent: Intent,
  { failure, at }: Failed,
  { view }: Look,
  signal: AbortSignal,
): Promise<void> {
  const { world } = pass;
  if (intent.mode === 'dind' && intent.gpuless === null && failure.code.startsWith('gpu/')) {
    const fix = `${failure.fix ?? 'Mend that.'} Until then builds in DinD run without GPUs; afterwards switch Jenkins off and to DinD again.`;
    return world.intent.save({ ...intent, gpuless: { ...failure, fix } });
  }
  // The engine itself is gone: nothing can be taken back now, and the next start goes on.
  if (failure.code === 'engine/unreachable' || failure.code === 'engine/forbidden') throw new FailureError(failure);
  const original = intent.failure ?? failure;
  if (intent.from !== intent.mode && intent.from !== 'off') {
    return world.intent.save({ ...wayBack(intent, view.names), failure: original });
  }
  await world.intent.save({ ...intent, state: 'failed', failure: original });
  const mode = runningMode(await world.engine.containersNamed(Object.values(view.names.jenkins), signal), view.names);
  // A Jenkins that never came up would restart for ever; it is kept, stopped, for its log.
  if (mode !== null && at === 'await-ready' && NEVER_UP.includes(failure.code)) {
    await world.engine.stop(view.names.jenkins[mode], pass.settings.timeouts.stop, signal);
  }
  throw new FailureError(original);
}

/**
 * The intent that goes back to where this one began: the Jenkins that did not come up is stopped without a question,
 * and the one before comes back as it was, since the settings may be what keeps the new one from coming up.
 */
export const wayBack = (intent: Intent, names: Names): Intent => ({
  ...intent,
  mode: intent.from,
  state: 'pending',
  purge: [],
  failure: null,
  consents: [...intent.consents, AS_THEY_ARE, ...(intent.mode === 'off' ? [] : [`stop:${names.jenkins[intent.mode]}`])],
});

export const consentNeeded = (texts: readonly string[]): Failure => ({
  code: 'consent/needed',
  title: 'This needs your consent',
  detail: texts.join('\n'),
  fix: 'Agree to it in the window, or run the command again with --yes.',
});

import { consent, hasConsent } from '../../shared/consents.ts';
import { type Failure, FailureError } from '../../shared/failure.ts';
import { planEndless } from '../../shared/failures/run.ts';
import { hasNestedEngine } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { completeFirstStart } from '../execute/new-home.ts';
import { noteFailedPlugins } from '../execute/note-failed-plugins.ts';
import { runningMode, type Scope, worldOf } from '../observe/observe.ts';
import { onlyCleansUp } from '../plan/clean-up.ts';
import { isOurs } from '../stack/owner.ts';
import { urlOf } from '../stack/page-url.ts';
import { sleep } from '../world/sleep.ts';
import { buildAgain } from './build-again.ts';
import { executePlan, type Pass, type PassResult } from './execute-plan.ts';
import { type LeftStep, leftOver } from './left-over.ts';
import { giveUp, type NextMove, nextMoveAfter, type StepFailure } from './next-move.ts';
import { type Observation, observeAndPlan } from './observation.ts';
import { Patience, patiently } from './patience.ts';
import { completeUpgrade, putBackAfterGivingUp } from './plugin-upgrade.ts';
import type { Prepared } from './preparation.ts';
import { pruneAfter } from './prune-automatic.ts';
import { endUpgrade, giveUpUpgrade, repairUpgrade } from './upgrade.ts';
import { withListTold } from './upgrade-list.ts';
import { staysUpgraded } from './upgrade-stays.ts';

/** After this many passes, something must be wrong. */
const MAX_PASSES = 8;

/**
 * Observes, plans and executes until the pass' intent is reached, then settles it. `first`: an observation already
 * made for it. If a mode does not start, it is rolled back; the failure is stored with the intent and thrown as
 * FailureError. What cannot be cleaned up afterwards is stored with the settled intent. An abort leaves the intent
 * pending and throws the signal's reason.
 */
export async function converge(pass: Pass, first: Observation | null, signal: AbortSignal): Promise<Observation> {
  const { world, settings, version } = pass;
  let intent = pass.intent ?? world.intent.load();
  let next = first;
  const patience = new Patience('work', pass.resumes);
  let looking = new Patience('first look');
  /** What the last pass could not clean up. */
  let left: readonly LeftStep[] = [];
  let prepared: Prepared | null = null;
  let noted: PassResult['noted'] = Promise.resolve();
  for (let passes = 0; passes < MAX_PASSES; ) {
    const options = { intent, settings, preflight: true, version };
    const observation =
      next ??
      (await patiently(looking, world.clock, signal, () => observeAndPlan(world, options, signal)).finally(
        () => noted,
      ));
    next = null;
    looking = patience;
    const { steps } = observation.plan;
    if (steps.length === 0) return settle(pass, intent, observation, patience, signal);
    if (left.length > 0 && onlyCleansUp(steps, intent.mode)) {
      const reached = { ...intent, left: leftOver(intent, observation.plan, left) };
      return settle(pass, reached, observation, patience, signal);
    }
    const result = await executePlan(pass, intent, observation, prepared, signal);
    intent = withRestoreNow(intent, world);
    const { failed } = result;
    ({ left, noted } = result);
    prepared = result.prepared ?? prepared;
    const delay = delayAfter(result, patience);
    if (delay !== null) {
      left = [];
      await noted;
      await sleep(world.clock, delay, signal);
      continue;
    }
    passes += 1;
    if (failed === null) continue;
    prepared = null;
    const { scope } = observation;
    const move = await unlessItStays(pass, intent, failed, scope, signal);
    intent = await afterFailure(pass, move, scope, patience, signal);
  }
  await noted;
  // Left pending, it would be tried again and again.
  const failure = intent.failure ?? planEndless(MAX_PASSES);
  await world.intent.save({ ...intent, state: 'failed', failure }).catch(() => undefined);
  throw new FailureError(failure);
}

/** The intent with how far its restore has come, which its step stores. */
const withRestoreNow = (intent: Intent, world: Pass['world']): Intent =>
  intent.restore == null ? intent : { ...intent, restore: world.intent.load().restore ?? null };

/** Delay before a pass is repeated whose failure may pass, ms; null: its failures are final, or it has none. */
function delayAfter({ failed, left }: PassResult, patience: Patience): number | null {
  const failures = failed === null ? left.map(({ failure }) => failure) : [failed.failure];
  for (const failure of failures) {
    const delay = patience.delayAfter(failure);
    if (delay !== null) return delay;
  }
  return null;
}

/** Stores that the intent is reached. Throws the failure of a rollback. */
async function settle(
  pass: Pass,
  intent: Intent,
  observation: Observation,
  patience: Patience,
  signal: AbortSignal,
): Promise<Observation> {
  const { world, settings } = pass;
  if (intent.state !== 'pending') return observation;
  const { facts, scope } = observation;
  const run = runOf(pass, scope);
  // An interrupted first start may leave the "new" marker behind, which no plan detects if this user cannot read the
  // home.
  if (intent.mode !== 'off' && facts.home.fresh === null) {
    const container = scope.names.jenkins[intent.mode];
    const ours = facts.containers.find(({ name, labels }) => name === container && isOurs(labels, scope.names));
    const start = { container, url: urlOf(ours, settings, intent.mode), home: scope.home };
    if (ours !== undefined)
      await patiently(patience, world.clock, signal, () =>
        completeFirstStart(start, true, { world, settings }, signal),
      );
  }
  // Another process may have ended between a ready Jenkins and that.
  if (pass.resumes && intent.mode !== 'off') {
    const name = scope.names.jenkins[intent.mode];
    const container = facts.containers.find((it) => it.name === name);
    await noteFailedPlugins({ name, url: urlOf(container, settings, intent.mode) }, run, signal);
  }
  await buildAgain(world, scope, facts.containers, signal);
  // Stored when builds were aborted, the home was replaced, the nested engine became healthy, and Jenkins ready.
  const { toolkitFrom, plugins: failed = null, aborted = null, replacedHome = null } = world.intent.load();
  const { mode } = intent;
  const plugins =
    mode === 'off' || intent.failure !== null
      ? failed
      : await patiently(patience, world.clock, signal, () =>
          completeUpgrade(run.world, scope.names.jenkins[mode], failed, signal),
        );
  await pruneAfter(world.intent.load(), run, signal);
  const ended = endUpgrade(run.world, intent, scope.names, signal);
  // What went wrong first is told, and the next request mends this.
  await (intent.failure === null ? ended : ended.catch(() => undefined));
  const saved = world.intent.save({
    ...settled(intent),
    toolkitFrom,
    plugins,
    aborted,
    // A way back may have been undone since.
    ...(replacedHome === null && intent.replacedHome == null ? {} : { replacedHome }),
    quieted: null,
    waitingSince: null,
    snapshot: null,
  });
  if (intent.failure === null) {
    await saved;
    await keepReady(intent, pass);
    return observation;
  }
  // The reason of a rollback is more important than that a full disk cannot store its end.
  await saved.catch(() => undefined);
  throw new FailureError(intent.failure);
}

/** Keeps the settings with which Jenkins is ready now. Not after a way back, for which nothing depends on them; a full disk ends no switch. */
async function keepReady({ mode, consents }: Intent, { world, settings }: Pass): Promise<void> {
  if (mode === 'off' || hasConsent(consents, consent.reuseUnchanged())) return;
  await world.settings.keepReady(mode, settings).catch(() => undefined);
}

const settled = (intent: Intent): Intent => ({
  ...intent,
  // A change that was undone is not what was asked for; the failure says why.
  state: intent.failure !== null && hasConsent(intent.consents, consent.undoChange()) ? 'failed' : 'settled',
  from: intent.mode,
  consents: [],
  purge: intent.left === null ? [] : intent.purge,
  // The user may repair the GPUs before the next switch to DinD, which then requests them again.
  gpuless: hasNestedEngine(intent.mode) ? intent.gpuless : null,
  ...(intent.upgrade == null ? {} : { upgrade: null }),
  // What is done is told until the next request.
  ...(intent.restore == null || intent.restore.state === 'done' ? {} : { restore: null }),
});

/** What is done beside a plan's steps has the home that was observed; nothing that it prints is shown unless `output` does. */
const runOf = (pass: Pass, scope: Scope, output: (line: string) => void = () => undefined) => ({
  ...pass,
  world: worldOf(pass.world, scope),
  names: scope.names,
  output,
});

/** The next move, or none back from an upgrade whose home from before has no room now. */
async function unlessItStays(
  pass: Pass,
  intent: Intent,
  failed: StepFailure,
  scope: Scope,
  signal: AbortSignal,
): Promise<NextMove> {
  const move = nextMoveAfter(intent, failed, scope.names);
  if (move.kind !== 'go-on') return move;
  const stays = await staysUpgraded(intent, move.intent, failed.failure, runOf(pass, scope), signal);
  return stays === null ? move : { ...giveUp(intent, { ...failed, failure: stays }), stays: true };
}

/** Stores the next move after a failure; returns the intent to continue with, or throws the failure. */
async function afterFailure(
  pass: Pass,
  move: NextMove,
  scope: Scope,
  patience: Patience,
  signal: AbortSignal,
): Promise<Intent> {
  const { world, settings } = pass;
  const { names } = scope;
  if (move.kind === 'leave-pending') throw new FailureError(move.failure);
  // Stored by steps: what was aborted and replaced, the snapshot that was made, the Jenkins that was asked to start no builds.
  const { aborted = null, snapshot = null, quieted = null, replacedHome = null } = world.intent.load();
  const told = (failure: Failure): Failure => withListTold(world, failure, move.intent);
  const intent = {
    ...move.intent,
    ...{ aborted, failure: move.intent.failure === null ? null : told(move.intent.failure) },
    ...(snapshot === null ? {} : { snapshot }),
    ...(replacedHome === null && move.intent.replacedHome == null ? {} : { replacedHome }),
    ...(quieted === null ? {} : { quieted }),
  };
  const run = runOf(pass, scope, (line) => pass.progress.line(line));
  // On a full disk the old Jenkins comes back all the same, and the failure that led to this is told.
  await world.intent.save(intent).catch(() => undefined);
  if (move.kind === 'go-on') return intent;
  if (move.stays === true) await repairUpgrade(run.world, names, true, signal);
  if (move.stop)
    await patiently(patience, world.clock, signal, async () => {
      const containers = await world.engine.containersNamed(Object.values(names.jenkins), signal);
      const mode = runningMode(containers, names);
      const running = containers.find(({ name }) => mode !== null && name === names.jenkins[mode]);
      // Stopped, not removed, to keep its log.
      if (running !== undefined && isOurs(running.labels, names))
        await world.engine.stop(running.name, settings.timeouts.stop, signal);
    });
  throw new FailureError(
    await putBackAfterGivingUp(intent, await giveUpUpgrade(run, intent, told(move.failure), signal), run, signal),
  );
}

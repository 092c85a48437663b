import { buildName } from '../../shared/build-name.ts';
import { withoutConsent } from '../../shared/consents.ts';
import { err, FailureError, type Result } from '../../shared/failure.ts';
import { pageNotReady } from '../../shared/failures/jenkins.ts';
import {
  buildsAborted,
  buildsStarted,
  buildsUnknown,
  hiddenBuildsStarted,
} from '../../shared/failures/jenkins-builds.ts';
import { count } from '../../shared/format.ts';
import type { Build } from '../../shared/snapshot.ts';
import { runningBuilds } from '../observe/observe.ts';
import { pageOf } from '../observe/page-of.ts';
import type { Step } from '../plan/steps.ts';
import { containerNames } from '../stack/names.ts';
import { type Place, placeOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import { sleep } from '../world/sleep.ts';
import { confirmHomeFree } from './confirm-home.ts';
import { type Drainer, drainerOf } from './drainer.ts';
import type { Execution } from './execution.ts';
import { waitForBuilds } from './wait-for-builds.ts';

type Drain = Step & { kind: 'drain' };

/**
 * Before a Jenkins stops: nobody else has the home of the one that follows, the builds that are waited for have ended, and
 * those that must not be have been aborted and saved. Throws FailureError; builds then start again.
 */
export async function drain(step: Drain, run: Execution, signal: AbortSignal): Promise<void> {
  const { users } = step;
  // Unknown builds may be stopped, and the entry point of our image saves them.
  const look = async () => (step.agreed === 'any' && step.wait === null ? null : settled(step, run, signal));
  const confirmHome = async (): Promise<void> => {
    const except = [...containerNames(run.names), step.name];
    if (users !== null) await confirmHomeFree(run, signal, { except, agreed: users });
  };
  const began = run.world.clock.monotonic();
  const [first] = await Promise.all([look(), confirmHome()]);
  if (first === null) return;
  // The look at the home may have taken longer, and a build may have begun meanwhile.
  const found = run.world.clock.monotonic() - first.at > MAX_AGE_MS ? await look() : first;
  if (found === null) return;
  const { container, place, builds } = found;
  // Whoever waits for builds that are not known at this moment has agreed to stop those only if that was asked.
  const waits = step.wait !== null && (builds.ok || step.agreed !== 'any');
  if (!waits) confirmNoneStarted(step, builds);
  if (!waits && (!builds.ok || builds.value.length === 0)) return;
  const drainer = await drainerOf(container.id, place, run, signal);
  const resume = () => drainer.resume();
  try {
    await emptied(step, builds.ok ? builds.value : null, drainer, run, signal, async () => {
      if (run.world.clock.monotonic() - began > MAX_HOME_AGE_MS) await confirmHome();
    });
  } catch (thrown) {
    await resume();
    throw thrown;
  }
  run.drained?.(step.id, resume);
}

/** For how long what runs counts as known, ms: builds start at any moment. */
const MAX_AGE_MS = 50;
/** For how long who has the home counts as known, ms: a wait for builds takes hours. */
const MAX_HOME_AGE_MS = 3000;

/** For how long a page that does not answer is looked at again, ms: one that is busy answers, one that ends is gone. */
const SETTLES_MS = 5000;
const POLL_MS = 250;

/** As `builder`; of a Jenkins whose builds were known before, and whose page does not answer now, once it is clear which it is. */
async function settled(step: Drain, run: Execution, signal: AbortSignal): ReturnType<typeof builder> {
  const { clock } = run.world;
  const until = clock.monotonic() + SETTLES_MS;
  for (;;) {
    const found = await builder(step, run, signal);
    const isAway = found !== null && !found.builds.ok && found.builds.failure.code === 'jenkins/unreachable';
    // One that is paused stays away.
    const isClear = !isAway || found.container.state !== 'running' || step.running === null;
    if (isClear || clock.monotonic() >= until) return found;
    await sleep(clock, POLL_MS, signal);
  }
}

/** The Jenkins that is to stop, the builds that it runs, and when these were known; null: it cannot build. */
async function builder(step: Drain, run: Execution, signal: AbortSignal) {
  const [container] = await run.world.engine.containersNamed([step.name], signal);
  if (container?.id !== step.id || !canBuild(container)) return null;
  const place = placeOf(step.url, container, run.names);
  const builds = await buildsNow(step, place, run, signal);
  return { container, place, builds, at: run.world.clock.monotonic() };
}

/** One that has exited, or waits for its restart, runs no builds. */
const canBuild = ({ state }: ContainerFact): boolean => state === 'running' || state === 'paused';

async function buildsNow(
  { url }: Drain,
  place: Place,
  { world, settings }: Execution,
  signal: AbortSignal,
): Promise<Result<readonly Build[]>> {
  const [page, builds] = await Promise.all([
    pageOf(world, { ...place, url }, signal),
    runningBuilds(world, settings, place, signal),
  ]);
  return page.kind === 'ready' ? builds : err(pageNotReady(url));
}

/**
 * Throws `jenkins/busy` if builds run that nobody agreed to stop, or if it was known which builds run, and no longer is.
 * Where it never was, the user has agreed to that, or an earlier pass has already begun to stop it.
 */
function confirmNoneStarted({ agreed, running }: Drain, builds: Result<readonly Build[]>): void {
  if (agreed === 'any') return;
  const later = builds.ok ? withoutConsent(builds.value, agreed) : [];
  if (later.length > 0) throw new FailureError(buildsStarted(later));
  if (builds.ok || running === null) return;
  const hidden = builds.failure.code === 'jenkins/builds-hidden';
  throw new FailureError(hidden ? hiddenBuildsStarted(builds.failure) : buildsUnknown(builds.failure));
}

/** Waits for builds, if asked to, looks at the home again, and aborts those that are left. Pipelines are left: they continue after a restart. */
async function emptied(
  step: Drain,
  known: readonly Build[] | null,
  drainer: Drainer,
  run: Execution,
  signal: AbortSignal,
  confirmHome: () => Promise<void>,
): Promise<void> {
  const builds = await heldBuilds(step, known, drainer, run, signal);
  await confirmHome();
  if (step.wait === null) confirmNoneStarted(step, { ok: true, value: builds });
  const cut = builds.filter(({ pipeline }) => pipeline !== true);
  const paused = builds.filter(({ pipeline }) => pipeline === true);
  const now = [...(cut.length === 0 ? [] : [`aborting ${count(cut.length, 'build')}`]), ...goesOnText(paused)];
  if (now.length > 0) run.detail?.(now.join('; '));
  if (cut.length === 0) return;
  signal.throwIfAborted();
  // An abort cannot be taken back, so a Cancel waits for its end, at most 20 s: what was aborted is named then.
  const requeued = await drainer.abort(cut, step.requeue, new AbortController().signal);
  await noteAborted(cut, requeued, run);
}

const goesOnText = (pipelines: readonly Build[]): readonly string[] =>
  pipelines.length === 0
    ? []
    : [`${pipelines.map(buildName).join(', ')} ${pipelines.length === 1 ? 'goes' : 'go'} on once Jenkins runs again`];

/** The builds that run once no new ones start; `known`: those that ran just before; null: unknown. */
async function heldBuilds(
  { wait }: Drain,
  known: readonly Build[] | null,
  drainer: Drainer,
  run: Execution,
  signal: AbortSignal,
): Promise<readonly Build[]> {
  const found = await drainer.hold('now', signal);
  if (found.ok && (wait === null || found.value.running === 0)) return found.value.builds;
  // Jenkins refuses to be drained: what the user agreed to stop stops all the same, and where nothing runs, nothing is waited for.
  if (wait === null || (!found.ok && known?.length === 0)) return [];
  if (!found.ok && known !== null) throw new FailureError(found.failure);
  const waited = await waitedBefore(run);
  return (await waitForBuilds(wait, drainer, run, signal, waited, found.ok ? found.value : null)).builds;
}

/** For how long this request has waited for builds, ms: its time does not begin again after a crash. A full disk ends no wait. */
async function waitedBefore({ world }: Execution): Promise<number> {
  const intent = world.intent.load();
  const now = world.clock.now();
  const since = intent.waitingSince ?? null;
  // The clock may have been set back.
  if (since !== null) return Math.max(0, now - since);
  await world.intent.save({ ...intent, waitingSince: now }).catch(() => undefined);
  return 0;
}

/** Stores with the intent which builds were aborted, to be told at its end. A full disk ends no switch. */
async function noteAborted(builds: readonly Build[], requeued: boolean, { world }: Execution): Promise<void> {
  const intent = world.intent.load();
  const aborted = buildsAborted(builds, requeued, intent.aborted ?? null);
  await world.intent.save({ ...intent, aborted }).catch(() => undefined);
}

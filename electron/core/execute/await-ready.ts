import type { Failure } from '../../shared/failure.ts';
import { nestedEngineUnreached } from '../../shared/failures/dind.ts';
import { homeUnmarked } from '../../shared/failures/home.ts';
import { homeHeldAtStart } from '../../shared/failures/home-history.ts';
import { homePluginsNotKept } from '../../shared/failures/home-plugins.ts';
import { homeNotSetUp, jenkinsExited, jenkinsNotReady, noSecrets } from '../../shared/failures/jenkins.ts';
import { bootFailed } from '../../shared/failures/jenkins-start.ts';
import { conditionNow } from '../observe/observe.ts';
import { pageOf } from '../observe/page-of.ts';
import type { Step } from '../plan/steps.ts';
import { type Place, prefixOf } from '../stack/page-url.ts';
import { SECRETS } from '../stack/stack.ts';
import type { Page } from '../world/jenkins.ts';
import type { Execution } from './execution.ts';
import { completeFirstStart } from './new-home.ts';
import { pagePace } from './page-pace.ts';
import { provideSecrets } from './provide-secrets.ts';
import { type UntilUp, untilUp } from './until-up.ts';
import { withLog } from './with-log.ts';

/** Poll interval of its container. */
const POLL_CONTAINER_MS = 1000;
/** A Jenkins that gave up waiting for its secrets exits and restarts; within this time that is not a failure yet. */
const MAX_RESTART_MS = 10_000;

/** The administrator may be refused for a moment; after this time it is a failure. */
const MAX_REFUSED_MS = 10_000;
/** The login is sent four times in that time at most: a base image may ask a directory for its accounts, which locks them. */
const MIN_REFUSED_PAUSE_MS = 2000;
const REFUSED_PATIENCE = 3;

/** Waits until Jenkins' page is ready, and with a new home, until only its administrator gets in; meanwhile provides the secrets of a new home, again after each restart. */
export async function awaitReady(
  step: Step & { kind: 'await-ready' },
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const log = untilUp(step.name, run.world, signal);
  await lookUntilReady(step, run, log, signal).finally(() => log.end());
}

async function lookUntilReady(
  step: Step & { kind: 'await-ready' },
  run: Execution,
  log: UntilUp,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = run.world;
  const began = clock.monotonic();
  let nextInspection = began + (step.fresh === null ? POLL_CONTAINER_MS : 0);
  let seen: Inspection = {
    missing: step.fresh === null ? null : noSecrets(SECRETS, step.name, 'It was not running.'),
    restarts: null,
  };
  const prefix = await knownPrefix(step.name, run, signal);
  const pace = pagePace(clock);
  const boot = bootLook(step, run, signal);
  const isSetUp = firstStart(step, run, signal);
  let page: Page = { kind: 'none' };
  while (clock.monotonic() < began + step.seconds * 1000) {
    page = await pageOnceOpen(page, { url: step.url, prefix, script: step.name }, run.world, signal);
    if (isJenkins(page)) run.answers?.();
    if (page.kind === 'ready' && (await isSetUp())) return;
    if (clock.monotonic() >= nextInspection) {
      nextInspection = clock.monotonic() + POLL_CONTAINER_MS;
      boot.begin(page);
      seen = await inspectJenkins(step, seen, clock.monotonic() < began + MAX_RESTART_MS, run, signal);
    }
    await boot.confirm();
    await log.wait(pace(page));
  }
  const failure = seen.missing ?? jenkinsNotReady(step.url, run.settings.timeouts.ready);
  throw await withLog(run.world, step.name, failure, signal);
}

/** Returns a function that tells, once the page is ready, whether nothing is left to do for a new home. */
function firstStart(
  { name, url, fresh }: Step & { kind: 'await-ready' },
  run: Execution,
  signal: AbortSignal,
): () => Promise<boolean> {
  const { clock } = run.world;
  /** When its page was first ready. */
  let answered: number | null = null;
  let nextLogin = 0;
  return async () => {
    if (fresh === null) return true;
    const now = clock.monotonic();
    answered ??= now;
    if (now < nextLogin) return false;
    const last = answered + MAX_REFUSED_MS;
    const found = await completeFirstStart({ container: name, url, home: fresh }, now >= last, run, signal);
    if (found === 'refused')
      nextLogin = Math.min(last, now + Math.max(MIN_REFUSED_PAUSE_MS, (now - answered) * REFUSED_PATIENCE));
    return found === 'complete';
  };
}

/** Whether a page shows that a Jenkins runs there: ready, or one that starts. */
const isJenkins = (page: Page): boolean =>
  page.kind === 'ready' || (page.kind === 'starting' && page.stranger !== true);

/** The page, which is not asked while its port is closed. */
async function pageOnceOpen(
  { kind }: Page,
  place: Required<Pick<Place, 'url' | 'prefix' | 'script'>>,
  world: Execution['world'],
  signal: AbortSignal,
): Promise<Page> {
  if (kind === 'none' && !(await world.jenkins.isOpen(place.url, signal))) return { kind };
  return await pageOf(world, place, signal);
}

/** A look at whether Jenkins shows that its start failed, after which it does not try again by itself. */
interface BootLook {
  /** Begins one where the page says that Jenkins starts, unless one is under way. */
  begin(page: Page): void;
  /** Throws once that is so. */
  confirm(): Promise<void>;
}

/** A Jenkins that starts may take a second to answer that, and its page is not looked for later because of it. */
function bootLook(
  { name, url }: Step & { kind: 'await-ready' },
  { world, settings }: Execution,
  signal: AbortSignal,
): BootLook {
  let isUnderWay = false;
  let failed = false;
  const look = async (): Promise<void> => {
    isUnderWay = true;
    // After an abort the wait itself ends, with its reason.
    const condition = await conditionNow(world, settings, { url, logins: 'none' }, signal).catch(() => null);
    failed = condition === 'boot-failed';
    isUnderWay = false;
  };
  return {
    begin({ kind }) {
      if (kind === 'starting' && !isUnderWay) void look();
    },
    async confirm() {
      if (failed) throw await withLog(world, name, bootFailed(url), signal);
    },
  };
}

/** A base image may serve Jenkins below a path; where the container is not found, the step says why it fails. */
async function knownPrefix(name: string, { world }: Execution, signal: AbortSignal): Promise<string> {
  try {
    const [container] = await world.engine.containersNamed([name], signal);
    return prefixOf(container);
  } catch {
    signal.throwIfAborted();
    return '';
  }
}

/** What was seen of a starting Jenkins. */
interface Inspection {
  /** Why it has no secrets yet; null if it has them, or needs none. */
  readonly missing: Failure | null;
  /** Its restarts by the engine, to which later ones are compared; null: not seen, or unknown. */
  readonly restarts: number | null;
}

/**
 * Inspects Jenkins' container and provides the secrets of a new home. Throws if the container has exited, or was restarted
 * for another reason than missing secrets, even if it runs at this moment: the engine soon restarts it at once each time.
 */
async function inspectJenkins(
  { name, fresh }: Step & { kind: 'await-ready' },
  { missing, restarts }: Inspection,
  early: boolean,
  run: Execution,
  signal: AbortSignal,
): Promise<Inspection> {
  const { state, exitCode, restartCount } = await run.world.engine.inspect(name, signal);
  const restarted = state === 'restarting' || (restarts !== null && (restartCount ?? 0) > restarts);
  const mayComeBack = missing !== null && early;
  if (state === 'exited' || state === 'dead' || (restarted && !mayComeBack))
    throw await withLog(run.world, name, exitFailure(exitCode, missing, run.world.home), signal);
  const now = fresh !== null && state === 'running' ? await provideSecrets(name, run, signal) : missing;
  return { missing: now, restarts: restartCount };
}

/**
 * The failure for an exit code, which may be our entry point's (sysexits.h: 69 EX_UNAVAILABLE, 70 EX_SOFTWARE, 74 EX_IOERR, 75 EX_TEMPFAIL, 78 EX_CONFIG).
 * `missing`: why Jenkins has no secrets, for which it also exits with 78.
 */
function exitFailure(exitCode: number | null, missing: Failure | null, home: string): Failure {
  if (exitCode === 78 && missing !== null) return missing;
  if (exitCode === 78) return homeUnmarked();
  if (exitCode === 69) return homeHeldAtStart(home);
  if (exitCode === 70) return homeNotSetUp();
  if (exitCode === 74) return homePluginsNotKept(home, '');
  if (exitCode === 75) return nestedEngineUnreached();
  return jenkinsExited(exitCode);
}

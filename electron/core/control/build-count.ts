import type { Result } from '../../shared/failure.ts';
import { isRecent } from '../../shared/recent.ts';
import { type Build, type BuildsState, isUp } from '../../shared/snapshot.ts';
import { conditionNow, queueNow, runningBuilds } from '../observe/observe.ts';
import type { Place } from '../stack/page-url.ts';
import type { Clock } from '../world/clock.ts';
import type { Condition } from '../world/jenkins.ts';
import type { World } from '../world/world.ts';
import { buildsStateOf } from './snapshot-of.ts';
import type { Snapshots } from './snapshots.ts';

/** How often Jenkins is asked whether it prepares for its shutdown: two requests. */
const QUIET_MS = 120_000;
/** How often it is asked what waits in its queue, where nothing runs and nothing waited: builds start at once then. */
const IDLE_QUEUE_MS = 60_000;

/** A running Jenkins, in the world with its home. */
export interface Running {
  readonly place: Place;
  readonly world: World;
}

/** Whether what runs and waits is known now, and whether everything is to be observed again. */
interface Counted {
  readonly isKnown: boolean;
  readonly isOther: boolean;
}
const UNKNOWN: Counted = { isKnown: false, isOther: false };

const queueOf = (builds: BuildsState): string => JSON.stringify('queue' in builds ? builds.queue : []);

/** Between two observations, asks Jenkins for what begins and ends without an event, and publishes it. */
export class BuildCount {
  readonly #snapshots: Snapshots;
  readonly #closing: AbortSignal;
  /** When Jenkins was last asked whether it prepares for its shutdown, and for its queue; monotonic milliseconds. */
  #askedQuiet = Number.NEGATIVE_INFINITY;
  #askedQueue = Number.NEGATIVE_INFINITY;

  constructor(snapshots: Snapshots, closing: AbortSignal) {
    this.#snapshots = snapshots;
    this.#closing = closing;
  }

  /** An observation has just asked a Jenkins that answers for all of this. */
  observed({ monotonic }: Pick<Clock, 'monotonic'>): void {
    this.#askedQuiet = monotonic();
    this.#askedQueue = monotonic();
  }

  /** Nothing runs or waits, and it starts builds: of builds that run the time changes, and a killed command may have left it quiet. */
  get isIdle(): boolean {
    const { builds, jenkins } = this.#snapshots.now;
    const isQuiet = jenkins.kind === 'running' && jenkins.condition === 'quiet';
    return builds.kind === 'known' && builds.running === 0 && !('queue' in builds) && !isQuiet;
  }

  /** Something has changed: all of this is asked for the next time. */
  forget(): void {
    this.#askedQuiet = Number.NEGATIVE_INFINITY;
    this.#askedQueue = Number.NEGATIVE_INFINITY;
  }

  /** Counts its builds, unless other work is active. */
  async count({ place, world }: Running): Promise<Counted> {
    const snapshots = this.#snapshots;
    const { jenkins, builds, activity } = snapshots.now;
    if (!isUp(jenkins) || activity.kind !== 'idle') return UNKNOWN;
    const condition = jenkins.kind === 'running' ? jenkins.condition : undefined;
    const { settings } = world.settings.load();
    const found = await runningBuilds(world, settings, place, this.#closing).catch(() => null);
    if (found === null || snapshots.now.jenkins !== jenkins) return UNKNOWN;
    const isDue = this.#isQueueDue(found, condition === 'quiet', world);
    const queue = isDue ? await queueNow(world, settings, place, this.#closing).catch(() => null) : [];
    if (snapshots.now.jenkins !== jenkins) return UNKNOWN;
    const now = buildsStateOf(found, queue ?? []);
    if (now.running > 0 || builds.running > 0 || now.kind !== builds.kind || queueOf(now) !== queueOf(builds))
      snapshots.publish({ builds: now });
    const isOther = jenkins.kind === 'running' && (await this.#isQuietNew(condition, { place, world }));
    return { isKnown: found.ok && queue !== null, isOther };
  }

  /** What waits matters while builds run, something waited, or Jenkins starts none; else a second request each time is in vain. */
  #isQueueDue(found: Result<readonly Build[]>, isQuiet: boolean, { clock }: World): boolean {
    if (!found.ok) return false;
    const isIdle = found.value.length === 0 && !('queue' in this.#snapshots.now.builds) && !isQuiet;
    const now = clock.monotonic();
    if (isIdle && isRecent(this.#askedQueue, now, IDLE_QUEUE_MS)) return false;
    this.#askedQueue = now;
    return true;
  }

  /** No event says that Jenkins prepares for its shutdown, or no longer does. */
  async #isQuietNew(before: Condition | undefined, { place, world }: Running): Promise<boolean> {
    if (isRecent(this.#askedQuiet, world.clock.monotonic(), QUIET_MS)) return false;
    this.#askedQuiet = world.clock.monotonic();
    const { settings } = world.settings.load();
    const now = await conditionNow(world, settings, place, this.#closing).catch(() => null);
    return (now === 'quiet' || before === 'quiet') && now !== before;
  }
}

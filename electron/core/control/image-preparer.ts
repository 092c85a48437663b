import { failureOf } from '../../shared/failure.ts';
import { preparationFailed, preparationOffered } from '../../shared/failures/image-preparation.ts';
import { type JenkinsMode, otherMode } from '../../shared/mode.ts';
import type { Notice } from '../../shared/notice.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { World } from '../world/world.ts';
import type { Controller } from './controller.ts';
import { lackingImages, prepareImages } from './lacking-images.ts';

/** After a switch and after the last build there may soon be another one. */
const IDLE_MS = 60_000;
/** How often, at most, it is looked again what is lacking, where it is offered or unknown. */
const AGAIN_MS = 60_000;
/** How often it is looked whether a build, or a command, has begun, of which no event tells. */
const POLL_MS = 2000;
/** After the first failure, and at most: each attempt downloads. */
const PAUSE_MS = { first: 10 * 60_000, most: 24 * 3_600_000 };

export interface ImagePreparerOptions {
  readonly world: World;
  /** The app's version. */
  readonly version: string;
  readonly controller: Pick<Controller, 'snapshot' | 'subscribe' | 'countBuilds'>;
  /** Whether this computer is busy with something else. */
  isBusy(): boolean;
  /** Called when the notice has changed. */
  changed(): void;
}

/** Builds in the background what a switch to the other mode would build first. */
export interface ImagePreparer {
  /** The question whether to do so, or why the last attempt failed; null: neither. */
  notice(): Notice | null;
  /** Ends a build that is running. */
  close(): Promise<void>;
}

/**
 * Whether a build of an image would be in nobody's way: Jenkins runs as requested, nothing is being changed, and it is known
 * that no build runs or waits.
 */
export const isQuiet = ({ engine, jenkins, activity, builds }: Snapshot): boolean =>
  isSettled({ engine, jenkins, activity }) &&
  builds.kind === 'known' &&
  builds.running === 0 &&
  (builds.queue ?? []).length === 0;

const isSettled = ({ engine, jenkins, activity }: Pick<Snapshot, 'engine' | 'jenkins' | 'activity'>): boolean =>
  engine.kind === 'connected' && jenkins.kind === 'running' && activity.kind === 'idle';

/**
 * Follows the snapshots of an app that runs. What is lacking is looked up after each request and each change of the
 * settings. It is built after a quiet minute, one image after the other; that ends at once when a build begins or anything
 * works on Jenkins, and begins again after the next quiet minute: the engine keeps what it has built. Nothing is stored,
 * so nothing is left behind by a crash.
 */
export function createImagePreparer(options: ImagePreparerOptions): ImagePreparer {
  return new Preparer(options);
}

class Preparer implements ImagePreparer {
  readonly #options: ImagePreparerOptions;
  readonly #unsubscribe: () => void;
  readonly #closing = new AbortController();
  #notice: Notice | null = null;
  /** What the last look was about. */
  #seen = '';
  /** Monotonic milliseconds. */
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Whether the last look failed. */
  #isUnknown = false;
  #lacks = false;
  #failures = 0;
  /** Not before then, monotonic milliseconds. */
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #work: { readonly abort: AbortController; readonly ended: Promise<void> } | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: ImagePreparerOptions) {
    this.#options = options;
    this.#unsubscribe = options.controller.subscribe((snapshot) => this.#follow(snapshot));
  }

  notice(): Notice | null {
    return this.#notice;
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#closing.abort();
    this.#rest();
    await Promise.allSettled([this.#work?.ended, this.#looking]);
  }

  #follow(snapshot: Snapshot): void {
    if (isSettled(snapshot)) this.#lookAgain(snapshot);
    if (!isQuiet(snapshot)) this.#rest();
    else if (this.#lacks && this.#cancelTimer === null && this.#work === null) this.#wait();
  }

  /** Ends a wait, and a build of an image. */
  #rest(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#work?.abort.abort();
  }

  /** Looks once for each request and each version of the settings; what it offers, another process may do meanwhile. */
  #lookAgain({ jenkins }: Snapshot): void {
    if (jenkins.kind !== 'running') return;
    const { world } = this.#options;
    const { settings } = world.settings.load();
    const about = JSON.stringify([world.intent.load().id, jenkins.mode, settings]);
    const now = world.clock.monotonic();
    const isOpen = this.#isUnknown || this.#notice?.id === OFFER;
    if (about === this.#seen && !(isOpen && now >= this.#lookedAt + AGAIN_MS)) return;
    this.#seen = about;
    this.#lookedAt = now;
    this.#lacks = false;
    this.#rest();
    this.#looking = this.#looking.then(() => this.#look(about, otherMode(jenkins.mode)));
  }

  async #look(about: string, mode: JenkinsMode): Promise<void> {
    const { world, version, controller } = this.#options;
    const { prepareOther } = world.settings.load().settings.images;
    if (prepareOther === 'off' || this.#seen !== about) return this.#tell(null);
    // A mode that cannot be planned now is told at the switch to it.
    const found = await lackingImages(world, version, mode, this.#closing.signal).catch(() => null);
    if (this.#seen !== about) return;
    this.#isUnknown = found === null;
    const builds = found?.builds ?? [];
    // To give a name to what is there takes no time that is worth a question.
    const slow = builds.filter(({ twin }) => twin === null).map(({ spec }) => spec.reference);
    const asks = prepareOther === 'ask' && slow.length > 0;
    this.#tell(asks ? { id: OFFER, failure: preparationOffered(mode, slow) } : null);
    this.#lacks = prepareOther === 'on' && builds.length > 0;
    this.#follow(controller.snapshot());
  }

  #tell(notice: Notice | null): void {
    const isSame = notice?.failure.title === this.#notice?.failure.title;
    this.#notice = notice;
    if (!isSame) this.#options.changed();
  }

  #wait(): void {
    const { clock } = this.#options.world;
    const ms = Math.max(IDLE_MS, this.#pausedUntil - clock.monotonic());
    this.#cancelTimer = clock.after(ms, () => {
      this.#cancelTimer = null;
      void this.#begin();
    });
  }

  async #begin(): Promise<void> {
    const { world, controller, isBusy } = this.#options;
    const isFree = !isBusy() && (await world.lock.holder().catch(() => '')) === null;
    // The last count may be minutes old.
    await controller.countBuilds().catch(() => undefined);
    const snapshot = controller.snapshot();
    if (this.#closing.signal.aborted || this.#work !== null || !isQuiet(snapshot)) return;
    if (!isFree) return this.#wait();
    const abort = new AbortController();
    const ended = this.#prepare(abort).finally(() => {
      this.#work = null;
      this.#follow(controller.snapshot());
    });
    this.#work = { abort, ended };
  }

  async #prepare(abort: AbortController): Promise<void> {
    const { world, version, controller } = this.#options;
    const { jenkins } = controller.snapshot();
    if (jenkins.kind !== 'running') return;
    const mode = otherMode(jenkins.mode);
    const endWatch = this.#watch(abort);
    const signal = AbortSignal.any([abort.signal, this.#closing.signal]);
    try {
      // Another process may have built them since the last look.
      const { builds } = await lackingImages(world, version, mode, signal);
      await prepareImages(world, builds, () => undefined, signal);
      this.#lacks = false;
      this.#failures = 0;
      this.#tell(null);
    } catch (thrown) {
      if (!signal.aborted) this.#failed(mode, thrown);
    } finally {
      endWatch();
    }
  }

  #failed(mode: JenkinsMode, thrown: unknown): void {
    const pause = Math.min(PAUSE_MS.first * 2 ** this.#failures, PAUSE_MS.most);
    this.#failures += 1;
    this.#pausedUntil = this.#options.world.clock.monotonic() + pause;
    this.#tell({ id: NOT_PREPARED, failure: preparationFailed(mode, failureOf(thrown)) });
  }

  /** Aborts once a build or a command has begun; returns a function that ends this. */
  #watch(abort: AbortController): () => void {
    const { world, controller } = this.#options;
    let isOver = false;
    let cancel = (): void => undefined;
    const look = async (): Promise<void> => {
      // The snapshot with the builds aborts by itself.
      await controller.countBuilds().catch(() => undefined);
      if ((await world.lock.holder().catch(() => null)) !== null) abort.abort();
      if (!isOver) again();
    };
    const again = (): void => {
      cancel = world.clock.after(POLL_MS, () => void look());
    };
    again();
    return () => {
      isOver = true;
      cancel();
    };
  }
}

/** Stable, so that a question that was dismissed is not asked again. */
const OFFER = 'prepare-images';
const NOT_PREPARED = 'images-not-prepared';

import { FailureError, failureOf } from '../../shared/failure.ts';
import { lockHeld } from '../../shared/failures/lock.ts';
import { stoppedEarly } from '../../shared/failures/run.ts';
import type { HomeJob, HomeJobEnd, HomeJobRequest } from '../../shared/home-job.ts';
import type { Clock } from '../world/clock.ts';
import type { World } from '../world/world.ts';
import { doHomeJob, type EndedJob } from './home-job.ts';

export interface HomeJobsOptions {
  /** As the settings say now. */
  world(): Promise<World>;
  /** The app's version. */
  readonly version: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Called after each change of `now`. */
  changed(): void;
}

/** What a verification found. */
export interface Verified {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly isIntact: boolean;
}

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Does what the app is asked to do with snapshots of the home, one job at a time; each goes on without a window. */
export class HomeJobs {
  readonly #options: HomeJobsOptions;
  #now: HomeJob | undefined;
  #running: Running | null = null;
  readonly #verified = new Map<string, Verified>();

  constructor(options: HomeJobsOptions) {
    this.#options = options;
  }

  /** The running job, or the last one that ended; undefined: none, or it was dismissed. */
  get now(): HomeJob | undefined {
    return this.#now;
  }

  /** What verifications found since the app started, by the names of snapshots. */
  get verified(): ReadonlyMap<string, Verified> {
    return this.#verified;
  }

  /** Starts a job and returns; throws `lock/held` if one is running. */
  start(request: HomeJobRequest): void {
    if (this.#running !== null) throw new FailureError(lockHeld('Jenkins Tray itself', null));
    const abort = new AbortController();
    const subject = 'name' in request ? request.name : 'file' in request ? request.file : '';
    const startedAt = this.#options.clock.now();
    this.#set({ kind: request.kind, subject, startedAt, state: 'running', line: '', isCancelled: false });
    this.#running = { abort, ended: this.#run(request, abort.signal) };
  }

  /** Asks the running job to end; what it has begun is undone or left for its next run to remove. */
  cancel(): void {
    if (this.#running === null || this.#now?.state !== 'running' || this.#now.isCancelled) return;
    this.#set({ ...this.#now, isCancelled: true });
    this.#running.abort.abort(new FailureError(stoppedEarly()));
  }

  /** Forgets the job that ended. */
  dismiss(): void {
    if (this.#now?.state === 'ended') this.#set(undefined);
  }

  /** Resolves when no job is running. */
  async idle(): Promise<void> {
    await this.#running?.ended;
  }

  async #run(request: HomeJobRequest, signal: AbortSignal): Promise<void> {
    // Not before `start` has noted this run.
    await null;
    const { world, version } = this.#options;
    const output = (line: string): void => {
      if (this.#now?.state === 'running' && this.#now.line !== line) this.#set({ ...this.#now, line });
    };
    const work = world().then((now) => doHomeJob(now, request, { version, output }, signal));
    const { end, subject: found } = await work.catch((thrown: unknown): EndedJob => {
      if (signal.aborted) return { end: { kind: 'cancelled' } };
      return { end: { kind: 'failed', failure: failureOf(thrown) } };
    });
    this.#running = null;
    this.#note(request, end);
    const { kind = request.kind, subject = '', startedAt = 0 } = this.#now ?? {};
    this.#set({ kind, startedAt, subject: found ?? subject, state: 'ended', end });
  }

  #note(request: HomeJobRequest, end: HomeJobEnd): void {
    if (!('name' in request)) return;
    const at = this.#options.clock.now();
    const { name } = request;
    if (request.kind === 'delete' && end.kind === 'done') this.#verified.delete(name);
    if (end.kind === 'failed' && end.failure.code === 'snapshot/damaged')
      this.#verified.set(name, { at, isIntact: false });
    if (request.kind === 'verify' && end.kind === 'done') this.#verified.set(name, { at, isIntact: true });
  }

  #set(next: HomeJob | undefined): void {
    this.#now = next;
    this.#options.changed();
  }
}

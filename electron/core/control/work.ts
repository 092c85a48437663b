import { FailureError } from '../../shared/failure.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Intent, Snapshot } from '../../shared/snapshot.ts';
import type { World } from '../world/world.ts';
import { cancelIntent } from './cancel-intent.ts';
import { converge } from './converge.ts';
import type { Observation } from './observation.ts';
import type { Observer } from './observer.ts';
import { Progress } from './progress.ts';
import type { Snapshots } from './snapshots.ts';
import { Withdrawal } from './withdrawal.ts';

/** Carries out stored intents, goes back from cancelled ones, and publishes each step. Whoever calls it has the lock. */
export class Work {
  readonly #world: World;
  readonly #version: string;
  readonly #snapshots: Snapshots;
  readonly #observer: Observer;
  /** The mode that a cancelled request goes back to; null: none was cancelled. */
  #backTo: Mode | null = null;

  constructor(world: World, version: string, snapshots: Snapshots, observer: Observer) {
    this.#world = world;
    this.#version = version;
    this.#snapshots = snapshots;
    this.#observer = observer;
  }

  /** Like `#carryOut`; a request that is withdrawn is undone before its lock is released, and then fails with that. */
  async run(
    intent: Intent,
    first: Observation | null,
    resumes: boolean,
    aborted: AbortSignal,
    ends: AbortSignal,
  ): Promise<Snapshot> {
    try {
      return await this.#carryOut(intent, first, resumes, aborted);
    } catch (thrown) {
      if (!(aborted.reason instanceof Withdrawal)) throw thrown;
      this.showCancelling();
      await this.goBack(ends).finally(() => this.endCancelling());
      throw aborted.reason;
    }
  }

  /** Works towards a stored intent and publishes each step; `first`: an observation already made for it; `resumes`: another process may have begun it. */
  async #carryOut(intent: Intent, first: Observation | null, resumes: boolean, signal: AbortSignal): Promise<Snapshot> {
    const { settings, problem } = this.#world.settings.load();
    if (problem !== null) throw new FailureError(problem);
    const { from } = intent;
    const changed = (): void => {
      const { mode } = progress;
      const activity = progress.activity();
      const back = this.#backTo === null ? {} : { cancellable: false, backTo: this.#backTo };
      this.#snapshots.publish({
        firstTime: false,
        intent: mode,
        jenkins: { kind: 'converging', from, to: mode, mode, ...progress.summary() },
        activity: { ...activity, ...back },
      });
    };
    const before = this.#backTo === null ? undefined : this.#snapshots.now.activity;
    const progress = new Progress(intent.mode, this.#world.clock, changed, before);
    const pass = { world: this.#world, settings, version: this.#version, progress, resumes, intent };
    const observation = await converge(pass, first, signal);
    return this.#observer.show(observation, this.#world.intent.load());
  }

  /** Cancels the stored intent and goes back to the mode before it. */
  async goBack(signal: AbortSignal): Promise<Snapshot> {
    const intent = this.#world.intent.load();
    if (intent.state !== 'pending') return this.#observer.observe(signal);
    const next = await cancelIntent(this.#world, intent, this.#version, signal);
    if (next.state !== 'settled') await this.#carryOut(next, null, true, signal);
    // On the way back everything counts as it is; afterwards a difference to the settings is shown again.
    return this.#observer.observe(signal);
  }

  /** Says at once that the running request is cancelled, and where to it goes back. `elsewhere`: another process carries it out. */
  showCancelling(elsewhere = false): void {
    const { activity } = this.#snapshots.now;
    const { state, mode, from } = this.#world.intent.load();
    if (state !== 'pending' || (activity.kind !== 'working' && !elsewhere)) return;
    this.#backTo = from;
    const shown = activity.kind === 'working' ? activity : new Progress(mode, this.#world.clock, () => {}).activity();
    this.#snapshots.publish({ activity: { ...shown, cancellable: false, backTo: from } });
  }

  endCancelling(): void {
    this.#backTo = null;
  }
}

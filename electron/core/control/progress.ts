import type { Mode } from '../../shared/mode.ts';
import type { Activity, JenkinsState, StepProgress } from '../../shared/snapshot.ts';
import { shortStepText } from '../../shared/step-words.ts';
import { type Step, stepLine } from '../plan/steps.ts';
import type { Clock } from '../world/clock.ts';

/** Lines of an image build that are kept for views. */
const MAX_OUTPUT_LINES = 200;

/** The progress of the running pass, for views. */
export class Progress {
  #steps: StepProgress[] = [];
  /** The planned steps, parallel to `#steps`. */
  #planned: (Step | null)[] = [];
  #mode: Mode;
  #url: string | null = null;
  #output: string[] = [];
  /** When each running step began, by its place. */
  readonly #began = new Map<number, number>();
  readonly #startedAt: number;
  readonly #to: Mode;
  readonly #clock: Clock;
  readonly #changed: () => void;

  /** `to`: the requested mode. `before`: what this goes on from, such as a request that was cancelled. `changed`: called after every change. */
  constructor(to: Mode, clock: Clock, changed: () => void, before: Activity = { kind: 'idle' }) {
    this.#to = to;
    this.#mode = to;
    this.#clock = clock;
    this.#changed = changed;
    this.#startedAt = before.kind === 'working' ? before.startedAt : clock.now();
    this.#steps = before.kind === 'working' ? begunOf(before.steps) : [];
    this.#planned = this.#steps.map(() => null);
  }

  /** The mode that the steps lead to: not the requested one during a rollback. */
  get mode(): Mode {
    return this.#mode;
  }

  /** Starts a pass; its steps follow the finished ones. `url`: of the Jenkins that is available at its start. */
  plan(mode: Mode, steps: readonly Step[], url: string | null): void {
    const past = this.#steps.filter(({ state }) => state === 'done' || state === 'failed');
    this.#planned = [...this.#planned.slice(0, past.length), ...steps];
    this.#mode = mode;
    this.#url = url;
    this.#steps = [
      ...past,
      ...steps.map((step): StepProgress => ({ ...stepLine(step), state: 'waiting', elapsed: 0 })),
    ];
    this.#changed();
  }

  /** The next step begins, or of several this one; returns its place. */
  begin(step?: Step): number {
    const isNext = ({ state }: StepProgress, at: number): boolean =>
      state === 'waiting' && (step === undefined || this.#planned[at] === step);
    const at = this.#steps.findIndex(isNext);
    this.#began.set(at, this.#clock.monotonic());
    this.#mark(at, 'running');
    return at;
  }

  /** The running step has ended, or of several the one at this place. `isCutOff`: it was aborted. */
  end(
    state: 'done' | 'failed',
    at = this.#steps.findIndex((step) => step.state === 'running'),
    isCutOff = false,
  ): void {
    this.#mark(at, state, isCutOff);
  }

  /** What the running step waits for, in place of its planned detail. */
  detail(text: string): void {
    if (!this.#steps.some((step) => step.state === 'running' && step.detail !== text)) return;
    this.#steps = this.#steps.map((step) => (step.state === 'running' ? { ...step, detail: text } : step));
    this.#changed();
  }

  /** A line of an image build. */
  line(text: string): void {
    this.#output = [...this.#output.slice(1 - MAX_OUTPUT_LINES), text];
    this.#changed();
  }

  /** The running or next step, the number of finished and all steps, and the address of an available Jenkins. */
  summary(): Pick<JenkinsState & { readonly kind: 'converging' }, 'step' | 'done' | 'total' | 'url'> {
    const done = this.#steps.filter(({ state }) => state === 'done').length;
    // Between two steps, names the next one, so that the display does not flicker.
    const next = this.#steps.find(({ state }) => state === 'running' || state === 'waiting');
    return { step: next === undefined ? '' : this.#shortText(next), done, total: this.#steps.length, url: this.#url };
  }

  /** With what the user should know of a stop that takes long; what a drain waits for changes each second. */
  #shortText(step: StepProgress): string {
    const planned = this.#planned[this.#steps.indexOf(step)];
    const waits = step.kind === 'stop' && planned?.kind === 'stop' && step.detail !== stepLine(planned).detail;
    return waits ? `${shortStepText(step)}: ${step.detail}` : shortStepText(step);
  }

  activity(): Activity & { readonly kind: 'working' } {
    return {
      kind: 'working',
      to: this.#to,
      startedAt: this.#startedAt,
      steps: this.#steps,
      output: this.#output,
      cancellable: true,
    };
  }

  #mark(at: number, to: StepProgress['state'], isCutOff = false): void {
    const now = this.#clock.monotonic();
    const elapsed = now - (this.#began.get(at) ?? now);
    const began = to === 'running' ? { began: this.#clock.now() - this.#startedAt } : {};
    const more = isCutOff ? { ...began, isCutOff } : began;
    this.#steps = this.#steps.map((step, index) => (index === at ? { ...step, ...more, state: to, elapsed } : step));
    const step = this.#planned[at];
    if (step !== undefined && step !== null) this.#url = servesAfter(step, to, this.#planned, this.#url);
    this.#changed();
  }
}

/** The steps that were begun: one that was running has been given up. */
const begunOf = (steps: readonly StepProgress[]): StepProgress[] =>
  steps
    .filter(({ state }) => state !== 'waiting')
    .map((step) => (step.state === 'running' ? { ...step, state: 'failed', isCutOff: true } : step));

/** Where Jenkins is available once a step is in this state. Only a Jenkins is drained before its stop. */
function servesAfter(
  step: Step,
  state: StepProgress['state'],
  steps: readonly (Step | null)[],
  url: string | null,
): string | null {
  if (step.kind === 'await-ready' && state === 'done') return step.url;
  const ends = step.kind === 'stop' && steps.some((it) => it?.kind === 'drain' && it.name === step.name);
  return ends ? null : url;
}

import type { Mode } from '../shared/mode.ts';
import type { Activity, StepProgress } from '../shared/snapshot.ts';
import type { Clock } from './ports.ts';
import { stepWords } from './step-words.ts';
import { type Step, stepText } from './steps.ts';

/** Image build lines that a view may show. */
const OUTPUT_LINES = 200;

/** The running pass as views see it; tells `changed` of every change. */
export class Progress {
  #steps: StepProgress[] = [];
  /** Of each step, in a few words. */
  #words: string[] = [];
  #output: string[] = [];
  #began = 0;
  readonly #startedAt: number;
  readonly #to: Mode;
  readonly #clock: Clock;
  readonly #changed: () => void;

  constructor(to: Mode, clock: Clock, changed: () => void) {
    this.#to = to;
    this.#clock = clock;
    this.#changed = changed;
    this.#startedAt = clock.now();
  }

  /** Steps of a later pass go behind those that are done. */
  plan(steps: readonly Step[]): void {
    const past = this.#steps.filter(({ state }) => state === 'done' || state === 'failed');
    this.#words = [...this.#words.slice(0, past.length), ...steps.map(stepWords)];
    this.#steps = [
      ...past,
      ...steps.map((step): StepProgress => ({ text: stepText(step), state: 'waiting', elapsed: 0 })),
    ];
    this.#changed();
  }

  begin(): void {
    this.#began = this.#clock.now();
    this.#mark('waiting', 'running');
  }

  end(state: 'done' | 'failed'): void {
    this.#mark('running', state);
  }

  line(text: string): void {
    this.#output = [...this.#output.slice(1 - OUTPUT_LINES), text];
    this.#changed();
  }

  /** The step that runs or comes next, and how many are done of how many. */
  summary(): { readonly step: string; readonly done: number; readonly total: number } {
    const done = this.#steps.filter(({ state }) => state === 'done').length;
    // Between two steps the next one is named, so that what is shown does not flicker.
    const step = this.#words[this.#steps.findIndex(({ state }) => state === 'running' || state === 'waiting')] ?? '';
    return { step, done, total: this.#steps.length };
  }

  activity(): Activity {
    return {
      kind: 'working',
      to: this.#to,
      startedAt: this.#startedAt,
      steps: this.#steps,
      output: this.#output,
      cancellable: true,
    };
  }

  #mark(from: StepProgress['state'], to: StepProgress['state']): void {
    const at = this.#steps.findIndex(({ state }) => state === from);
    const elapsed = to === 'running' ? 0 : this.#clock.now() - this.#began;
    this.#steps = this.#steps.map((step, index) => (index === at ? { ...step, state: to, elapsed } : step));
    this.#changed();
  }
}

import { Listr } from 'listr2';
import type { Controller } from '../core/controller.ts';
import { formatDuration } from '../shared/format.ts';
import type { StepProgress } from '../shared/snapshot.ts';
import { type StepView, stepTitle } from './steps.ts';

/** A step on the screen, and how to tell listr2 that it ended. */
interface Shown {
  end(step: StepProgress | null): void;
  readonly ended: Promise<StepProgress | null>;
  output: string;
}

/** One listr2 list for each pass: a later pass looks again and may bring other steps. */
export function liveSteps(controller: Controller): StepView {
  let shown: Shown[] = [];
  /** Steps of earlier lists, which stand above. */
  let before = 0;
  let titles = '';
  let drawing: Promise<unknown> = Promise.resolve();

  const begin = (steps: readonly StepProgress[]): void => {
    for (const one of shown) one.end(null);
    before = steps.filter(({ state }) => state === 'done' || state === 'failed').length;
    const fresh = steps.slice(before);
    shown = fresh.map(() => newShown());
    const mine = shown;
    const past = drawing;
    drawing = past.then(() => draw(fresh, mine));
  };

  const stop = controller.subscribe(({ activity }) => {
    if (activity.kind !== 'working' || activity.steps.length === 0) return;
    const now = activity.steps.map(({ text }) => text).join('\n');
    if (now !== titles) {
      titles = now;
      begin(activity.steps);
    }
    for (const [index, step] of activity.steps.slice(before).entries()) {
      const one = shown[index];
      if (one === undefined) continue;
      if (step.state === 'running') one.output = activity.output.at(-1) ?? '';
      if (step.state === 'done' || step.state === 'failed') one.end(step);
    }
  });

  return {
    async end() {
      stop();
      for (const one of shown) one.end(null);
      await drawing;
    },
  };
}

function newShown(): Shown {
  let resolve: (step: StepProgress | null) => void = () => {};
  const ended = new Promise<StepProgress | null>((settle) => {
    resolve = settle;
  });
  const one: Shown = {
    ended,
    output: '',
    end: (step) => resolve(step),
  };
  return one;
}

/** How often the last line of an image build is put on the screen, ms. */
const OUTPUT_INTERVAL = 200;

async function draw(steps: readonly StepProgress[], shown: readonly Shown[]): Promise<void> {
  if (steps.length === 0) return;
  const list = new Listr(
    steps.map((step, index) => ({
      title: stepTitle(step),
      task: async (_context: unknown, task: { title: string; output: string; skip(why?: string): void }) => {
        const one = shown[index];
        if (one === undefined) return;
        const timer = setInterval(() => {
          if (one.output !== '' && one.output !== task.output) task.output = one.output;
        }, OUTPUT_INTERVAL);
        const end = await one.ended.finally(() => clearInterval(timer));
        if (end === null) return task.skip();
        if (end.elapsed >= 1000) task.title = `${stepTitle(step)} (${formatDuration(end.elapsed)})`;
        if (end.state === 'failed') throw new Error(stepTitle(step));
      },
    })),
    { exitOnError: true, registerSignalListeners: false, rendererOptions: { showErrorMessage: false } },
  );
  // Why a step failed is printed as a Failure by the command itself.
  await list.run().catch(() => undefined);
}

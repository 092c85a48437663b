import { Listr } from 'listr2';
import type { Controller } from '../core/control/controller.ts';
import { formatDuration } from '../shared/format.ts';
import { harmlessLine } from '../shared/harmless.ts';
import type { Activity, StepProgress } from '../shared/snapshot.ts';
import { fullStepText } from '../shared/step-words.ts';
import { cut } from './columns.ts';
import type { CommandContext } from './io.ts';
import { paint } from './print.ts';
import type { StepView } from './step-view.ts';

type Working = Activity & { readonly kind: 'working' };

/** A step on the screen; `end` reports its end to listr2. */
interface Shown {
  /** Updates the step from the running pass. */
  runs(step: StepProgress, now: Working): void;
  end(step: StepProgress | null): void;
  readonly ended: Promise<StepProgress | null>;
  /** The last output line of its image build. */
  output(): string;
  /** The step with what it waits for now; null: it has not begun. */
  now(): StepProgress | null;
}

/** One listr2 list per pass: a later pass observes again and may have other steps. */
export function liveSteps(controller: Controller, context: Pick<CommandContext, 'io' | 'now'>): StepView {
  let shown: Shown[] = [];
  /** Number of steps in earlier lists, which are printed above. */
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
    drawing = past.then(() => draw(fresh, mine, context));
  };

  const stop = controller.subscribe(({ activity }) => {
    if (activity.kind !== 'working' || activity.steps.length === 0) return;
    const now = activity.steps.map(({ text }) => text).join('\n');
    if (now !== titles) {
      titles = now;
      begin(activity.steps);
    }
    for (const [index, one] of shown.entries()) report(activity.steps[before + index], one, activity);
  });

  return {
    async end() {
      stop();
      for (const one of shown) one.end(null);
      await drawing;
    },
  };
}

function report(step: StepProgress | undefined, shown: Shown, activity: Working): void {
  if (step?.state === 'running') shown.runs(step, activity);
  if (step?.state === 'done' || step?.state === 'failed') shown.end(step);
}

function newShown(): Shown {
  let end: Shown['end'] = () => {};
  const ended = new Promise<StepProgress | null>((resolve) => {
    end = resolve;
  });
  /** Output of an earlier image build. */
  let earlier: readonly string[] | null = null;
  let last = '';
  let current: StepProgress | null = null;
  return {
    ended,
    end: (step) => end(step),
    output: () => last,
    now: () => current,
    runs(step, { output }) {
      current = step;
      earlier ??= output;
      if (output !== earlier) last = harmlessLine(output.at(-1) ?? '', MAX_OUTPUT);
    },
  };
}

/** Longest line that is given to listr2, in characters. It removes only some control sequences by itself. */
const MAX_OUTPUT = 500;

/** How often the last line of an image build and the step's elapsed time are redrawn. */
const REDRAW_INTERVAL_MS = 200;

async function draw(
  steps: readonly StepProgress[],
  shown: readonly Shown[],
  { io, now }: Pick<CommandContext, 'io' | 'now'>,
): Promise<void> {
  if (steps.length === 0) return;
  const c = paint(io);
  const list = new Listr(
    steps.map((step, index) => ({
      title: oneLine(fullStepText(step), '', io.columns),
      task: async (_context: unknown, task: { title: string; output: string; skip(why?: string): void }) => {
        const one = shown[index];
        if (one === undefined) return;
        const began = now();
        const setTitle = (after: string): void => {
          task.title = oneLine(fullStepText(one.now() ?? step), after, io.columns);
        };
        const timer = setInterval(() => {
          setTitle(taken(now() - began));
          const line = one.output();
          if (line !== '' && line !== task.output) task.output = line;
        }, REDRAW_INTERVAL_MS);
        const end = await one.ended.finally(() => clearInterval(timer));
        if (end === null) return task.skip();
        const failed = end.state === 'failed';
        setTitle(end.isCutOff ? ' (interrupted)' : taken(end.elapsed));
        if (failed) throw new Error(task.title);
      },
    })),
    {
      exitOnError: true,
      registerSignalListeners: false,
      rendererOptions: {
        showErrorMessage: false,
        formatOutput: 'truncate',
        icon: { COMPLETED: '✓', FAILED: '✗', WAITING: '·', COMPLETED_WITH_SISTER_TASKS_FAILED: '·' },
        color: { COMPLETED_WITH_SISTER_TASKS_FAILED: (text = '') => c.dim(text) },
      },
    },
  );
  // The command itself prints why a step failed.
  await list.run().catch(() => undefined);
}

const taken = (ms: number): string => (ms < 1000 ? '' : ` (${formatDuration(ms)})`);

/** listr2 puts a mark and a space before a title, and leaves two columns free after it. */
const ROOM = 4;

/** A step and its time in one line of the terminal: the step is truncated, never the time. */
const oneLine = (title: string, after: string, columns: number): string =>
  cut(harmlessLine(title, MAX_OUTPUT), columns - ROOM - after.length) + after;

import { Listr } from 'listr2';
import type { Controller } from '../core/control/controller.ts';
import { formatDuration } from '../shared/format.ts';
import type { Activity, StepProgress } from '../shared/snapshot.ts';
import { fullStepText } from '../shared/step-words.ts';
import { cut } from './columns.ts';
import type { CommandContext } from './io.ts';
import { paint } from './print.ts';
import type { StepView } from './step-view.ts';

type Working = Activity & { readonly kind: 'working' };

/** A step on the screen, and how to tell listr2 that it ended. */
interface Shown {
  /** What the pass says while the step runs. */
  runs(now: Working): void;
  end(step: StepProgress | null): void;
  readonly ended: Promise<StepProgress | null>;
  /** The last line of its image build. */
  output(): string;
}

/** One listr2 list for each pass: a later pass looks again and may bring other steps. */
export function liveSteps(controller: Controller, context: Pick<CommandContext, 'io' | 'signal' | 'now'>): StepView {
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
  if (step?.state === 'running') shown.runs(activity);
  if (step?.state === 'done' || step?.state === 'failed') shown.end(step);
}

function newShown(): Shown {
  let end: Shown['end'] = () => {};
  const ended = new Promise<StepProgress | null>((resolve) => {
    end = resolve;
  });
  /** Lines that an earlier image build left. */
  let earlier: readonly string[] | null = null;
  let last = '';
  return {
    ended,
    end: (step) => end(step),
    output: () => last,
    runs({ output }) {
      earlier ??= output;
      if (output !== earlier) last = output.at(-1) ?? '';
    },
  };
}

/** How often the last line of an image build, and the time that a step takes, are put on the screen, ms. */
const REDRAW = 200;

async function draw(
  steps: readonly StepProgress[],
  shown: readonly Shown[],
  { io, signal, now }: Pick<CommandContext, 'io' | 'signal' | 'now'>,
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
        const tell = (after: string): void => {
          task.title = oneLine(fullStepText(step), after, io.columns);
        };
        const timer = setInterval(() => {
          tell(taken(now() - began));
          const line = one.output();
          if (line !== '' && line !== task.output) task.output = line;
        }, REDRAW);
        const end = await one.ended.finally(() => clearInterval(timer));
        if (end === null) return task.skip();
        const failed = end.state === 'failed';
        tell(failed && signal.aborted ? ' (interrupted)' : taken(end.elapsed));
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
  // Why a step failed is printed as a Failure by the command itself.
  await list.run().catch(() => undefined);
}

const taken = (ms: number): string => (ms < 1000 ? '' : ` (${formatDuration(ms)})`);

/** listr2 puts a mark and a blank before a title, and leaves two columns free behind it. */
const ROOM = 4;

/** A step and what is said of it in one line of the terminal: the step is cut, never the other. */
const oneLine = (title: string, after: string, columns: number): string =>
  cut(title, columns - ROOM - after.length) + after;

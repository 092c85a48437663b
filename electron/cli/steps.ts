import type { Controller } from '../core/control/controller.ts';
import { formatDuration } from '../shared/format.ts';
import { fullStepText } from '../shared/step-words.ts';
import type { Context } from './io.ts';
import { paint } from './print.ts';
import type { StepView } from './step-view.ts';

/** Redrawn in place on a terminal, plain lines elsewhere, nothing with `--json`. */
export async function showSteps(
  controller: Controller,
  context: Pick<Context, 'io' | 'options' | 'signal' | 'now'>,
): Promise<StepView> {
  if (context.options.json) return { end: async () => {} };
  if (context.io.live) return (await import('./live-steps.ts')).liveSteps(controller, context);
  return plainSteps(controller, context);
}

/** One line for each step, when it ends. */
function plainSteps(controller: Controller, { io, signal }: Pick<Context, 'io' | 'signal'>): StepView {
  const c = paint(io);
  let reported = 0;
  const stop = controller.subscribe(({ activity }) => {
    if (activity.kind !== 'working') return;
    for (const step of activity.steps.slice(reported)) {
      if (step.state !== 'done' && step.state !== 'failed') break;
      reported += 1;
      const how = step.state === 'done' ? c.green('done') : signal.aborted ? c.yellow('interrupted') : c.red('failed');
      io.out(
        `> ${fullStepText(step)} … ${how}${step.elapsed < 1000 ? '' : c.dim(` (${formatDuration(step.elapsed)})`)}`,
      );
    }
  });
  return {
    end: async () => {
      stop();
    },
  };
}

import type { Controller } from '../core/control/controller.ts';
import { formatDuration } from '../shared/format.ts';
import { harmless } from '../shared/harmless.ts';
import type { StepProgress } from '../shared/snapshot.ts';
import { fullStepText, shortStepText } from '../shared/step-words.ts';
import type { CommandContext, Io } from './io.ts';
import { paint } from './print.ts';
import type { StepView } from './step-view.ts';

/** Shows steps: redrawn in place on a terminal, as plain lines elsewhere, not at all with `--json` or `--quiet`. */
export async function showSteps(
  controller: Controller,
  context: Pick<CommandContext, 'io' | 'options' | 'now'>,
): Promise<StepView> {
  if (context.options.json || context.options.quiet === true) return { end: async () => {} };
  if (context.io.live) return (await import('./live-steps.ts')).liveSteps(controller, context);
  return plainSteps(controller, context);
}

/** Prints one line per step when it ends, and what a step waits for once it does. */
function plainSteps(controller: Controller, { io }: Pick<CommandContext, 'io'>): StepView {
  let reported = 0;
  const details = new Map<string, string>();
  const said = new Set<string>();
  /** What a step waits for replaces its planned detail; it changes each second, and is printed once. */
  const waits = (step: StepProgress): void => {
    const { text, detail } = step;
    if (details.get(text) === undefined) details.set(text, detail);
    if (details.get(text) === detail || said.has(text)) return;
    said.add(text);
    io.out(`  ${harmless(`${shortStepText(step)}: ${detail}`)}`);
  };
  const stop = controller.subscribe(({ activity }) => {
    if (activity.kind !== 'working') return;
    const fresh = activity.steps.slice(reported);
    for (const step of activity.steps) if (step.state === 'running') waits(step);
    const running = fresh.findIndex(({ state }) => state !== 'done' && state !== 'failed');
    const ended = running < 0 ? fresh : fresh.slice(0, running);
    reported += ended.length;
    for (const step of ended) io.out(endedText(step, io));
  });
  return { end: async () => stop() };
}

function endedText(step: StepProgress, io: Pick<Io, 'colour'>): string {
  const c = paint(io);
  const how = step.state === 'done' ? c.green('done') : step.isCutOff ? c.yellow('interrupted') : c.red('failed');
  const time = step.elapsed < 1000 ? '' : c.dim(` (${formatDuration(step.elapsed)})`);
  return `> ${harmless(fullStepText(step))} … ${how}${time}`;
}

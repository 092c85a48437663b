import type { Snapshot } from '../../shared/snapshot.ts';
import { fullStepText } from '../../shared/step-words.ts';
import type { EndSpan, Tracer } from './trace-events.ts';

/** Records the steps of a switch, as snapshots tell them; give it each new snapshot. */
export function stepTracer(tracer: Tracer): (snapshot: Snapshot) => void {
  const open = new Map<number, EndSpan>();
  return ({ activity }) => {
    const steps = activity.kind === 'working' ? activity.steps : [];
    for (const [at, step] of steps.entries())
      if (step.state === 'running' && !open.has(at)) open.set(at, tracer.begin('steps', fullStepText(step)));
    for (const [at, end] of open) {
      const state = steps[at]?.state;
      if (state === 'running') continue;
      end({ state: state ?? 'given up' });
      open.delete(at);
    }
  };
}

import { blocksOf } from './blocks.ts';
import { aliasNotices } from './engine-alias.ts';
import { findingsOf } from './findings.ts';
import { homeNotices } from './home-steps.ts';
import type { Plan, PlanInputs } from './inputs.ts';
import { networkNotices } from './network-removal.ts';
import { questionsOf } from './questions.ts';
import { stepsToMode } from './to-mode.ts';
import { stepsToOff } from './to-off.ts';

/** The steps from the current to the requested state, in order; none if there is nothing to do. Pure. */
export function plan(inputs: PlanInputs): Plan {
  const { stack } = inputs;
  const found = findingsOf(inputs);
  const steps = stack === null ? stepsToOff(found) : stepsToMode(stack, found);
  return {
    steps,
    questions: steps.length === 0 ? [] : questionsOf(found, steps),
    blocks: stack === null || steps.length === 0 ? [] : blocksOf(found, stack),
    notices: stack === null ? networkNotices(found) : [...homeNotices(found), ...aliasNotices(found)],
  };
}

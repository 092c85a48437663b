import type { Preview } from '../../electron/shared/snapshot.ts';

/** Whether the previewed change can start: no blocks, consent to every question, and at least one step. */
export const canStart = ({ blocks, questions, steps }: Preview, agreed: ReadonlySet<string>): boolean =>
  blocks.length === 0 && steps.length > 0 && questions.every(({ id }) => agreed.has(id));

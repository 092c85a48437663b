import type { Preview } from '../../electron/shared/snapshot.ts';

/** Whether what is shown can be begun: nothing in the way, everything agreed to, something to do. */
export const canBegin = ({ blocks, questions, steps }: Preview, agreed: ReadonlySet<string>): boolean =>
  blocks.length === 0 && steps.length > 0 && questions.every(({ id }) => agreed.has(id));

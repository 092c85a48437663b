import { asksAboutBuilds, asksToWait } from '../../electron/shared/consents.ts';
import type { Preview } from '../../electron/shared/preview.ts';

/**
 * Whether the previewed change can start: no blocks, at least one step, and consent to every question, or to wait for the
 * builds that it is about.
 */
export const canStart = ({ blocks, questions, steps }: Preview, agreed: ReadonlySet<string>): boolean =>
  blocks.length === 0 &&
  steps.length > 0 &&
  questions.every(({ id }) => agreed.has(id) || (asksAboutBuilds(id) && [...agreed].some(asksToWait)));

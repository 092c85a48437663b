import { asksToRecreate, asksToUpdate, consent, isAboutBuilds, waitMinutes } from '../../shared/consents.ts';
import type { Question } from '../../shared/preview.ts';

/** What the window agreed to, as far as it was asked. */
export interface Agreed {
  /** Without ids that nobody was asked for: a rollback has consents of its own. */
  readonly consents: readonly string[];
  /** What would be stopped or replaced, one line each; empty if that needs no further confirmation. */
  readonly replaces: readonly string[];
}

/** Sorts the window's consents by the questions of main's own preview; only to make a folder replaces nothing. */
export function agreedTo(consents: readonly string[], questions: readonly Question[]): Agreed {
  const asked = questions.filter(({ id }) => consents.includes(id));
  const recreate = consents.filter(asksToRecreate);
  const update = consents.filter(asksToUpdate);
  const aboutBuilds = consents.filter(isAboutBuilds);
  const minutes = waitMinutes(consents) ?? 0;
  return {
    consents: [...asked.map(({ id }) => id), ...recreate, ...update, ...aboutBuilds],
    replaces: [
      ...asked.filter(({ id }) => !id.startsWith(consent.createHome(''))).map(({ text }) => text),
      ...(minutes > 0 ? [`Abort the builds that still run after ${minutes} minutes`] : []),
      ...recreate.map(() => 'Recreate the container of the nested engine'),
      ...update.map(() => 'Rebuild the images and restart Jenkins from them'),
    ],
  };
}

import { consent } from '../../shared/consents.ts';
import { utc } from '../../shared/failures/home-history.ts';
import type { Question } from '../../shared/preview.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';
import { inState, jenkinsIn, returning } from './upgrade.ts';

/**
 * Puts the home back as it was before the new Jenkins used it: on request, or where that one did not become ready. Where that
 * request comes to nothing, the newer Jenkins gets its own home again, with all builds since; a crash may have kept from the
 * record that it was replaced. `starts`: whether a Jenkins is started on it.
 */
export function restoreHomeSteps(found: Findings, starts: boolean): Step[] {
  const failed = inState(found, 'begun', true);
  const stays = starts ? inState(found, 'returning', true) : null;
  const upgrade = stays ?? returning(found) ?? (failed?.started === true ? failed : null);
  if (upgrade === null || upgrade.snapshot === null || (upgrade.restored && stays === null)) return [];
  const image = imageForHome(found);
  if (image === null) return [];
  const isUndone = stays !== null;
  const why = isUndone
    ? cause(`home ${found.home}`, 'maybe of the older Jenkins', 'as before the way back')
    : cause(`home ${found.home}`, 'used by the newer Jenkins', 'as before the upgrade');
  const { snapshot } = upgrade;
  return [{ kind: 'restore-home', home: found.home, image, snapshot, isUndone, cause: why }];
}

/** An image with the tools for it, which is ours in either mode. */
export function imageForHome({ facts, names, isOurImage }: Findings): string | null {
  const ours = facts.images.filter(isOurImage).map(({ name }) => name);
  return ours.find((name) => name === names.images.dood || name === names.images.dind) ?? null;
}

/** What the user loses by going back. */
export function returnQuestions(found: Findings): Question[] {
  const upgrade = returning(found);
  if (upgrade === null) return [];
  const { at, before, after, snapshot } = upgrade;
  const since = utc(at / 1000);
  const home =
    snapshot === null
      ? `Its home was not kept before the upgrade and stays as it is now, with what ${jenkinsIn(after)} has changed in it.`
      : `Builds and changes since ${since} are not in the home of then. The home of now is kept beside it, and is not removed.`;
  return [
    {
      id: consent.returnTo(at),
      text: `Go back to ${jenkinsIn(before)}${snapshot === null ? '' : ' and to the home from before the upgrade'}`,
      detail: home,
    },
  ];
}

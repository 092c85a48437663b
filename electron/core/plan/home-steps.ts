import { consent, updateAt } from '../../shared/consents.ts';
import { homeUnresponsive } from '../../shared/failures/home.ts';
import { modeName } from '../../shared/mode.ts';
import type { Notice } from '../../shared/snapshot.ts';
import { jenkinsOf } from '../stack/labels.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';

/**
 * Checks the home in a container, if this user lacks permission to check it directly, or before another Jenkins version.
 * `creates`, `starts`: a Jenkins container is created, or started. `otherVersionNext`: the next Jenkins may have another version.
 */
export function homeSteps(
  { mode }: Stack,
  jenkins: ContainerSpec,
  found: Findings,
  {
    creates,
    starts,
    otherVersionNext,
  }: { readonly creates: boolean; readonly starts: boolean; readonly otherVersionNext: boolean },
): Step[] {
  const { knownHome } = found;
  const { home } = found.facts;
  const usable = home.kind === 'folder' && home.marked === true && home.writable === true;
  const unverified = home.kind === 'unknown' || home.marked === null || home.writable === null;
  // One whose first start was interrupted may not be closed yet, which its entry point then refuses again and again.
  const refused = found.jenkins.some(({ state }) => state === 'restarting');
  const mayBeOpen = home.fresh === true && (creates || starts || refused);
  if (usable ? !otherVersionNext && !mayBeOpen : unverified && !creates) return [];
  const used = mayBeOpen ? 'not completely set up' : 'last used with another image';
  const current = home.kind === 'missing' ? 'missing' : usable ? used : 'not yet used by Jenkins Tray';
  return [
    {
      kind: 'check-home',
      home: found.home,
      image: jenkins.body.Image,
      known: knownHome,
      chown: home.kind === 'missing' || found.hasConsent(consent.chownHome(found.home)),
      updated: updateAt(found.intent.consents) !== null,
      cause: cause(`home ${found.home}`, current, `ready for ${modeName(mode)}`),
    },
  ];
}

/** Whether image and home name different Jenkins versions. */
export function otherVersion({ body }: ContainerSpec, { facts }: Findings): boolean {
  const version = jenkinsOf(facts.images.find(({ name }) => name === body.Image)?.labels ?? {});
  return version !== null && facts.home.version !== null && version !== facts.home.version;
}

/** What is wrong with the home of a Jenkins that runs on it. */
export const homeNotices = ({ facts, home }: Findings): readonly Notice[] =>
  facts.home.kind === 'unresponsive' ? [{ id: 'home', failure: homeUnresponsive(home) }] : [];

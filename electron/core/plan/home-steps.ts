import { consent, deadHolder, goesBack, updateAt } from '../../shared/consents.ts';
import { homeUnresponsive } from '../../shared/failures/home.ts';
import { modeName } from '../../shared/mode.ts';
import type { Notice } from '../../shared/notice.ts';
import { isOfOtherBuild, jenkinsOf } from '../stack/labels.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import { replacesByRequest } from './restore.ts';
import type { Step } from './steps.ts';
import { replacesHome } from './upgrade.ts';

/** What the plan does with a Jenkins. */
interface Next {
  /** A container is created, or started. */
  readonly creates: boolean;
  readonly starts: boolean;
  /** The next Jenkins may have another version. */
  readonly otherVersionNext: boolean;
}

/**
 * Checks the home in a container, if this user lacks permission to check it directly, before another Jenkins version, or
 * where it is taken over from another computer.
 */
export function homeSteps({ mode }: Stack, jenkins: ContainerSpec, found: Findings, next: Next): Step[] {
  if (replacesHome(found) || replacesByRequest(found)) return [];
  const holder = next.starts ? (found.facts.preflight?.holder ?? null) : null;
  const current = homeNow(found, next) ?? (holder === null ? null : `last used on ${holder.host}`);
  if (current === null) return [];
  const { consents } = found.intent;
  return [
    {
      kind: 'check-home',
      home: found.home,
      image: jenkins.body.Image,
      known: found.knownHome,
      chown: found.facts.home.kind === 'missing' || found.hasConsent(consent.chownHome(found.home)),
      release: holder?.isOwn === true ? holder.line : deadHolder(consents),
      updated: updateAt(consents) !== null,
      cause: cause(`home ${found.home}`, current, `ready for ${modeName(mode)}`),
    },
  ];
}

/** Why a home must be checked, as its state; null: it is well, as far as this user can see. */
function homeNow(found: Findings, next: Next): string | null {
  const { home } = found.facts;
  if (home.kind === 'folder' && home.marked === true && home.writable === true) return wellHomeNow(found, next);
  const unverified = home.kind === 'unknown' || home.marked === null || home.writable === null;
  if (unverified && !next.creates && !(next.starts && hasOpenPlugins(found))) return null;
  return home.kind === 'missing' ? 'missing' : 'not yet used by Jenkins Tray';
}

/** Why a home that was checked before must be checked again. */
function wellHomeNow(found: Findings, { creates, starts, otherVersionNext }: Next): string | null {
  // One whose first start was interrupted may not be closed yet, which its entry point then refuses again and again.
  const refused = found.jenkins.some(({ state }) => state === 'restarting');
  if (found.facts.home.fresh === true && (creates || starts || refused)) return 'not completely set up';
  if (otherVersionNext) return 'last used with another image';
  return starts && hasOpenPlugins(found) ? 'with plugins from elsewhere' : null;
}

/** Whether something about the home's plugins is still to be decided: a take-over that failed put them back. */
const hasOpenPlugins = ({ facts, intent }: Findings): boolean =>
  (facts.pluginLook ?? null) !== null && !intent.consents.some(goesBack);

/** Whether the Jenkins that is to run is of another image than the one that ran on the home, as far as that is known. */
export const otherImage = (spec: ContainerSpec, found: Findings, next: Pick<Next, 'creates' | 'starts'>): boolean =>
  (next.starts && otherVersion(spec, found)) || (next.creates && otherBuild(spec, found));

/** Whether image and home name different Jenkins versions. */
export function otherVersion({ body }: ContainerSpec, { facts }: Findings): boolean {
  const version = jenkinsOf(facts.images.find(({ name }) => name === body.Image)?.labels ?? {});
  return version !== null && facts.home.version !== null && version !== facts.home.version;
}

/**
 * Whether our Jenkins is of another build than the image: an earlier try has built it, and was cut off or failed before it
 * was compared with the home.
 */
function otherBuild({ body }: ContainerSpec, { facts, hasConsent, isOurs, jenkins }: Findings): boolean {
  const image = facts.images.find(({ name }) => name === body.Image);
  if (image === undefined || hasConsent(consent.reuseUnchanged())) return false;
  return jenkins.some((it) => isOurs(it) && isOfOtherBuild(it, image));
}

/** What is wrong with the home of a Jenkins that runs on it. */
export const homeNotices = ({ facts, home }: Findings): readonly Notice[] =>
  facts.home.kind === 'unresponsive' ? [{ id: 'home', failure: homeUnresponsive(home) }] : [];

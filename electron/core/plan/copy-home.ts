import { consent } from '../../shared/consents.ts';
import { copyAnew } from '../../shared/failures/home-copy.ts';
import type { Question } from '../../shared/preview.ts';
import { homeOf } from '../observe/other-jenkins.ts';
import { isFirstStart } from '../observe/others.ts';
import type { Stack } from '../stack/stack.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import { isActive } from './removal.ts';
import type { Step } from './steps.ts';

/** The home of a Jenkins that is taken over, from which the home is copied. */
interface CopySource {
  readonly name: string;
  /** A folder, or the name of a volume. */
  readonly from: string;
}

/** The Jenkins that the settings take over, by its name; null: none with another name than ours. */
function named({ names, settings }: Findings): string | null {
  const { takeOver } = settings.others;
  const known: readonly string[] = Object.values(names.jenkins);
  return takeOver === '' || known.includes(takeOver) ? null : takeOver;
}

/** The same before a first start. */
const takenFirst = (found: Findings): string | null => (isFirstStart(found.facts, found) ? named(found) : null);

/**
 * The other home of the Jenkins that is taken over, if nothing is in ours as far as this user can see; otherwise it would
 * stay behind, and an empty Jenkins begin in its place. Null: there is nothing to copy.
 */
export function copySource(found: Findings): CopySource | null {
  const { facts, home, realPath } = found;
  const name = takenFirst(found);
  const mayBeVacant = facts.home.kind === 'missing' || facts.home.empty !== false;
  // What is the same home is known only then.
  if (facts.preflight === null || name === null || !mayBeVacant) return null;
  const from = homesOf(name, found)[0] ?? null;
  return from === null || realPath(from) === realPath(home) ? null : { name, from };
}

/**
 * What is taken over, if an empty Jenkins would begin in its place: its home cannot be seen (`hidden`), or there is nothing
 * of that name (`nobody`), such as one that was mistyped.
 */
export function withoutSource(found: Findings): { readonly name: string; readonly why: 'hidden' | 'nobody' } | null {
  const { facts, intent } = found;
  const { home, preflight } = facts;
  const name = takenFirst(found);
  const isVacant = home.kind === 'missing' || home.empty === true;
  if (preflight === null || name === null) return null;
  const homes = homesOf(name, found);
  if (homes.length > 0) return isVacant && homes.includes(null) ? { name, why: 'hidden' } : null;
  // This request may have stopped a process, which is then not there any more.
  const isDecided = intent.consents.some((id) => id.startsWith(consent.takeOverHost(name, null)));
  const mayBeVacant = isVacant || (home.empty === null && !isDecided);
  return mayBeVacant ? { name, why: 'nobody' } : null;
}

/**
 * What is to be taken over, and runs on a home of its own, while something is in ours: a copy that was made for a take-over
 * that failed lacks what it has done since. Null also where a Jenkins of ours is there: it was taken over, or left alone.
 */
export function runsElsewhere(found: Findings): CopySource | null {
  const { facts, home, isOurs, jenkins, realPath } = found;
  const name = named(found);
  const mayBeVacant = isFirstStart(facts, found) ? facts.home.empty !== false : facts.home.empty === true;
  if (facts.preflight === null || name === null || mayBeVacant || jenkins.some(isOurs)) return null;
  const containers = facts.containers.filter((it) => it.name === name && isActive(it) && !isOurs(it));
  const hosts = facts.preflight.hostJenkins.filter((it) => it.name === name && it.pid !== null);
  const froms = [...containers.map((it) => homeOf(it)?.source), ...hosts.map((it) => it.home)];
  const from = froms.find((it) => it !== undefined && it !== null && realPath(it) !== realPath(home));
  return from === undefined || from === null ? null : { name, from };
}

/** The homes of what has this name: of a container, or else of the Jenkins of this computer; null: unknown, or several. */
function homesOf(wanted: string, { facts }: Findings): readonly (string | null)[] {
  const container = facts.containers.find(({ name }) => name === wanted) ?? facts.preflight?.takenBefore?.[0];
  if (container !== undefined) return [homeOf(container)?.source ?? null];
  const hosts = (facts.preflight?.hostJenkins ?? []).filter(({ name }) => name === wanted);
  return hosts.length > 1 ? [null] : hosts.map(({ home }) => home);
}

/** Copies the home, once the Jenkins that has the other one has stopped. */
export function copySteps({ containers }: Stack, found: Findings): readonly Step[] {
  const source = copySource(found);
  const jenkins = containers.find(({ role }) => role === 'jenkins');
  if (source === null || jenkins === undefined || found.hasConsent(consent.reuseUnchanged())) return [];
  const { home, realPath } = found;
  const why = cause(`home ${home}`, 'empty', `a copy of ${source.from}`);
  const formerly = source.from.startsWith('/') ? [...new Set([source.from, realPath(source.from)])] : [];
  return [{ kind: 'copy-home', home, ...source, formerly, image: jenkins.body.Image, cause: why }];
}

export const copyQuestions = (found: Findings, steps: readonly Step[]): readonly Question[] => [
  ...asItIsQuestions(found, steps),
  ...steps.flatMap((step) => {
    if (step.kind !== 'copy-home') return [];
    const { from, home, name } = step;
    const unseen = found.facts.home.kind !== 'missing' && found.facts.home.empty === null;
    return [
      {
        id: consent.copyHome(from, home),
        text: `Copy the home of ${name} to ${home}`,
        detail: `${from.startsWith('/') ? 'The folder' : 'The volume'} ${from} stays as it is. No Jenkins runs meanwhile; number and checksums of all files are compared before one starts on the copy. With jenkins-tray config unset others.takeOver the next start begins without it.${unseen ? ' Nothing is copied if something is there already.' : ''}`,
      },
    ];
  }),
];

/** A home that was copied before, by hand or for a take-over that failed: the other Jenkins stops, and its own is left. */
function asItIsQuestions(found: Findings, steps: readonly Step[]): readonly Question[] {
  const other = runsElsewhere(found);
  if (other === null || !isFirstStart(found.facts, found) || !steps.some(({ kind }) => kind === 'check-home'))
    return [];
  const { from, name } = other;
  const { home } = found;
  return [
    {
      id: consent.useAsItIs(from, home),
      text: `Start Jenkins on ${home} as it is, and not on the home of ${name}`,
      detail: `${name} runs on ${from}. What is in ${home} has nothing of what ${name} has done since it was copied. ${copyAnew(name)}`,
    },
  ];
}

import { consent } from '../../shared/consents.ts';
import type { Question } from '../../shared/snapshot.ts';
import { homeOf } from '../observe/other-jenkins.ts';
import { isFirstStart } from '../observe/others.ts';
import type { Stack } from '../stack/stack.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';

/** The home of a Jenkins that is taken over, from which the home is copied. */
interface CopySource {
  readonly name: string;
  /** A folder, or the name of a volume. */
  readonly from: string;
}

/**
 * Before a first start, the other home of the Jenkins that the settings take over, if nothing is in ours as far as this
 * user can see; otherwise it would stay behind, and an empty Jenkins begin in its place. Null: there is nothing to copy.
 */
export function copySource(found: Findings): CopySource | null {
  const { facts, home, names, realPath, settings } = found;
  const { takeOver } = settings.others;
  const known: readonly string[] = Object.values(names.jenkins);
  const mayBeVacant = facts.home.kind === 'missing' || facts.home.empty !== false;
  // What is the same home is known only then.
  if (facts.preflight === null) return null;
  if (takeOver === '' || known.includes(takeOver) || !mayBeVacant || !isFirstStart(facts, found)) return null;
  const container = facts.containers.find(({ name }) => name === takeOver) ?? facts.preflight.takenBefore?.[0];
  const hosts = facts.preflight.hostJenkins.filter(({ name }) => name === takeOver);
  const from = container === undefined ? hosts[0]?.home : homeOf(container)?.source;
  if (from === undefined || from === null || hosts.length > 1) return null;
  return realPath(from) === realPath(home) ? null : { name: takeOver, from };
}

/** Copies the home, once the Jenkins that has the other one has stopped. */
export function copySteps({ containers }: Stack, found: Findings): readonly Step[] {
  const source = copySource(found);
  const jenkins = containers.find(({ role }) => role === 'jenkins');
  if (source === null || jenkins === undefined || found.hasConsent(consent.reuseUnchanged())) return [];
  const { home } = found;
  const why = cause(`home ${home}`, 'empty', `a copy of ${source.from}`);
  return [{ kind: 'copy-home', home, ...source, image: jenkins.body.Image, cause: why }];
}

export const copyQuestions = (found: Findings, steps: readonly Step[]): readonly Question[] =>
  steps.flatMap((step) => {
    if (step.kind !== 'copy-home') return [];
    const { from, home, name } = step;
    const unseen = found.facts.home.kind !== 'missing' && found.facts.home.empty === null;
    return [
      {
        id: consent.copyHome(from, home),
        text: `Copy the home of ${name} to ${home}`,
        detail: `${from.startsWith('/') ? 'The folder' : 'The volume'} ${from} stays as it is. No Jenkins runs meanwhile; number and checksums of all files are compared before one starts on the copy. To begin without it: jenkins-tray config set others.takeOver '""'.${unseen ? ' Nothing is copied if something is there already.' : ''}`,
      },
    ];
  });

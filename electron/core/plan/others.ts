import { consent, restartOf } from '../../shared/consents.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import { homeOf } from '../observe/other-jenkins.ts';
import { isFirstStart } from '../observe/others.ts';
import { isKept, nameBeforeKept } from '../stack/names.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { HostJenkins } from '../world/host.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import { drainAndStop, isActive, removal } from './removal.ts';
import type { Step } from './steps.ts';

/** Jenkins that this app did not create and that have other names than its own: taken over, left alone, or in the way. */

/**
 * The other containers that this request takes over: the one that the settings name, on the home or before a first start
 * on a copy of it, and before a first start those that rest on the home, which would otherwise share it once somebody
 * starts them.
 */
export function takenContainers(found: Findings): readonly ContainerFact[] {
  const { facts, hasConsent, isOurs, names, settings } = found;
  const known = new Set(Object.values(names.jenkins));
  const isFirst = isFirstStart(facts, found);
  // Once its home is checked, a first start is none any more, and its consents hold.
  const isAsked = ({ id }: ContainerFact): boolean => isFirst || hasConsent(consent.takeOver(id));
  const named = facts.containers.filter(
    (it) => it.name === settings.others.takeOver && (hasOurHome(it, found) || isAsked(it)),
  );
  const resting = (facts.preflight?.others ?? []).filter(
    (it) => !isActive(it) && !named.some(({ id }) => id === it.id) && isAsked(it) && hasOurHome(it, found),
  );
  return [...named, ...resting].filter((it) => !known.has(it.name) && !isOurs(it));
}

/** Running containers with the name of one that was taken over before, which are not taken over themselves. */
export function namesakes(found: Findings): readonly ContainerFact[] {
  const { facts, isOurs, names, settings } = found;
  const known: readonly string[] = [...Object.values(names.jenkins), ...takenContainers(found).map(({ name }) => name)];
  return (facts.preflight?.running ?? []).filter(
    (it) => it.name === settings.others.takeOver && !known.includes(it.name) && !isOurs(it),
  );
}

/**
 * The Jenkins of this computer itself that this request takes over, on its home or before a first start on a copy of it: it
 * stops, and no longer starts with the computer.
 */
export function takenHosts(found: Findings): readonly HostJenkins[] {
  const { facts, hasConsent, intent, settings } = found;
  const { takeOver } = settings.others;
  const named = (facts.preflight?.hostJenkins ?? []).filter(
    (it) => it.name === takeOver && (it.pid !== null || it.enabled),
  );
  const here = hostsOnHome(found);
  const onHome = named.filter((it) => here.includes(it));
  if (onHome.length > 0) return onHome;
  // Another one of the same name is not the one that was asked about.
  const isDecided = intent.consents.some((id) => id.startsWith(consent.takeOverHost(takeOver, null)));
  if (isDecided) return named.filter((it) => hasConsent(consent.takeOverHost(it.name, it.home)));
  return isFirstStart(facts, found) && named.length === 1 ? named : [];
}

/** The Jenkins of this computer itself that have the home, whether or not they run. */
export const hostsOnHome = ({ facts, home, realPath }: Findings): readonly HostJenkins[] =>
  (facts.preflight?.hostJenkins ?? []).filter((it) => it.home !== null && realPath(it.home) === realPath(home));

/** Whether a container's Jenkins home is the home. */
export function hasOurHome(container: ContainerFact, { home, realPath }: Pick<Findings, 'home' | 'realPath'>): boolean {
  const source = homeOf(container)?.source;
  return source !== undefined && realPath(source) === realPath(home);
}

/**
 * Stops what is taken over, before another Jenkins has its home, and keeps it under another name. Not on a way back, where
 * the Jenkins from before has a home of its own again.
 */
export const takeOverSteps = (mode: JenkinsMode, found: Findings): readonly Step[] =>
  (found.hasConsent(consent.reuseUnchanged()) ? [] : takenContainers(found)).flatMap((it) => [
    ...(isActive(it) ? drainAndStop(it, mode, found, 'taken over') : []),
    removal(it, found),
  ]);

/** Before the home is given to uid 1000, which would take it from under a Jenkins that runs. */
export const takeOverHostSteps = (found: Findings): readonly Step[] =>
  takenHosts(found).map((jenkins) => ({
    kind: 'stop-host',
    name: jenkins.name,
    jenkins,
    cause: cause(jenkins.name, jenkins.pid === null ? 'starts with the computer' : 'running', 'taken over'),
  }));

/**
 * After a take-over that failed: the other Jenkins gets its name back, and runs again. `next`: the one of ours that runs
 * then, null for one that is created. Where that has their home, since ours from before was removed already, it stays taken
 * over: with its name it would start again with the engine.
 */
export const takeOverBackSteps = (found: Findings, next?: ContainerFact | null): readonly Step[] =>
  found.hasConsent(consent.reuseUnchanged())
    ? found.facts.containers
        .filter((it) => found.hasConsent(consent.startAgain(it.id)) && !isActive(it) && !sharesHome(it, next, found))
        .flatMap((it): readonly Step[] => {
          const name = isKept(it.name, it.id) ? nameBeforeKept(it.name, it.id) : it.name;
          const why = cause(name, 'taken over', 'running again');
          const restart = restartOf(found.intent.consents, it.id) ?? { name: 'unless-stopped', retries: 0 };
          return [
            { kind: 'take-name', name: it.name, to: name, restart, cause: why },
            { kind: 'start', name, role: 'jenkins', cause: why },
          ];
        })
    : [];

function sharesHome(it: ContainerFact, next: ContainerFact | null | undefined, found: Findings): boolean {
  if (next === undefined) return false;
  const home = (next === null ? undefined : homeOf(next)?.source) ?? found.home;
  return hasOurHome(it, { ...found, home });
}

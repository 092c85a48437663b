import { consent } from '../../shared/consents.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import { urlOf } from '../stack/page-url.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { besideOf } from './candidates.ts';
import { cause } from './causes.ts';
import type { EnsureRunning } from './ensure-running.ts';
import type { Findings } from './findings.ts';
import { drainAndStop, isActive, removal, stop } from './removal.ts';
import { restoreSteps } from './restore.ts';
import type { Step } from './steps.ts';
import { restoreHomeSteps } from './upgrade-home.ts';

/** Steps of the way to a mode, and of the way back to one. */

export function readyStep(
  { mode }: Stack,
  { name }: ContainerSpec,
  found: Findings,
  { existing, mayBeNew }: { readonly existing: ContainerFact | null; readonly mayBeNew: boolean },
): Step {
  const url = urlOf(existing ?? undefined, found.settings, mode);
  return {
    kind: 'await-ready',
    name,
    url,
    seconds: found.settings.timeouts.ready,
    fresh: mayBeNew ? found.home : null,
    cause: cause(name, 'not yet ready', `ready at ${url}`),
  };
}

/** Stops, and removes later, what changes of the other mode left beside its Jenkins. */
export function removalBeside(mode: JenkinsMode, found: Findings): Pick<EnsureRunning, 'end' | 'late'> {
  const beside = besideOf(found.names.jenkins[mode], found);
  return {
    end: beside.filter(isActive).flatMap((it) => drainAndStop(it, mode, found, 'stopped')),
    late: beside.map((it) => removal(it, found)),
  };
}

/**
 * What replaces the home, and what starts the nested engine. `startsLater`: that comes only afterwards, since the engine must
 * not have the home that is replaced. `starts`: whether a Jenkins is started on it.
 */
export function homeReplacement({ start, resume }: EnsureRunning, found: Findings, starts: boolean) {
  const replacing = [...restoreHomeSteps(found, starts), ...restoreSteps(found)];
  return { replacing, engineStarts: [...start, ...resume], startsLater: replacing.length > 0 && start.length > 0 };
}

/** Removes the nested engine, and what changes left beside it, in a mode without one. */
export function nestedEngineRemoval(found: Findings): Step[] {
  const engine = found.containerNamed(found.names.nestedEngine);
  // On the way back, one that the user made by hand goes on.
  const stays = engine !== undefined && !found.isOurs(engine) && found.hasConsent(consent.reuseUnchanged());
  const all = [...(engine === undefined || stays ? [] : [engine]), ...besideOf(found.names.nestedEngine, found)];
  return all.flatMap((it) => [...(isActive(it) ? [stop(it, found.settings, 'stopped')] : []), removal(it, found)]);
}

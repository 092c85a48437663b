import { modeName, otherMode } from '../../shared/mode.ts';
import { hasPage } from '../stack/page-url.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { chosenFor } from './candidates.ts';
import { contextRemoval } from './docker-context.ts';
import { ensureRunning, nothingToRun } from './ensure-running.ts';
import type { Findings } from './findings.ts';
import { homeReplacement, nestedEngineRemoval, readyStep, removalBeside } from './mode-parts.ts';
import { takeOverBackSteps } from './others.ts';
import { putBackPluginsSteps } from './plugins.ts';
import { drainAndStop, endLeftovers, isActive, oneShotLeftoverSteps, removal } from './removal.ts';
import { withoutEngine } from './restore.ts';
import type { Step } from './steps.ts';

/**
 * Goes back to a Jenkins that the user made by hand, and to its nested engine if it had one of our names: they go on or
 * start as they were. Nothing is built, created or checked for them; only what is ours is stopped and removed.
 */
export function stepsBackTo(back: ContainerFact, jenkins: ContainerSpec, stack: Stack, found: Findings): Step[] {
  const { mode } = stack;
  const engine = stack.containers.find(({ role }) => role === 'dind');
  const hasEngine = engine !== undefined && chosenFor(engine, found) !== null;
  const nested = hasEngine ? ensureRunning(engine, null, found) : nothingToRun;
  const next = ensureRunning(jenkins, mode, found);
  const ours = found.jenkins.filter((it) => it.name === found.names.jenkins[otherMode(mode)] && found.isOurs(it));
  const beside = removalBeside(otherMode(mode), found);
  const starts = next.start.length > 0;
  const { replacing, engineStarts, startsLater } = homeReplacement(nested, found, starts);
  return [
    ...oneShotLeftoverSteps(found),
    ...ours.filter(isActive).flatMap((it) => drainAndStop(it, otherMode(mode), found, `replaced by ${modeName(mode)}`)),
    ...beside.end,
    ...next.end,
    ...[...nested.end, ...nested.swap, ...(startsLater ? [] : engineStarts)],
    ...next.swap,
    ...withoutEngine(replacing, startsLater ? engineStarts : [], found),
    ...putBackPluginsSteps(found),
    ...(starts ? endLeftovers(found) : []),
    ...next.start,
    ...next.resume,
    ...(starts && hasPage(back) ? [readyStep(stack, jenkins, found, { existing: back, mayBeNew: false })] : []),
    ...ours.map((it) => removal(it, found)),
    ...[...beside.late, ...next.late, ...nested.late],
    ...(engine === undefined ? [...nestedEngineRemoval(found), ...contextRemoval(found)] : []),
    ...takeOverBackSteps(found, back),
  ];
}

import { type JenkinsMode, modeName, otherMode } from '../../shared/mode.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { handMadeBack } from './candidates.ts';
import { cause } from './causes.ts';
import { copySteps } from './copy-home.ts';
import { contextRemoval, contextSteps } from './docker-context.ts';
import { engineOf } from './engine-alias.ts';
import { type EnsureRunning, ensureRunning, nothingToRun, start } from './ensure-running.ts';
import type { Findings } from './findings.ts';
import { homeSteps, otherImage } from './home-steps.ts';
import { keepHomeSteps, withSnapshot } from './keep-home.ts';
import { homeReplacement, nestedEngineRemoval, readyStep, removalBeside } from './mode-parts.ts';
import { objectSteps } from './objects.ts';
import { takeOverBackSteps, takeOverHostSteps, takeOverSteps } from './others.ts';
import { comparePluginsSteps, putBackPluginsSteps } from './plugins.ts';
import { drainAndStop, endLeftovers, isActive, oneShotLeftoverSteps, removal } from './removal.ts';
import { withoutEngine } from './restore.ts';
import type { Step } from './steps.ts';
import { stepsBackTo } from './way-back.ts';

/**
 * Starts Jenkins in the stack's mode. The new mode is prepared while the old Jenkins keeps running; only then the old one
 * stops and the new one starts.
 */
export function stepsToMode(stack: Stack, found: Findings): Step[] {
  const { facts, names } = found;
  const jenkins = stack.containers.find(({ role }) => role === 'jenkins');
  if (jenkins === undefined) return objectSteps(stack, found, true);
  const back = handMadeBack(stack, found);
  if (back !== null) return stepsBackTo(back, jenkins, stack, found);
  const engine = engineOf(stack, found);
  const nested = engine === undefined ? nothingToRun : ensureRunning(engine, null, found);
  const next = aroundEngine(ensureRunning(jenkins, stack.mode, found), jenkins, stack.mode, nested, found);
  const other = found.containerNamed(names.jenkins[otherMode(stack.mode)]);
  const otherIsActive = other !== undefined && isActive(other);
  const otherRemoval = removalOfOther(other, found);
  const besideOther = removalBeside(otherMode(stack.mode), found);
  const creates = createsContainer(next);
  const objects = objectSteps(stack, found, creates || createsContainer(nested));
  const starts = next.start.length > 0;
  const engineStops = nested.end.length > 0;
  const rebuilt = objects.some((step) => step.kind === 'build-image' && step.spec.reference === jenkins.body.Image);
  const otherVersionNext = rebuilt || otherImage(jenkins, found, { creates, starts });
  const taken = takeOverSteps(stack.mode, found);
  const copy = copySteps(stack, found);
  const home = homeSteps(stack, jenkins, found, { creates, starts, otherVersionNext });
  const unhealthy = starts || nested.start.length > 0 || nested.resume.length > 0;
  // An interrupted first start may leave the "new" marker behind, and each start would set its accounts again.
  const notReady = starts || facts.page?.kind !== 'ready' || otherIsActive || facts.home.fresh === true;
  const mayBeNew = facts.home.fresh !== false || home.length > 0;
  const { replacing, engineStarts, startsLater } = homeReplacement(nested, found, starts);
  const engineReady = [
    ...(engine !== undefined && unhealthy ? [healthyStep(engine, found)] : []),
    ...(engine === undefined ? [] : contextSteps(found, nested.start.length > 0)),
  ];
  const steps = [
    ...oneShotLeftoverSteps(found),
    ...objects,
    ...comparePluginsSteps(found, home, copy),
    ...takeOverHostSteps(found),
    // What is copied must not change meanwhile.
    ...when(copy.length > 0, taken),
    ...copy,
    ...home,
    ...when(engineStops, [...next.create, ...next.end]),
    ...nested.end,
    ...nested.swap,
    ...nested.create,
    ...when(!startsLater, engineStarts),
    ...when(!engineStops, next.create),
    ...when(!startsLater, engineReady),
    ...(otherIsActive ? drainAndStop(other, otherMode(stack.mode), found, `replaced by ${modeName(stack.mode)}`) : []),
    ...besideOther.end,
    ...otherRemoval.early,
    ...when(copy.length === 0, taken),
    ...when(!engineStops, next.end),
    ...next.swap,
    ...keepHomeSteps(found, starts),
    ...withoutEngine(replacing, when(startsLater, [...engineStarts, ...engineReady]), found),
    ...putBackPluginsSteps(found),
    ...when(starts, endLeftovers(found)),
    ...next.start,
    ...next.resume,
    ...when(notReady, [readyStep(stack, jenkins, found, { existing: next.chosen, mayBeNew })]),
    ...otherRemoval.late,
    ...besideOther.late,
    ...next.late,
    ...nested.late,
    ...(engine === undefined ? [...nestedEngineRemoval(found), ...contextRemoval(found)] : []),
    ...takeOverBackSteps(found, next.chosen),
  ];
  return withSnapshot(steps, found, starts);
}

/** A Jenkins whose nested engine stops is stopped before that, with its question about builds, and started afterwards. */
function aroundEngine(
  next: EnsureRunning,
  spec: ContainerSpec,
  mode: JenkinsMode,
  nested: EnsureRunning,
  found: Findings,
): EnsureRunning {
  const existing = found.containerNamed(spec.name);
  const stays = existing !== undefined && isActive(existing) && next.chosen === existing && next.start.length === 0;
  if (nested.end.length === 0 || !stays) return next;
  const end = drainAndStop(existing, mode, found, 'restarted with its nested engine');
  return { ...next, end: [...next.end, ...end], resume: [], start: [start(spec, 'stopped')] };
}

/**
 * Removes the Jenkins of the other mode `late`, once the new one is ready. A hand-made one may start with the engine again,
 * so it is kept from that `early`, before another Jenkins uses the home.
 */
function removalOfOther(other: ContainerFact | undefined, found: Findings) {
  const steps = other === undefined ? [] : [removal(other, found)];
  return other !== undefined && !found.isOurs(other) ? { early: steps, late: [] } : { early: [], late: steps };
}

const createsContainer = ({ create, swap }: EnsureRunning): boolean =>
  [...create, ...swap].some(({ kind }) => kind === 'create-container');

const when = (condition: boolean, steps: readonly Step[]): readonly Step[] => (condition ? steps : []);

const healthyStep = ({ name }: ContainerSpec, { settings }: Findings): Step => ({
  kind: 'await-healthy',
  name,
  seconds: settings.timeouts.healthy,
  cause: cause(name, 'not yet healthy', 'healthy'),
});

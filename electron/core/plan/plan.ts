import { consent, hasConsent } from '../../shared/consents.ts';
import { type JenkinsMode, modeName, otherMode } from '../../shared/mode.ts';
import { containerDifference, type Difference, imageDifference } from '../stack/composition.ts';
import { configOf, isOurs, jenkinsOf } from '../stack/labels.ts';
import { urlOf } from '../stack/page-url.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import { blocksOf } from './blocks.ts';
import { contextGone, contextSteps } from './docker-context.ts';
import type { Plan, PlanInputs } from './inputs.ts';
import { endLeftovers } from './leftovers.ts';
import { away, cause, drained, lives, stop } from './parts.ts';
import { questionsOf } from './questions.ts';
import type { Step } from './steps.ts';
import { oneShotLeftoverSteps, stepsToOff } from './to-off.ts';

/**
 * The steps from what is there to what was asked for, in their order; none when nothing is left to do. Pure.
 * The next mode is made ready while the old one serves; only then the old Jenkins stops and the new one starts.
 */
export function plan(inputs: PlanInputs): Plan {
  const { stack } = inputs;
  const steps = stack === null ? stepsToOff(inputs) : stepsTo(stack, inputs);
  return {
    steps,
    questions: steps.length === 0 ? [] : questionsOf(inputs, steps),
    blocks: stack === null || steps.length === 0 ? [] : blocksOf(inputs, stack),
  };
}

function stepsTo(stack: Stack, inputs: PlanInputs): Step[] {
  const { facts, names, settings } = inputs;
  const reuse = hasConsent(inputs.intent.consents, consent.reuseUnchanged());
  const prepare: Step[] = [];
  const rebuilt = new Set<string>();
  for (const spec of stack.images) {
    const there = facts.images.find(({ name }) => name === spec.reference);
    const fits = there !== undefined && (reuse || configOf(there.labels) === configOf(spec.labels));
    if (fits) continue;
    rebuilt.add(spec.reference);
    const built = `built from ${spec.base}`;
    const { current, desired } =
      there === undefined
        ? { current: 'missing', desired: built }
        : (imageDifference(there.labels, spec) ?? { current: 'of another version', desired: built });
    prepare.push({
      kind: 'build-image',
      spec,
      cause: cause(`image ${spec.reference}`, current, desired),
    });
  }
  for (const spec of stack.networks) {
    if (facts.networks.some(({ name }) => name === spec.name)) continue;
    prepare.push({ kind: 'create-network', spec, cause: cause(`network ${spec.name}`, 'missing', 'there') });
  }
  for (const spec of stack.volumes) {
    if (facts.volumes.some(({ name }) => name === spec.name)) continue;
    prepare.push({ kind: 'create-volume', spec, cause: cause(`volume ${spec.name}`, 'missing', 'there') });
  }
  const engine = stack.containers.find(({ role }) => role === 'dind');
  const jenkins = stack.containers.find(({ role }) => role === 'jenkins');
  if (jenkins === undefined) return prepare;
  const nested = engine === undefined ? nothing : bring(engine, null, inputs);
  const next = bring(jenkins, stack.mode, inputs);
  const other = facts.containers.find(({ name }) => name === names.jenkins[otherMode(stack.mode)]);
  const otherEngine = engine === undefined ? facts.containers.find(({ name }) => name === names.engine) : undefined;
  const otherLives = other !== undefined && lives(other);
  const starts = next.start.length > 0;
  const another = rebuilt.has(jenkins.body.Image) || (starts && otherVersion(jenkins, inputs));
  const home = homeSteps(stack, jenkins, inputs, next.create.length > 0, another);
  const unhealthy = starts || nested.start.length > 0 || nested.running?.health === 'unhealthy';
  const healthy: Step[] =
    engine !== undefined && unhealthy
      ? [
          {
            kind: 'await-healthy',
            name: engine.name,
            seconds: settings.timeouts.healthy,
            cause: cause(engine.name, 'not yet healthy', 'healthy'),
          },
        ]
      : [];
  const asMade = next.create.length > 0 ? undefined : facts.containers.find(({ name }) => name === jenkins.name);
  const url = urlOf(asMade, settings, stack.mode);
  // Whoever was cut off before the page answered left the new home's mark, and each start would set its accounts anew.
  const ready = starts || facts.page?.kind !== 'ready' || otherLives || facts.home.fresh === true;
  const readyStep: Step[] = ready
    ? [
        {
          kind: 'await-ready',
          name: jenkins.name,
          url,
          seconds: settings.timeouts.ready,
          fresh: facts.home.fresh !== false || home.length > 0 ? inputs.home : null,
          cause: cause(jenkins.name, 'not yet ready', `ready at ${url}`),
        },
      ]
    : [];
  // A container of the same name can only be created once the old one is out of the way.
  const swap = next.replace.length > 0;
  const leftovers = endLeftovers(inputs, otherLives || swap);
  return [
    ...oneShotLeftoverSteps(inputs),
    ...prepare,
    ...home,
    ...nested.replace,
    ...nested.create,
    ...nested.start,
    ...(swap ? [] : next.create),
    ...healthy,
    ...(engine === undefined ? [] : contextSteps(inputs, nested.start.length > 0)),
    ...(otherLives ? drained(other, otherMode(stack.mode), inputs, `${modeName(stack.mode)} instead`) : []),
    ...next.replace,
    ...(swap ? next.create : []),
    ...leftovers,
    ...next.start,
    ...readyStep,
    ...(other === undefined ? [] : away(other, names)),
    ...(otherEngine === undefined
      ? []
      : [...(lives(otherEngine) ? [stop(otherEngine, settings, 'stopped')] : []), ...away(otherEngine, names)]),
    ...(engine === undefined ? contextGone(inputs) : []),
  ];
}

interface Bringing {
  /** Stop and get rid of what has the name now. */
  readonly replace: readonly Step[];
  readonly create: readonly Step[];
  readonly start: readonly Step[];
  readonly running: ContainerFact | null;
}

const nothing: Bringing = { replace: [], create: [], start: [], running: null };

/** What brings one container from how it is to running as specified. `mode` is set for Jenkins. */
function bring(spec: ContainerSpec, mode: JenkinsMode | null, inputs: PlanInputs): Bringing {
  const there = inputs.facts.containers.find(({ name }) => name === spec.name);
  const start = (current: string): Step => ({
    kind: 'start',
    name: spec.name,
    role: spec.role,
    cause: cause(spec.name, current, 'running'),
  });
  const create = (current: string, desired = 'as set'): Step => ({
    kind: 'create-container',
    spec,
    cause: cause(spec.name, current, desired),
  });
  if (there === undefined)
    return { replace: [], create: [create('missing')], start: [start('missing')], running: null };
  const ours = isOurs(there.labels, inputs.names.instance);
  // What lost its GPUs is made anew on the user's yes; the id makes that hold once.
  const anew = ours && hasConsent(inputs.intent.consents, consent.recreate(there.id));
  const reuse = ours && hasConsent(inputs.intent.consents, consent.reuseUnchanged());
  if (anew || (!reuse && (!ours || configOf(there.labels) !== configOf(spec.body.Labels)))) {
    const { current, desired } = anew ? { current: 'without its GPUs', desired: 'recreated' } : why(there, spec, ours);
    const ending = lives(there)
      ? mode === null
        ? [stop(there, inputs.settings, desired, current)]
        : drained(there, mode, inputs, desired, current)
      : [];
    return {
      replace: [...ending, ...away(there, inputs.names, { current, desired })],
      create: [create(current, desired)],
      start: [start(current)],
      running: null,
    };
  }
  if (there.state === 'running' || there.state === 'restarting')
    return { replace: [], create: [], start: [], running: there };
  const unpause: Step[] = there.state === 'paused' ? [stop(there, inputs.settings, 'running')] : [];
  if (there.state === 'dead' || there.state === 'removing') {
    return {
      replace: away(there, inputs.names),
      create: [create(there.state)],
      start: [start(there.state)],
      running: null,
    };
  }
  return { replace: unpause, create: [], start: [start(there.state)], running: null };
}

/** Why a container is made anew, as far as that can be told. */
function why(there: ContainerFact, spec: ContainerSpec, ours: boolean): Difference {
  if (!ours) return { current: 'made by hand', desired: 'taken over' };
  const unknown = { current: 'created from other settings or another version', desired: 'recreated' };
  return containerDifference(there, spec) ?? unknown;
}

/** The home is looked at in a container where this user cannot tell by looking, or where another Jenkins may follow. */
function homeSteps(
  stack: Stack,
  jenkins: ContainerSpec,
  inputs: PlanInputs,
  creates: boolean,
  another: boolean,
): Step[] {
  const { home } = inputs.facts;
  const known = home.kind === 'folder' && home.marked === true && home.writable === true;
  const blind = home.kind === 'unknown' || home.marked === null || home.writable === null;
  if (known ? !another : blind && !creates) return [];
  const current =
    home.kind === 'missing' ? 'missing' : known ? 'last used by another image' : 'not yet used by Jenkins Tray';
  return [
    {
      kind: 'check-home',
      home: inputs.home,
      image: jenkins.body.Image,
      chown: home.kind === 'missing' || hasConsent(inputs.intent.consents, consent.chownHome(inputs.home)),
      cause: cause(`home ${inputs.home}`, current, `ready for ${modeName(stack.mode)}`),
    },
  ];
}

/** Whether the image's Jenkins is not the one that last ran on the home, as far as both say; both modes have an image. */
function otherVersion({ body }: ContainerSpec, { facts }: PlanInputs): boolean {
  const has = jenkinsOf(facts.images.find(({ name }) => name === body.Image)?.labels ?? {});
  return has !== null && facts.home.version !== null && has !== facts.home.version;
}

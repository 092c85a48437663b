import { hostAndPort } from '../../shared/address.ts';
import { asksAboutBuilds } from '../../shared/consents.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Preview, PreviewStart } from '../../shared/preview.ts';
import { toldBuilds } from '../observe/builds-channel.ts';
import { runningMode, runningPlace } from '../observe/observe.ts';
import { stepLine } from '../plan/steps.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import type { World } from '../world/world.ts';
import type { Observation } from './observation.ts';
import { buildsStateOf } from './snapshot-of.ts';

/** How long a restart of Jenkins usually takes; shown as "about". */
const AWAY_SECONDS = 15;

/** The preview of a plan, which users read before they consent. Pure. */
export function previewOf(mode: Mode, { facts, plan, scope }: Observation): Preview {
  const { steps, questions, blocks } = plan;
  const specs = new Map(
    steps.flatMap((step) => (step.kind === 'create-container' ? [[step.spec.name, step.spec]] : [])),
  );
  const earlierNames = new Map(steps.flatMap((step) => (step.kind === 'take-name' ? [[step.to, step.name]] : [])));
  const starts = steps.flatMap((step): PreviewStart[] => {
    if (step.kind !== 'start') return [];
    const named = earlierNames.get(step.name) ?? step.name;
    const spec = specs.get(named);
    if (spec !== undefined) return [startOfSpec({ ...spec, name: step.name })];
    const fact = facts.containers.find(({ name }) => name === named);
    return fact === undefined ? [] : [startOfFact({ ...fact, name: step.name })];
  });
  const interrupted = mode !== 'off' && steps.some(({ kind }) => kind === 'drain');
  return {
    from: runningMode(facts.containers, scope.names) ?? 'off',
    to: mode,
    steps: steps.map(stepLine),
    stops: steps.flatMap((step) =>
      step.kind === 'stop' || step.kind === 'stop-host' || step.kind === 'end-leftover' ? [step.name] : [],
    ),
    starts,
    // One that is there already only gets its name.
    images: steps.flatMap((step) => (step.kind === 'build-image' && step.twin === null ? [step.spec.reference] : [])),
    questions,
    blocks,
    awaySeconds: interrupted ? AWAY_SECONDS : null,
    builds: buildsStateOf(facts.preflight?.builds ?? null, facts.queue),
  };
}

function startOfSpec({ name, body }: ContainerSpec): PreviewStart {
  const ports = Object.entries(body.HostConfig.PortBindings ?? {}).flatMap(([inside, bound]) =>
    bound.map(({ HostIp, HostPort }) => `${hostAndPort(HostIp, Number(HostPort))} → ${inside.replace('/tcp', '')}`),
  );
  return { name, ports, mounts: body.HostConfig.Mounts.map(({ Source, Target }) => mountText(Source, Target)) };
}

const startOfFact = ({ name, ports, mounts }: ContainerFact): PreviewStart => ({
  name,
  ports: ports.map(({ address, port, target }) => `${hostAndPort(address, port)} → ${target}`),
  mounts: mounts.map(({ source, target }) => mountText(source, target)),
});

const mountText = (source: string, target: string): string => (source === target ? source : `${source} → ${target}`);

/**
 * Whether builds that this plan aborts can be queued again; nothing where it asks about none. Only the script of our image
 * does that, with their parameters: a Jenkins without it is drained by its API.
 */
export async function requeuing(
  world: World,
  { facts, plan, scope }: Observation,
  signal: AbortSignal,
): Promise<Pick<Preview, 'requeues'>> {
  if (!plan.questions.some(({ id }) => asksAboutBuilds(id))) return {};
  const script = runningPlace(facts.containers, scope)?.script;
  return { requeues: script !== undefined && (await toldBuilds(world, script, signal)) !== null };
}

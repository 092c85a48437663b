import { ENGINE_ALIAS } from '../stack/nested-engine.ts';
import type { HomeFact } from '../world/host.ts';
import type { World } from '../world/world.ts';
import { answersToDocker } from './docker-alias.ts';
import type { Facts, FullFacts, PreflightFacts } from './facts.ts';
import { observeHolder } from './home-holder.ts';
import type { Scope } from './observe.ts';
import { observeOthers } from './others.ts';
import { observeRunning } from './running.ts';
import { takenPorts } from './taken-ports.ts';

/** Adds what must be known before changes: running containers, ports, builds, data mounts. */
export async function observePreflight(
  world: World,
  scope: Scope,
  facts: Facts,
  signal: AbortSignal,
): Promise<FullFacts> {
  const { settings } = scope;
  const { running, realPaths } = await observeRunning(world, scope.home, facts.containers, signal, scope.names.network);
  const { nestedEngine, network } = scope.names;
  const isDockerTaken = running.some((it) => it.name !== nestedEngine && answersToDocker(it, network));
  const others = await observeOthers(world, scope, facts, signal);
  const mounts = await Promise.all(
    settings.dataMounts.map(async ({ source }) => ({ source, kind: (await world.host.home(source)).kind })),
  );
  const mountsThatAre = (kind: HomeFact['kind']) => mounts.filter((it) => it.kind === kind).map(({ source }) => source);
  const preflight: PreflightFacts = {
    running,
    takenPorts: await takenPorts(world, settings, running, others.hostJenkins),
    builds: facts.builds,
    users: await world.engine.users(signal),
    addressMissing: world.endpoint.socket !== null && !(await world.host.hasAddress(settings.address)),
    missingMounts: mountsThatAre('missing'),
    unresponsiveMounts: mountsThatAre('unresponsive'),
    dockerNamedIn: isDockerTaken ? await world.host.mentions(scope.home, `tcp://${ENGINE_ALIAS}:`) : [],
    ...others,
    holder:
      scope.deadHolder === undefined
        ? null
        : await observeHolder(world, [...facts.containers, ...running], scope.deadHolder, signal),
    realPaths: { ...realPaths, ...others.realPaths },
  };
  return { ...facts, preflight };
}

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
  const { engine, host, endpoint } = world;
  const [{ running, realPaths }, others, mounts, users, addressMissing] = await Promise.all([
    observeRunning(world, scope.home, facts.containers, signal, scope.names.network),
    observeOthers(world, scope, facts, signal),
    Promise.all(settings.dataMounts.map(async ({ source }) => ({ source, kind: (await host.home(source)).kind }))),
    engine.users(signal),
    endpoint.socket === null ? false : host.hasAddress(settings.address).then((has) => !has),
  ]);
  const { nestedEngine, network } = scope.names;
  const isDockerTaken = running.some((it) => it.name !== nestedEngine && answersToDocker(it, network));
  const [taken, dockerNamedIn, holder] = await Promise.all([
    takenPorts(world, settings, running, others.hostJenkins),
    isDockerTaken ? host.mentions(scope.home, `tcp://${ENGINE_ALIAS}:`) : [],
    scope.deadHolder === undefined
      ? null
      : observeHolder(world, [...facts.containers, ...running], scope.deadHolder, signal),
  ]);
  const mountsThatAre = (kind: HomeFact['kind']) => mounts.filter((it) => it.kind === kind).map(({ source }) => source);
  const preflight: PreflightFacts = {
    ...{ running, takenPorts: taken, builds: facts.builds, users, addressMissing, dockerNamedIn, holder },
    missingMounts: mountsThatAre('missing'),
    unresponsiveMounts: mountsThatAre('unresponsive'),
    ...others,
    realPaths: { ...realPaths, ...others.realPaths },
  };
  return { ...facts, preflight };
}

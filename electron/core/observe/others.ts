import { isContainerName, isKept, nameBeforeKept } from '../stack/names.ts';
import { isOurs } from '../stack/owner.ts';
import { hasPage, placeOf, prefixOf, urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';
import type { Facts, PreflightFacts } from './facts.ts';
import { runningBuilds, type Scope } from './observe.ts';
import { otherJenkins } from './other-jenkins.ts';
import { realPathsOf } from './real-paths.ts';

/** The part of the preflight that is about other people's Jenkins. */
type Others = Pick<PreflightFacts, 'others' | 'takenBefore' | 'hostJenkins' | 'otherBuilds' | 'realPaths'>;

/**
 * The Jenkins that this app did not create: all in containers before a first start, and while its consents hold, since later
 * ones have been decided about; on this computer itself always, since one may have the home. An engine elsewhere has homes of its own.
 */
export async function observeOthers(world: World, scope: Scope, facts: Facts, signal: AbortSignal): Promise<Others> {
  const { engine, endpoint, host } = world;
  const [others, takenBefore, hostJenkins, otherBuilds] = await Promise.all([
    isFirstStart(facts, scope) || (scope.takenOver ?? []).length > 0 ? otherJenkins(engine, scope.names, signal) : [],
    isFirstStart(facts, scope) ? putAside(world, scope, signal) : [],
    endpoint.socket === null ? [] : host.jenkins(),
    buildsOfTakenOver(world, scope, facts, signal),
  ]);
  const paths = [
    ...hostJenkins.flatMap(({ home }) => (home === null ? [] : [home])),
    ...[...others, ...takenBefore].flatMap(({ mounts }) => mounts.map(({ source }) => source)),
  ];
  return { others, takenBefore, hostJenkins, otherBuilds, realPaths: await realPathsOf(world, paths, signal) };
}

/** The containers that had the name of the one that is taken over. */
async function putAside(
  { engine }: World,
  { settings }: Scope,
  signal: AbortSignal,
): Promise<readonly ContainerFact[]> {
  const { takeOver } = settings.others;
  if (takeOver === '') return [];
  return (await engine.allContainers(signal))
    .filter(({ id, name }) => isKept(name, id) && nameBeforeKept(name, id) === takeOver)
    .sort((a, b) => b.createdAt - a.createdAt);
}

/** Whether neither this settings folder nor a container of it knows the home, nor has the home the app's marker. */
export const isFirstStart = (
  { knownHome, containers, home }: Pick<Facts, 'knownHome' | 'containers' | 'home'>,
  { names }: Pick<Scope, 'names'>,
): boolean =>
  knownHome === null &&
  home.marked !== true &&
  !containers.some(({ name, labels }) => Object.values(names.jenkins).includes(name) && isOurs(labels, names));

/** The builds of the running container that is to be taken over, if its page is published. */
async function buildsOfTakenOver(
  world: World,
  { names, settings }: Scope,
  { containers }: Facts,
  signal: AbortSignal,
): Promise<PreflightFacts['otherBuilds']> {
  const { takeOver } = settings.others;
  const other = containers.find(({ name }) => isContainerName(takeOver) && name === takeOver);
  if (other === undefined || other.state !== 'running' || isOurs(other.labels, names) || !hasPage(other)) return {};
  const url = urlOf(other, settings, 'dood');
  const page = await world.jenkins.page(url, signal, prefixOf(other));
  if (page.kind !== 'ready') return {};
  return { [other.id]: await runningBuilds(world, settings, placeOf(url, other, names), signal) };
}

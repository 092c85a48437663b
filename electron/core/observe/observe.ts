import { err, failureOf, type Result } from '../../shared/failure.ts';
import { pageSilent } from '../../shared/failures/jenkins.ts';
import { JENKINS_MODES, type JenkinsMode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Build } from '../../shared/snapshot.ts';
import { containerNames, type Names } from '../stack/names.ts';
import { type Place, placeOf, urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { JenkinsAddress } from '../world/jenkins.ts';
import type { World } from '../world/world.ts';
import type { Beyond, Facts } from './facts.ts';

/** What to look at. */
export interface View {
  readonly settings: Settings;
  readonly names: Names;
  readonly home: string;
}

/** Asks engine and host by name; seven engine requests, whose cost does not grow with what else the engine runs. Throws FailureError. */
export async function observe(world: World, view: View, signal: AbortSignal): Promise<Facts> {
  const { engine } = world;
  const { names } = view;
  const containers = engine.containersNamed(containerNames(names), signal);
  const jenkins = containers.then((found) => askJenkins(world, view, runningPlace(found, view), signal));
  const [version, named, networks, volumes, images, home, context, { page, builds }] = await Promise.all([
    containers.then(() => engine.version(signal)),
    containers,
    engine.networksNamed([names.network], signal),
    engine.volumesNamed(Object.values(names.volumes), signal),
    engine.imagesNamed(Object.values(names.images), signal),
    world.host.home(view.home),
    world.contexts.find(names.context),
    jenkins,
  ]);
  return {
    engine: version,
    containers: named,
    networks,
    volumes,
    images,
    home,
    context,
    page,
    builds,
    beyond: null,
  };
}

/** Looks further: everything that runs, ports, builds, data mounts. Asked before anything is done. */
export async function observeBeyond(world: World, view: View, facts: Facts, signal: AbortSignal): Promise<Facts> {
  const { settings } = view;
  const wanted = [
    ...new Set([
      settings.ports.dind,
      settings.ports.dood,
      settings.ports.agents,
      ...(settings.nested.publishPort === null ? [] : [settings.nested.publishPort]),
    ]),
  ];
  const running = await world.engine.runningContainers(signal);
  const published = new Set(running.flatMap((container) => container.ports.map(({ port }) => port)));
  const holders = await Promise.all(
    wanted.map(async (port) => {
      const holder = published.has(port) ? null : await world.host.portHolder(settings.address, port);
      if (holder === null && !published.has(port)) return [];
      return [{ port, holder: holder ?? '', free: await world.host.freePortNear(settings.address, port, wanted) }];
    }),
  );
  const mounts = await Promise.all(
    settings.dataMounts.map(async ({ source }) => ((await world.host.home(source)).kind === 'missing' ? source : null)),
  );
  const beyond: Beyond = {
    running,
    taken: holders.flat(),
    builds: facts.builds,
    missingMounts: mounts.filter((path) => path !== null),
    real: await realPaths(world, [view.home, ...[...running, ...facts.containers].flatMap(foldersOf)]),
  };
  return { ...facts, beyond };
}

/** Host folders that a container mounts; a volume's source is its name. */
const foldersOf = ({ mounts }: ContainerFact): string[] =>
  mounts.map(({ source }) => source).filter((source) => source.startsWith('/'));

async function realPaths({ host }: World, paths: readonly string[]): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(
    await Promise.all([...new Set(paths)].map(async (path) => [path, await host.realPath(path)] as const)),
  );
}

/** The mode whose Jenkins container runs, ours or hand-made. */
export function runningMode(containers: readonly ContainerFact[], names: Names): JenkinsMode | null {
  const runs = (name: string) =>
    containers.some((it) => it.name === name && (it.state === 'running' || it.state === 'restarting'));
  return JENKINS_MODES.find((mode) => runs(names.jenkins[mode])) ?? null;
}

/** Where the Jenkins that runs is reached, ours or hand-made; null when none does. */
export function runningPlace(
  containers: readonly ContainerFact[],
  { names, settings }: Pick<View, 'names' | 'settings'>,
): Place | null {
  const mode = runningMode(containers, names);
  if (mode === null) return null;
  const container = containers.find(({ name }) => name === names.jenkins[mode]);
  return placeOf(urlOf(container, settings, mode), container, names.instance);
}

/** Its address alone. */
export const runningUrl = (
  containers: readonly ContainerFact[],
  view: Pick<View, 'names' | 'settings'>,
): string | null => runningPlace(containers, view)?.url ?? null;

/** Page and builds of the Jenkins that runs, asked at once: an answer takes Jenkins longer than the engine. */
async function askJenkins(
  world: World,
  { settings }: View,
  place: Place | null,
  signal: AbortSignal,
): Promise<Pick<Facts, 'page' | 'builds'>> {
  if (place === null) return { page: null, builds: null };
  const [page, builds] = await Promise.all([
    world.jenkins.page(place.url, signal),
    runningBuilds(world, settings, place, signal),
  ]);
  return { page, builds: page.kind === 'ready' ? builds : err(pageSilent(place.url)) };
}

/** The builds that run in the Jenkins at `place`; a failed Result says why they are unknown. */
export const runningBuilds = (
  world: World,
  settings: Settings,
  place: Place,
  signal: AbortSignal,
): Promise<Result<readonly Build[]>> =>
  asJenkins(world, settings, place, (address) => world.jenkins.running(address, signal));

/**
 * Asks Jenkins as the user set, else without a login, else as the administrator this app made. A login goes to a
 * container that is known to listen there and to nothing else.
 */
export async function asJenkins<T>(
  world: World,
  settings: Settings,
  { url, logins }: Place,
  ask: (address: JenkinsAddress) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (settings.jenkins.user !== '' && logins !== 'none')
    return ask({ url, user: settings.jenkins.user, password: settings.jenkins.apiToken });
  const answer = await ask({ url, user: '', password: '' });
  if (answer.ok || logins !== 'all') return answer;
  try {
    return await ask({ url, user: 'admin', password: await world.secrets.adminPassword() });
  } catch (thrown) {
    return err(failureOf(thrown));
  }
}

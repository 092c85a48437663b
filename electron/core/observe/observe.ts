import { err, type Failure, ok, type Result } from '../../shared/failure.ts';
import { pageNotReady } from '../../shared/failures/jenkins.ts';
import { JENKINS_MODES, type JenkinsMode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Build, Intent, Queued } from '../../shared/snapshot.ts';
import type { Names } from '../stack/names.ts';
import { containerOf, type Place, placeOf, urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { Condition } from '../world/jenkins.ts';
import type { HomeVolume, World } from '../world/world.ts';
import { type ToldBuilds, wholeBuilds } from './builds-channel.ts';
import { observeContainers } from './containers.ts';
import type { Facts } from './facts.ts';
import { homeFact, unlookedHome } from './home-fact.ts';
import { asAdministrator, knownRefusal, type Query, unlessRefused } from './login.ts';
import { loginsOf } from './login-memory.ts';
import { allObjects, decidingObjects } from './objects.ts';
import { pageOf } from './page-of.ts';

/** What to observe: an instance and its home. */
export interface Scope {
  readonly settings: Settings;
  readonly names: Names;
  readonly home: string;
  /** The volume that is the home; absent: it is a folder. */
  readonly homeVolume?: HomeVolume;
  /** The ids of hand-made containers that the stored request takes over: they may have their later names by now. */
  readonly takenOver?: readonly string[];
  /** The names of what was put aside or is to replace others, if they are known from a look just before; absent: unknown. */
  readonly beside?: readonly string[];
  /** The heartbeat of a holder of the home that is dead, as the user said; absent where no Jenkins is to start. */
  readonly deadHolder?: string | null;
}

/** The world with the home where it was found. */
export const worldOf = (world: World, { home, homeVolume }: Scope): World => ({
  ...world,
  home,
  ...(homeVolume === undefined ? {} : { homeVolume }),
});

/**
 * Queries engine and host by name. `intent`: what is planned by these facts; then only that is asked for which decides
 * whether there are steps, and the rest by `observeRest`. Throws FailureError.
 */
export async function observe(
  world: World,
  scope: Scope,
  signal: AbortSignal,
  intent: Pick<Intent, 'mode' | 'purge'> | null = null,
): Promise<Facts> {
  const { engine } = world;
  const { names } = scope;
  const pluginLook = world.homes.pluginLook(scope.home);
  // What is not decided about plugins is decided by the home and the images as well.
  const planned = pluginLook === null ? intent : null;
  const containers = observeContainers(world, scope, scope.takenOver ?? [], signal, scope.beside);
  const jenkins = containers.then((found) => queryJenkins(world, scope, runningPlace(found, scope), signal));
  const [version, named, objects, home, knownHome, context, told] = await Promise.all([
    containers.then(() => engine.version(signal)),
    containers,
    planned === null ? allObjects(engine, names, signal) : decidingObjects(engine, names, planned, containers, signal),
    planned?.mode === 'off' ? unlookedHome : homeFact(world),
    world.homes.known(scope.home),
    world.contexts.find(names.context),
    jenkins,
  ]);
  const upgrade = world.upgrades.load();
  return {
    engine: version,
    containers: named,
    ...objects,
    networkUsers: [],
    home,
    knownHome,
    pluginLook,
    ...(upgrade?.home === scope.home ? { upgrade } : {}),
    context,
    ...told,
    preflight: null,
  };
}

/** The mode of the running Jenkins container, ours or hand-made; null if none runs. */
export function runningMode(containers: readonly ContainerFact[], names: Names): JenkinsMode | null {
  const runs = (name: string) =>
    containers.some((it) => it.name === name && (it.state === 'running' || it.state === 'restarting'));
  return JENKINS_MODES.find((mode) => runs(names.jenkins[mode])) ?? null;
}

/** Where the running Jenkins, ours or hand-made, is reached; null if none runs. */
export function runningPlace(
  containers: readonly ContainerFact[],
  { names, settings }: Pick<Scope, 'names' | 'settings'>,
): Place | null {
  const mode = runningMode(containers, names);
  if (mode === null) return null;
  const container = containers.find(({ name }) => name === names.jenkins[mode]);
  return placeOf(urlOf(container, settings, mode), container, names);
}

/** The address of the running Jenkins; null if none runs. */
export const runningUrl = (
  containers: readonly ContainerFact[],
  scope: Pick<Scope, 'names' | 'settings'>,
): string | null => runningPlace(containers, scope)?.url ?? null;

/** Page and builds of the running Jenkins, queried in parallel, since Jenkins responds more slowly than the engine. */
async function queryJenkins(
  world: World,
  { settings }: Scope,
  place: Place | null,
  signal: AbortSignal,
): Promise<Pick<Facts, 'page' | 'builds' | 'condition' | 'login' | 'quietReason' | 'queue' | 'isQueueMissed'>> {
  if (place === null) return { page: null, builds: null };
  const [page, { builds, login }] = await Promise.all([
    pageOf(world, place, signal),
    askForBuilds(world, settings, place, signal),
  ]);
  // With a login of the user's own, the app does not need the administrator's.
  const told = login ?? (settings.jenkins.user === '' ? await knownRefusal(world, place) : null);
  const isAsked = page.kind === 'ready' && builds.ok && login === null;
  const [queue, condition] = await Promise.all([
    isAsked ? queueNow(world, settings, place, signal) : [],
    page.kind === 'none' ? null : conditionNow(world, settings, place, signal),
  ]);
  const isReady = page.kind === 'ready';
  return {
    page,
    builds: isReady ? builds : err(pageNotReady(place.url)),
    // What waits for nothing is the usual case, which facts do not have.
    ...(condition === null ? {} : { condition }),
    ...(told === null ? {} : { login: told }),
    ...(condition === 'quiet' ? await quietReason(world, settings, place, signal) : {}),
    ...(queue === null ? { isQueueMissed: true } : queue.length === 0 ? {} : { queue }),
  };
}

/**
 * The builds that run in the Jenkins at `place`; a failed Result says why they are unknown. The script in our image tells
 * them where a login would be needed.
 */
export async function runningBuilds(
  world: World,
  settings: Settings,
  place: Place,
  signal: AbortSignal,
): Promise<Result<readonly Build[]>> {
  return (await askForBuilds(world, settings, place, signal)).builds;
}

/** Running builds, and why Jenkins refuses the login, which the builds do not tell where the script tells them; null: it does not. */
async function askForBuilds(
  world: World,
  settings: Settings,
  place: Place,
  signal: AbortSignal,
): Promise<{ readonly builds: Result<readonly Build[]>; readonly login: Failure | null }> {
  const found = await asJenkins(world, settings, place, (address) => world.jenkins.running(address, signal));
  const login = found.ok || found.failure.code !== 'jenkins/login-refused' ? null : found.failure;
  if (found.ok || place.script === undefined) return { builds: found, login };
  const told = await wholeBuilds(world, place.script, signal);
  return { builds: told === null ? found : ok(withPages(told, place)), login };
}

/** What waits in the queue of the Jenkins at `place`, as far as the app may see it; null: it did not answer. */
export async function queueNow(
  world: World,
  settings: Settings,
  place: Place,
  signal: AbortSignal,
): Promise<readonly Queued[] | null> {
  try {
    const found = await asJenkins(world, settings, place, (address) => world.jenkins.queue(address, signal));
    return found.ok ? found.value : [];
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

async function quietReason(
  world: World,
  settings: Settings,
  place: Place,
  signal: AbortSignal,
): Promise<Pick<Facts, 'quietReason'>> {
  const found = await asJenkins(world, settings, place, (at) => world.jenkins.quietReason(at, signal));
  return found.ok && found.value !== '' ? { quietReason: found.value } : {};
}

/** The script knows no address of Jenkins. */
const withPages = ({ builds, paths }: ToldBuilds, { url, prefix = '' }: Place): readonly Build[] =>
  builds.map((build) => ({ ...build, url: `${url}${prefix}/${paths.get(build) ?? ''}` }));

/**
 * Queries Jenkins with the user's login, else without one, else as the administrator that this app created. Logins are
 * sent only to a container that is known to listen there, and none again that it has refused.
 */
export async function asJenkins<T>(
  world: World,
  settings: Settings,
  place: Place,
  query: Query<T>,
): Promise<Result<T>> {
  const { url, logins } = place;
  const { user, apiToken } = settings.jenkins;
  const container = containerOf(place);
  if (user !== '' && logins !== 'none')
    return unlessRefused(world, container, { url, user, password: apiToken }, query);
  if (logins !== 'all') return query({ url, user: '', password: '' });
  // Once it was needed, the administrator's login comes first: one request instead of two.
  const needed = loginsOf(world).fact(container, 'needed') === true;
  const known = needed ? await asAdministrator(world, container, url, query) : null;
  if (known?.ok) return known;
  const anonymous = await query({ url, user: '', password: '' });
  if (anonymous.ok) return anonymous;
  const answer = known ?? (await asAdministrator(world, container, url, query)) ?? anonymous;
  loginsOf(world).learn(container, 'needed', answer.ok);
  return answer;
}

/** What the Jenkins at `place` does if it is not simply up; null: nothing of that, or unknown. */
export async function conditionNow(
  world: World,
  settings: Settings,
  place: Place,
  signal: AbortSignal,
): Promise<Condition | null> {
  try {
    const answer = await asJenkins(world, settings, place, (at) => world.jenkins.condition(at, signal));
    return answer.ok ? answer.value : null;
  } catch {
    signal.throwIfAborted();
    return null; // It is only told where it is known.
  }
}

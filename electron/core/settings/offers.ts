import { homeSettingOf } from '../../shared/home-volume.ts';
import type { Offer } from '../../shared/offer.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Json } from '../../shared/settings-path.ts';
import { isUsable } from '../observe/locate-home.ts';
import { homeOf, otherJenkins } from '../observe/other-jenkins.ts';
import { describeContainer, describeHost } from '../plan/describe-other.ts';
import { takeOverLosses } from '../plan/take-over-losses.ts';
import { type Names, namesOf } from '../stack/names.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { HostJenkins } from '../world/host.ts';
import type { World } from '../world/world.ts';
import { carriedOver, carriedOverFromHost, type LinkedFolder } from './carried-over.ts';
import { withSettings } from './settings-change.ts';

/** Every Jenkins that this app did not create, and what it would take to continue with it. Changes nothing. */
export async function offersOf(world: World, signal: AbortSignal): Promise<readonly Offer[]> {
  const { engine, endpoint, host } = world;
  const { settings } = world.settings.load();
  const names = namesOf(settings.instance, world.owner.load());
  const [containers, hosts] = await Promise.all([
    otherJenkins(engine, names, signal),
    endpoint.socket === null ? [] : host.jenkins(),
  ]);
  return Promise.all([
    ...containers.map((it) => offerOf(it, world, settings, names, signal)),
    ...hosts.map((it) => offerOfHost(it, world, settings)),
  ]);
}

async function offerOf(
  container: ContainerFact,
  world: World,
  settings: Settings,
  names: Names,
  signal: AbortSignal,
): Promise<Offer> {
  const { name } = container;
  const about = { name, description: describeContainer(container) };
  const mount = homeOf(container);
  if (mount === undefined)
    return refused(about, 'Its home is inside the container. Copy it to a folder, and set that as home.');
  const { source } = mount;
  const why = source.startsWith('/') ? null : await whyNotVolume(source, world, signal);
  if (why !== null) return refused(about, `${why} ${copyOf(container, source)}`);
  const home = homeSettingOf(source);
  const ours: readonly string[] = Object.values(names.jenkins);
  const first = { home, 'others.takeOver': ours.includes(name) ? '' : name };
  const base = tried(settings, first);
  if (base === null) return refused(about, `The setting home does not accept ${home}. ${copyOf(container, source)}`);
  const path = mount.mountpoint ?? source;
  const { change, carried, settings: next } = carriedOver(container, path, await linksOf(world, source), base);
  return {
    ...about,
    change: { ...first, ...change },
    why: null,
    carried: [`its home ${home}`, ...carried],
    lost: takeOverLosses(container, source, names.network, next),
  };
}

/** Docker names a volume like this that was not given a name, and removes it with its container (`docker rm -v`). */
const WITHOUT_NAME = /^[0-9a-f]{64}$/;

/** Why a volume cannot be the home as it is; null: it can. */
async function whyNotVolume(name: string, { engine }: World, signal: AbortSignal): Promise<string | null> {
  if (WITHOUT_NAME.test(name)) return 'Its home is a volume without a name, which Docker removes with its container.';
  const fact = await engine.volume(name, signal);
  if (fact === null) return 'Its home is a volume that is gone.';
  return isUsable(fact) ? null : 'Its home is a volume without a lasting folder on this computer.';
}

/** How to continue with a home that cannot be the setting. */
const copyOf = ({ name, image }: ContainerFact, source: string): string =>
  `To continue with a copy of it in FOLDER: docker stop ${name} && docker run --rm --user 0 --entrypoint cp -v ${source}:/from:ro -v FOLDER:/to ${image} -a /from/. /to/ && jenkins-tray config set home FOLDER && jenkins-tray config set others.takeOver ${name}`;

async function offerOfHost(jenkins: HostJenkins, world: World, settings: Settings): Promise<Offer> {
  const { home, name, port } = jenkins;
  const about = { name, description: describeHost(jenkins) };
  if (home === null) return refused(about, 'Its home cannot be seen by this user.');
  const first = { home, 'others.takeOver': name };
  const base = tried(settings, first);
  if (base === null) return refused(about, `The setting home does not accept ${home}.`);
  const { change, carried } = carriedOverFromHost(port, await linksOf(world, home), base);
  return {
    ...about,
    change: { ...first, ...change },
    why: null,
    carried: [`its home ${home}, which is given to uid 1000 once you agree to that`, ...carried],
    lost: ['the settings of its unit: Java options, environment, arguments such as --prefix'],
  };
}

const refused = (about: Pick<Offer, 'name' | 'description'>, why: string): Offer => ({
  ...about,
  change: null,
  why,
  carried: [],
  lost: [],
});

function tried(settings: Settings, change: Readonly<Record<string, Json>>): Settings | null {
  try {
    return withSettings(settings, change);
  } catch {
    return null;
  }
}

/** The folders of a home that are links to folders of this computer, outside of it. */
async function linksOf({ host }: World, home: string): Promise<readonly LinkedFolder[]> {
  const links = home.startsWith('/') ? await host.links(home) : [];
  const there = await Promise.all(
    links.map(async (it) => ({ it, isFolder: (await host.home(it.target)).kind === 'folder' })),
  );
  return there.flatMap(({ it, isFolder }) => (isFolder ? [it] : []));
}

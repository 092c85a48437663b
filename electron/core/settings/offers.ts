import { homeSettingOf } from '../../shared/home-volume.ts';
import type { Offer } from '../../shared/offer.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Json } from '../../shared/settings-path.ts';
import { homeOf, otherJenkins } from '../observe/other-jenkins.ts';
import { describeContainer, describeHost } from '../plan/describe-other.ts';
import { takeOverLosses } from '../plan/take-over-losses.ts';
import { type Names, namesOf } from '../stack/names.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { HostJenkins } from '../world/host.ts';
import type { World } from '../world/world.ts';
import { carriedOver, carriedOverFromHost, type LinkedFolder } from './carried-over.ts';
import { copyOf, isVacant, whyCopy } from './home-copies.ts';
import { withSettings } from './settings-change.ts';

/**
 * Every Jenkins that this app did not create, and what it would take to continue with it. Changes nothing. `copyTo`: the
 * folder for a copy of its home; null: that home itself, where it can be ours.
 */
export async function offersOf(
  world: World,
  signal: AbortSignal,
  copyTo: string | null = null,
): Promise<readonly Offer[]> {
  const { engine, endpoint, host } = world;
  const { settings } = world.settings.load();
  const names = namesOf(settings.instance, world.owner.load());
  const [containers, hosts] = await Promise.all([
    otherJenkins(engine, names, signal),
    endpoint.socket === null ? [] : host.jenkins(),
  ]);
  return Promise.all([
    ...containers.map((it) => offerOf(it, { world, settings, names, copyTo }, signal)),
    ...hosts.map((it) => offerOfHost(it, { world, settings, copyTo })),
  ]);
}

interface OfferInputs {
  readonly world: World;
  readonly settings: Settings;
  readonly names: Names;
  readonly copyTo: string | null;
}

async function offerOf(
  container: ContainerFact,
  { world, settings, names, copyTo }: OfferInputs,
  signal: AbortSignal,
): Promise<Offer> {
  const { name } = container;
  const about = { name, description: describeContainer(container) };
  const mount = homeOf(container);
  if (mount === undefined)
    return refused(about, 'Its home is inside the container. Copy it to a folder, and set that as home.');
  const { source } = mount;
  const ours: readonly string[] = Object.values(names.jenkins);
  const isOurName = ours.includes(name);
  const place = copyTo ?? world.home;
  const why = copyTo === null ? await whyCopy(source, world, signal) : 'as asked for';
  if (why !== null && (isOurName || !(await isVacant(place, world))))
    return refused(about, `A copy of its home ${source} (${why}) needs an empty folder. ${copyOf(container, source)}`);
  const home = why === null ? homeSettingOf(source) : (copyTo ?? settings.home);
  const first = { home, 'others.takeOver': isOurName ? '' : name };
  const base = tried(settings, first);
  if (base === null) return refused(about, `The setting home does not accept ${home}. ${copyOf(container, source)}`);
  const path = why === null ? (mount.mountpoint ?? source) : place;
  const { change, carried, settings: next } = carriedOver(container, path, await linksOf(world, source), base);
  return {
    ...about,
    change: { ...first, ...change },
    why: null,
    carried: [why === null ? `its home ${home}` : `a copy of its home in ${place} (${why})`, ...carried],
    lost: takeOverLosses(container, source, names.network, next),
  };
}

async function offerOfHost(
  jenkins: HostJenkins,
  { world, settings, copyTo }: Omit<OfferInputs, 'names'>,
): Promise<Offer> {
  const { home, name, port } = jenkins;
  const about = { name, description: describeHost(jenkins) };
  if (home === null) return refused(about, 'Its home cannot be seen by this user.');
  if (copyTo !== null && !(await isVacant(copyTo, world))) return refused(about, `${copyTo} is not an empty folder.`);
  const first = { home: copyTo ?? home, 'others.takeOver': name };
  const base = tried(settings, first);
  if (base === null) return refused(about, `The setting home does not accept ${first.home}.`);
  const { change, carried } = carriedOverFromHost(port, await linksOf(world, home), base);
  const kept =
    copyTo === null
      ? `its home ${home}, which is given to uid 1000 once you agree to that`
      : `a copy of its home in ${copyTo}`;
  return {
    ...about,
    change: { ...first, ...change },
    why: null,
    carried: [kept, ...carried],
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

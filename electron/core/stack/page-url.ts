import { hostAndPort, isEveryAddress } from '../../shared/address.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ContainerFact, PublishedPort } from '../world/engine.ts';
import { pageLabelOf } from './labels.ts';
import type { Names } from './names.ts';
import { type Belonging, belongingOf } from './owner.ts';

/** Jenkins' own port inside its container. */
const PAGE_PORT = 8080;

/** The address of Jenkins' page in a mode, as a browser on this host reaches it. */
export const pageUrl = (settings: Settings, mode: JenkinsMode): string => urlAt(settings.address, settings.ports[mode]);

/** Where a Jenkins is queried, and which logins may be sent there. */
export interface Place {
  readonly url: string;
  /**
   * `none` if no running container publishes that port, since another program may listen there, or for the Jenkins of
   * another settings folder. `own`: the user's login, for a hand-made Jenkins. `all`: also the administrator's, for ours.
   */
  readonly logins: 'none' | 'own' | 'all';
  /** The container that is known to listen there, by its id and last start; absent: unknown. */
  readonly container?: string;
  /** The id of our container that listens there, whose script tells what runs; absent: none. */
  readonly script?: string;
  /** The path below which the container serves Jenkins; absent: none that is known. */
  readonly prefix?: string;
}

/** What a login is remembered for. */
export const containerOf = ({ url, container = url }: Place): string => container;

const loginsFor: Readonly<Record<Belonging, Place['logins']>> = {
  ours: 'all',
  unclaimed: 'none',
  'other-folder': 'none',
  foreign: 'own',
};

/** The place at `url`, given the container that should listen there. */
export function placeOf(url: string, container: ContainerFact | undefined, names: Names): Place {
  const listens =
    container?.state === 'running' && container.ports.some((it) => isPage(it) && urlAt(it.address, it.port) === url);
  if (!listens) return { url, logins: 'none' };
  const logins = loginsFor[belongingOf(container.labels, names)];
  const prefix = prefixOf(container);
  return {
    ...{ url, logins, container: `${container.id} ${container.startedAt ?? ''}` },
    ...(logins === 'all' ? { script: container.id } : {}),
    ...(prefix === '' ? {} : { prefix }),
  };
}

/**
 * The address of an existing Jenkins, since the settings may have changed after it was created: the one it was created for,
 * else the one that a hand-made Jenkins publishes, else that of the settings.
 */
export function urlOf(container: ContainerFact | undefined, settings: Settings, mode: JenkinsMode): string {
  const createdFor = container === undefined ? null : pageLabelOf(container.labels);
  if (createdFor !== null) return createdFor;
  const published = container?.ports.find(isPage) ?? container?.made?.publishes.find(isPage);
  return published === undefined ? pageUrl(settings, mode) : urlAt(published.address, published.port);
}

/** The path below which a container serves Jenkins, by `--prefix` among its arguments or in JENKINS_OPTS; empty: none. */
export function prefixOf(container: ContainerFact | undefined): string {
  const { command = [], env = [] } = container?.made ?? {};
  const options = env.flatMap((entry) => /^JENKINS_(?:OPTS|ARGS)=(.*)$/s.exec(entry)?.[1]?.split(/\s+/) ?? []);
  const given = [...command, ...options].flatMap((word) => /^["']?--prefix=\/?(.*?)\/?["']?$/.exec(word)?.[1] ?? []);
  const prefix = `/${given.at(-1) ?? ''}`;
  return /^(\/[\w.~-]{1,40}){1,4}$/.test(prefix) ? prefix : '';
}

/** Whether a container publishes its page, as one made by hand may not. */
export const hasPage = ({ ports, made }: ContainerFact): boolean =>
  ports.some(isPage) || (made?.publishes ?? []).some(isPage);

const isPage = ({ target, protocol = 'tcp' }: PublishedPort): boolean => target === PAGE_PORT && protocol === 'tcp';

function urlAt(address: string, port: number): string {
  // Where all networks are meant, this computer reaches it by its loopback.
  const loopback = address.includes(':') ? '::1' : '127.0.0.1';
  return `http://${hostAndPort(isEveryAddress(address) ? loopback : address, port)}`;
}

import type { JenkinsMode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ContainerFact } from '../world/engine.ts';
import { isOurs, pageLabelOf } from './labels.ts';

/** Jenkins' own port inside its container. */
const PAGE_PORT = 8080;

/** The address of Jenkins' page in a mode, as a browser on this host reaches it. */
export const pageUrl = (settings: Settings, mode: JenkinsMode): string => urlAt(settings.address, settings.ports[mode]);

/** Where a Jenkins is asked, and which logins may go there. */
export interface Place {
  readonly url: string;
  /**
   * `none` where no running container publishes that port, since any other program may listen there. A hand-made one
   * may have the user's own login, one of ours also the administrator's.
   */
  readonly logins: 'none' | 'own' | 'all';
}

/** That address, as `container`, which should listen there, stands now. */
export function placeOf(url: string, container: ContainerFact | undefined, instance: string): Place {
  const listens =
    container?.state === 'running' &&
    container.ports.some(({ address, port, target }) => target === PAGE_PORT && urlAt(address, port) === url);
  return { url, logins: !listens ? 'none' : isOurs(container.labels, instance) ? 'all' : 'own' };
}

/**
 * Where a Jenkins that is there is reached: the settings may have moved on since it was made. What it was made for,
 * or what a hand-made one publishes, else what the settings say.
 */
export function urlOf(container: ContainerFact | undefined, settings: Settings, mode: JenkinsMode): string {
  const made = container === undefined ? null : pageLabelOf(container.labels);
  if (made !== null) return made;
  const published = container?.ports.find(({ target }) => target === PAGE_PORT);
  return published === undefined ? pageUrl(settings, mode) : urlAt(published.address, published.port);
}

function urlAt(address: string, port: number): string {
  const any = ['', '0.0.0.0', '::', '[::]'].includes(address);
  const host = any ? '127.0.0.1' : address;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}

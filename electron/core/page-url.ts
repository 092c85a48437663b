import type { JenkinsMode } from '../shared/mode.ts';
import type { Settings } from '../shared/settings.ts';
import { pageLabelOf } from './labels.ts';
import type { ContainerFact } from './ports.ts';

/** Jenkins' own port inside its container. */
const PAGE_PORT = 8080;

/** The address of Jenkins' page in a mode, as a browser on this host reaches it. */
export const pageUrl = (settings: Settings, mode: JenkinsMode): string => urlAt(settings.address, settings.ports[mode]);

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

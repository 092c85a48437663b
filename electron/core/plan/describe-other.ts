import { homeOf } from '../observe/other-jenkins.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { HostJenkins } from '../world/host.ts';
import { isActive } from './removal.ts';

/** A sentence about a Jenkins that this app did not create, by which its user recognises it. */
export function describeContainer(container: ContainerFact): string {
  const { name, image, ports, made } = container;
  const home = homeOf(container)?.source;
  const where =
    home === undefined
      ? 'has no home outside of it'
      : `has its home in the ${home.startsWith('/') ? 'folder' : 'volume'} ${home}`;
  const page = (ports.length > 0 ? ports : (made?.publishes ?? [])).find(({ target }) => target === 8080)?.port;
  const at = page === undefined ? '' : `, its page at port ${page}`;
  return `${name} (image ${image}, ${isActive(container) ? 'running' : 'stopped'}) ${where}${at}.`;
}

export function describeHost({ name, pid, home, port, user }: HostJenkins): string {
  const runs = pid === null ? 'stopped' : `process ${pid}${user === '' ? '' : ` of ${user}`}`;
  const at = port === null ? '' : `, its page at port ${port}`;
  return `${name} of this computer (${runs}) has its home in ${home ?? 'a folder that this user cannot see'}${at}.`;
}

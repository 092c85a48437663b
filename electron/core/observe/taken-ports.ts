import { JENKINS_MODES } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import { unbracketed } from '../../shared/unbracketed.ts';
import type { ContainerFact, PublishedPort } from '../world/engine.ts';
import type { HostJenkins } from '../world/host.ts';
import type { World } from '../world/world.ts';
import type { TakenPort, WantedPort } from './facts.ts';

/** The nested engine is published to this host only. */
export const NESTED_ADDRESS = '127.0.0.1';

/** Which of the ports of all modes are in use, and by what, if it is not a container. */
export async function takenPorts(
  { host }: World,
  settings: Settings,
  running: readonly ContainerFact[],
  hostJenkins: readonly HostJenkins[],
): Promise<readonly TakenPort[]> {
  const wanted = wantedPorts(settings);
  const numbers = [...new Set(wanted.map(({ port }) => port))];
  const taken = await Promise.all(
    wanted.map(async ({ address, port }) => {
      const isPublished = running.some(({ ports }) => ports.some((it) => clashes(it, { address, port })));
      const holder = isPublished ? '' : await host.portHolder(address, port);
      if (holder === null) return [];
      // A process of another user does not tell which ports it has.
      const jenkins = isPublished ? undefined : hostJenkins.find((it) => it.pid !== null && it.port === port);
      const named = jenkins === undefined ? holder : `${jenkins.name}, a Jenkins of this computer`;
      return [{ address, port, holder: named, free: await host.freePortNear(address, port, numbers) }];
    }),
  );
  return taken.flat();
}

/** Each port once on each address. */
function wantedPorts({ address, ports, nested }: Settings): readonly WantedPort[] {
  const all = [
    ...JENKINS_MODES.map((mode) => ({ address, port: ports[mode] })),
    { address, port: ports.agents },
    ...(nested.publishPort === null ? [] : [{ address: NESTED_ADDRESS, port: nested.publishPort }]),
  ];
  return [...new Map(all.map((it) => [`${it.address} ${it.port}`, it])).values()];
}

/** Whether a published port keeps Docker from publishing the wanted one. */
export function clashes({ address, port, protocol = 'tcp' }: PublishedPort, wanted: WantedPort): boolean {
  if (port !== wanted.port || protocol !== 'tcp') return false;
  const [a, b] = [unbracketed(address), unbracketed(wanted.address)];
  if (a === '' || b === '' || a === b) return true;
  return a.includes(':') === b.includes(':') && (isAny(a) || isAny(b));
}

/** All addresses of one IP version. */
const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::';

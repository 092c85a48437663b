import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** Docker's own interfaces, which come and go with containers and networks. */
const OF_DOCKER = /^(docker\d+|br-[0-9a-f]{12}|veth[0-9a-f]{7})$/;

/**
 * This computer's networks as a text that changes with them. Reading takes 0.1 ms and queries only the kernel, so it also
 * works without NetworkManager.
 */
export function networksNow(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces()): string {
  return Object.entries(interfaces)
    .flatMap(([name, addresses = []]) => addresses.map(({ address, internal }) => ({ name, address, internal })))
    .filter(({ name, address, internal }) => !internal && !OF_DOCKER.test(name) && !isLinkLocal(address))
    .map(({ name, address }) => `${name} ${address}`)
    .sort()
    .join('\n');
}

/** Self-assigned by the interface, so not a network. */
const isLinkLocal = (address: string): boolean => /^(fe[89ab][0-9a-f]:|169\.254\.)/i.test(address);

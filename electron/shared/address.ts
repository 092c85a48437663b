import * as z from 'zod/mini';
import { unbracketed } from './unbracketed.ts';

const isV6 = (address: string): boolean => z.ipv6().safeParse(address).success;

/** 0.x except 0.0.0.0, multicast and reserved: nothing can be published there. */
const canPublishV4 = (address: string): boolean => {
  const first = Number(address.split('.')[0]);
  return address === '0.0.0.0' || (first > 0 && first < 224);
};

/** Multicast and link-local, which would need a zone; IPv4 in IPv6, which Docker turns into the former. */
const canPublishV6 = (address: string): boolean => !/^(?:ff|fe[89ab])|^::ffff:|\./i.test(address);

/**
 * Whether Docker and a URL mean the same by an address, with or without brackets. Docker takes an address that it cannot
 * parse, such as `127.0.0.256` or `[::1]`, for none, and publishes on all networks (seen on 20.10 to 28).
 */
export function isAddress(text: string): boolean {
  const address = unbracketed(text);
  if (z.ipv4().safeParse(text).success) return canPublishV4(text);
  return isV6(address) && canPublishV6(plainAddress(address));
}

/** An address as Docker wants it: without brackets, IPv6 in its short form; any other text unchanged. */
export function plainAddress(text: string): string {
  const address = unbracketed(text);
  return isV6(address) ? unbracketed(new URL(`http://[${address}]`).hostname) : text;
}

/** An address and a port, with the brackets that IPv6 needs. */
export const hostAndPort = (address: string, port: number): string => {
  const plain = unbracketed(address);
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
};

/** Whether it stands for all networks of this computer. */
export const isEveryAddress = (address: string): boolean => ['', '0.0.0.0', '::', '[::]'].includes(address);

import { portOf } from '../../shared/port-of.ts';
import { unbracketed } from '../../shared/unbracketed.ts';
import type { Server } from '../http/http-get.ts';

/** Hosts that are this computer: only these may serve a feed without TLS, for tests and mirrors. */
const OWN = ['127.0.0.1', '[::1]', 'localhost'];

/** Whether a feed may be at this address: by https, without credentials or query; by http on this computer only. */
export function isFeedAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, search, hash, pathname } = new URL(address);
  const safe = protocol === 'https:' || (protocol === 'http:' && OWN.includes(hostname));
  return safe && username === '' && password === '' && search === '' && hash === '' && pathname.endsWith('/');
}

/** Server and path of a file in the feed's folder. `name`: without a folder, as the schema has checked. */
export function placeOf(feed: string, name: string): { readonly server: Server; readonly path: string } {
  const { protocol, hostname, pathname } = new URL(feed);
  return {
    server: { host: unbracketed(hostname), port: portOf(feed), tls: protocol === 'https:' ? {} : null },
    path: `${pathname}${encodeURIComponent(name)}`,
  };
}

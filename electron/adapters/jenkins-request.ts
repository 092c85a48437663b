import type { JenkinsAddress } from '../core/world/jenkins.ts';
import { portOf } from '../shared/port-of.ts';
import { unbracketed } from '../shared/unbracketed.ts';
import type { Answer, HttpGet } from './http/http-get.ts';

/** A page that takes longer counts as unavailable. */
const MAX_WAIT_MS = 5000;

type Headers = Readonly<Record<string, string>>;

/** Requests a page or document of a Jenkins on this host; `base`: its address, with its prefix. */
export type Request = (
  base: string,
  path: string,
  headers: Headers,
  signal: AbortSignal,
  maxBody?: number,
  method?: 'GET' | 'POST',
) => Promise<Answer>;

/** Jenkins' certificate is often its own: on this computer, its container is known by the port that it publishes. */
const ANY_CERTIFICATE = { unverified: true } as const;

export const requestBy =
  (get: HttpGet): Request =>
  (base, path, headers, signal, maxBody, method) => {
    const { protocol, hostname, host, pathname, search } = new URL(base + path);
    const server = {
      host: unbracketed(hostname),
      port: portOf(base),
      tls: protocol === 'https:' ? ANY_CERTIFICATE : null,
    };
    const both = AbortSignal.any([signal, AbortSignal.timeout(MAX_WAIT_MS)]);
    return get(server, pathname + search, { host, ...headers }, both, maxBody, method);
  };

export const loginHeaders = ({ user, password }: Pick<JenkinsAddress, 'user' | 'password'>): Headers =>
  user === '' ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };

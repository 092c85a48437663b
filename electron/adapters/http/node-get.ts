import { type ClientRequest, get as getPlain, type IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { codeOf } from '../json-file.ts';
import { bodyWithin, limitInterim } from './bounds.ts';
import { endWith } from './end-with.ts';
import { type Answer, cutOff, type HttpGet, MAX_BODY, MAX_HEAD, type Server, tooLong } from './http-get.ts';

/** HttpGet with Node's own HTTP client. */
export const nodeGet: HttpGet = async (server, path, headers, signal, maxBody = MAX_BODY, method = 'GET') => {
  signal.throwIfAborted();
  const send = await clientFor(server);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const limits = { maxHeaderSize: MAX_HEAD, agent: false } as const;
      const request = send({ ...optionsFor(server), ...limits, path, headers, method }, resolve);
      endWith(signal, request);
      limitInterim(request);
      request.on('error', reject);
    });
    return { status: response.statusCode ?? 0, headers: single(response), body: await bounded(response, maxBody) };
  } catch (thrown) {
    signal.throwIfAborted();
    if (codeOf(thrown) === 'HPE_HEADER_OVERFLOW') throw tooLong('head', MAX_HEAD);
    // A parser error means that the response is not HTTP.
    throw codeOf(thrown).startsWith('HPE_') ? cutOff(thrown) : thrown;
  }
};

/** The body as text; its connection is closed as soon as it is too long. */
async function bounded(response: IncomingMessage, max: number): Promise<string> {
  if (max === 0) {
    response.on('error', () => undefined).destroy();
    return '';
  }
  return new TextDecoder().decode(await bodyWithin(response, max));
}

type Send = (options: RequestOptions, answered: (response: IncomingMessage) => void) => ClientRequest;

/** Loads TLS only if needed: it takes as long to load as HTTP, and most engines use a socket. */
const clientFor = async (server: Server): Promise<Send> =>
  'tls' in server && server.tls !== null ? (await import('node:https')).get : getPlain;

function optionsFor(server: Server): RequestOptions {
  if ('socket' in server) return { socketPath: server.socket };
  const { host, port, tls } = server;
  // Verify the certificate against the server's name; by default Node uses the Host header's name.
  if (tls === null) return { host, port };
  const { unverified = false, ...files } = tls;
  return { host, port, ...files, rejectUnauthorized: !unverified, servername: isIP(host) === 0 ? host : '' };
}

const single = ({ headers }: IncomingMessage): Answer['headers'] =>
  new Map(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));

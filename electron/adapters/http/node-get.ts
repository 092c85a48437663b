import { type ClientRequest, get as getPlain, type IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { text } from 'node:stream/consumers';
import { codeOf } from '../json-file.ts';
import { type Answer, cutOff, type HttpGet, type Server } from './http-get.ts';

/** HttpGet with Node's own HTTP client. */
export const nodeGet: HttpGet = async (server, path, headers, signal) => {
  signal.throwIfAborted();
  const send = await clientFor(server);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      send({ ...optionsFor(server), path, headers, signal, agent: false }, resolve).on('error', reject);
    });
    return { status: response.statusCode ?? 0, headers: single(response), body: await text(response) };
  } catch (thrown) {
    signal.throwIfAborted();
    // A parser error means that the response is not HTTP.
    throw codeOf(thrown).startsWith('HPE_') ? cutOff(thrown) : thrown;
  }
};

type Send = (options: RequestOptions, answered: (response: IncomingMessage) => void) => ClientRequest;

/** Loads TLS only if needed: it takes as long to load as HTTP, and most engines use a socket. */
const clientFor = async (server: Server): Promise<Send> =>
  'tls' in server && server.tls !== null ? (await import('node:https')).get : getPlain;

function optionsFor(server: Server): RequestOptions {
  if ('socket' in server) return { socketPath: server.socket };
  const { host, port, tls } = server;
  // Verify the certificate against the server's name; by default Node uses the Host header's name.
  return tls === null ? { host, port } : { host, port, ...tls, servername: isIP(host) === 0 ? host : '' };
}

const single = ({ headers }: IncomingMessage): Answer['headers'] =>
  new Map(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));

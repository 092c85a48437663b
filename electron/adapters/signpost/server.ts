import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Sign } from '../../core/desktop/signpost.ts';
import { hostAndPort } from '../../shared/address.ts';
import { portOf } from '../../shared/port-of.ts';
import { unbracketed } from '../../shared/unbracketed.ts';
import { closerOf } from '../http/close-server.ts';
import { PAGE_HEADERS, startingPage } from './page.ts';
import { refuse } from './refuse.ts';
import { relay } from './relay.ts';

export interface SignpostServer {
  /** What it tells from now on. */
  sign: Sign;
  /** Leaves the port at once. */
  close(): Promise<void>;
}

/** How long a client may say nothing, and for a request with its body, in milliseconds. */
const PATIENCE_MS = { silent: 10_000, request: 60_000 };

/** Listens on an idle port and tells where Jenkins is. Throws if it cannot listen there. */
export async function serveSignpost(
  address: string,
  port: number,
  sign: Sign,
  patience = PATIENCE_MS,
): Promise<SignpostServer> {
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    // Node reads no further request from a connection that was to become another protocol's.
    if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
    try {
      answer(request, response, post.sign);
    } catch {
      // Node takes characters in a path that it does not send, such as a tab.
      refuse(response, 400, 'This request cannot be passed on.');
    }
  };
  const server = createServer(take);
  // Before a body that is too large, or that nobody is there for, is sent.
  server.on('checkContinue', take);
  const close = closerOf(server);
  const post: SignpostServer = { sign, close };
  server.maxConnections = 128;
  server.headersTimeout = patience.silent;
  server.requestTimeout = patience.request;
  // Node 16 gives a client that never begins or ends a head the time of a whole request.
  server.timeout = patience.silent;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: unbracketed(address), port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', () => undefined);
  return post;
}

function answer(request: IncomingMessage, response: ServerResponse, sign: Sign): void {
  const { method = '', url = '' } = request;
  const reads = method === 'GET' || method === 'HEAD';
  // A request for a proxy names another server.
  if (!url.startsWith('/')) refuse(response, 400, 'This is no proxy.');
  else if (sign.kind === 'starting' && reads) {
    response.writeHead(503, PAGE_HEADERS);
    response.end(method === 'HEAD' ? undefined : startingPage(sign.mode));
  } else if (sign.kind === 'starting') refuse(response, 503, 'Jenkins is being started.');
  else if (reads) {
    // Not permanent: the next switch leads the other way.
    response.writeHead(307, { location: `${placeFor(request, sign.url)}${url}`, 'cache-control': 'no-store' });
    response.end();
  } else relay(request, response, sign.url);
}

/** Jenkins' address under the name by which the client knows this computer, else by the address that it has reached. */
function placeFor({ headers, socket }: IncomingMessage, url: string): string {
  const { protocol, hostname } = new URL(url);
  const reached = socket.localAddress?.replace(/^::ffff:/, '') ?? hostname;
  const asked = /^(\[[\da-f:.]{2,45}\]|[a-z\d](?:[a-z\d.-]{0,252}))(?::\d{1,5})?$/i.exec(headers.host ?? '')?.[1];
  return `${protocol}//${hostAndPort(asked ?? reached, portOf(url))}`;
}

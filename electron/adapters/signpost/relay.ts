import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { unbracketed } from '../../shared/unbracketed.ts';
import { refuse } from './refuse.ts';

/** The largest body that is relayed, in bytes: GitHub's webhooks have at most 25 MB. */
export const MAX_BODY = 25 * 2 ** 20;
/** How long Jenkins may take for an answer, in milliseconds. */
const MAX_ANSWER_MS = 60_000;

/** They belong to one connection, not to the request (RFC 9110, 7.6.1). */
const OF_THE_CONNECTION = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Sends a request on as it came, and Jenkins' answer back, since the senders of webhooks follow no redirects. */
export function relay(incoming: IncomingMessage, response: ServerResponse, url: string): void {
  if (Number(incoming.headers['content-length'] ?? 0) > MAX_BODY) {
    tooLarge(incoming, response);
    return;
  }
  const { hostname, port } = new URL(url);
  const outgoing = request(
    {
      host: unbracketed(hostname),
      port: port || 80,
      method: incoming.method,
      path: incoming.url,
      headers: { ...endToEnd(incoming.headers), ...framing(incoming.headers) },
      agent: false,
      timeout: MAX_ANSWER_MS,
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    },
  );
  outgoing.once('timeout', () => outgoing.destroy());
  outgoing.once('error', () => refuse(response, 503, 'Jenkins did not answer.'));
  response.once('close', () => outgoing.destroy());
  let received = 0;
  incoming.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received <= MAX_BODY) return;
    outgoing.removeAllListeners('error').on('error', () => undefined);
    outgoing.destroy();
    tooLarge(incoming, response);
  });
  incoming.pipe(outgoing);
}

function tooLarge(incoming: IncomingMessage, response: ServerResponse): void {
  incoming.unpipe();
  refuse(response, 413, `A request of more than ${MAX_BODY / 2 ** 20} MiB is not passed on to Jenkins.`);
}

/** Of a body without a length: for methods that seldom have one, such as DELETE, Node sends it as if it were the next request. */
const framing = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' };

const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  // A sender may name further headers of its connection.
  const named = new Set((headers.connection ?? '').toLowerCase().split(/[\s,]+/));
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name) && !named.has(name)),
  );
};

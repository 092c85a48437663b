import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { portOf } from '../../shared/port-of.ts';
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
/** A sender that counts them among the headers of its connection cannot mean it. */
const OF_THE_REQUEST = new Set(['host', 'content-length']);

/** Sends a request on as it came, and Jenkins' answer back, since the senders of webhooks follow no redirects. */
export function relay(incoming: IncomingMessage, response: ServerResponse, url: string): void {
  if (Number(incoming.headers['content-length'] ?? 0) > MAX_BODY) {
    tooLarge(response);
    return;
  }
  const { hostname, protocol } = new URL(url);
  const outgoing = (protocol === 'https:' ? requestSecurely : request)({
    host: unbracketed(hostname),
    port: portOf(url),
    // Jenkins' certificate is often its own, and names no loopback address.
    rejectUnauthorized: false,
    method: incoming.method,
    path: incoming.url,
    headers: { ...endToEnd(incoming), ...framing(incoming.headers) },
    agent: false,
    timeout: MAX_ANSWER_MS,
  });
  if (incoming.headers.expect !== undefined && incoming.httpVersion === '1.1') response.writeContinue();
  // Jenkins may need all of its time, and the client says nothing meanwhile.
  incoming.socket.setTimeout(2 * MAX_ANSWER_MS);
  outgoing.once('response', (answer) => {
    const { statusCode: status = 0 } = answer;
    try {
      if (status < 200) throw new RangeError(`status ${status}`);
      response.writeHead(status, endToEnd(answer));
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    } catch {
      // No status or header of HTTP: whatever listens there is no Jenkins.
      notUnderstood(response);
      outgoing.destroy();
    }
  });
  outgoing.once('upgrade', (_answer, socket) => {
    socket.destroy();
    notUnderstood(response);
  });
  outgoing.once('timeout', () => outgoing.destroy());
  outgoing.on('error', () => {
    // Who answers before the end of the body may take no more of it.
    if (response.headersSent) incoming.unpipe().resume();
    else refuse(response, 503, 'Jenkins did not answer.');
  });
  response.once('close', () => outgoing.destroy());
  let received = 0;
  incoming.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received <= MAX_BODY || outgoing.destroyed) return;
    tooLarge(response);
    outgoing.destroy();
  });
  incoming.pipe(outgoing);
}

const tooLarge = (response: ServerResponse): void =>
  refuse(response, 413, `A request of more than ${MAX_BODY / 2 ** 20} MiB is not passed on to Jenkins.`);
const notUnderstood = (response: ServerResponse): void =>
  refuse(response, 502, 'Jenkins gave an answer that cannot be passed on.');

/** Of a body without a length: for methods that seldom have one, such as DELETE, Node sends it as if it were the next request. */
const framing = ({ 'transfer-encoding': coding }: IncomingHttpHeaders): IncomingHttpHeaders =>
  coding === undefined ? {} : { 'transfer-encoding': coding };

/** The headers for the other side, each as often as it came. */
function endToEnd({ headers, rawHeaders }: IncomingMessage): Record<string, string | string[]> {
  // A sender may name further headers of its connection.
  const named = new Set((headers.connection ?? '').toLowerCase().split(/[\s,]+/));
  const kept: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at]?.toLowerCase(), rawHeaders[at + 1]];
    if (OF_THE_CONNECTION.has(name) || (named.has(name) && !OF_THE_REQUEST.has(name))) continue;
    const before = kept[name];
    // Node refuses a list of one for some, such as Host.
    kept[name] = before === undefined ? value : [before, value].flat();
  }
  return kept;
}

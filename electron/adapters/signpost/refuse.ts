import type { ServerResponse } from 'node:http';
import { RETRY_AFTER } from './page.ts';

/** How long a client that still sends its request may go on, in milliseconds. */
const MAX_REST_MS = 5000;

/**
 * Answers with a status and one line of text, and ends the connection; does nothing once an answer has begun. What is left of
 * the request is read and dropped first: a connection that ends before is an error to most clients, which never read the answer.
 */
export function refuse(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { req: incoming } = response;
  const body = `${text}\n`;
  const retry = status === 503 ? { 'retry-after': RETRY_AFTER } : {};
  const length = { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close', ...length, ...retry });
  if (incoming.complete) {
    response.end(body);
    return;
  }
  response.write(body);
  const end = (): void => void response.end();
  const limit = setTimeout(end, MAX_REST_MS);
  response.once('close', () => clearTimeout(limit));
  incoming.once('end', end);
  incoming.unpipe();
  incoming.resume();
}

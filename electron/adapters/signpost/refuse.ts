import type { ServerResponse } from 'node:http';
import { RETRY_AFTER } from './page.ts';

/** Answers with a status and one line of text, and ends the connection; does nothing once an answer has begun. */
export function refuse(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const retry = status === 503 ? { 'retry-after': RETRY_AFTER } : {};
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close', ...retry });
  response.end(`${text}\n`);
}

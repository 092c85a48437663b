import type { ClientRequest, IncomingMessage } from 'node:http';
import { Collected } from './collected.ts';
import { MAX_HEAD, tooLong } from './http-get.ts';

/** Interim responses (1xx): Jenkins sends none, and an engine at most one. */
const MAX_INTERIM = 10;

/** Ends a request that gets more interim responses than any server sends: Node passes on as many as come. */
export function limitInterim(request: ClientRequest): void {
  let interim = 0;
  request.on('information', () => {
    interim += 1;
    if (interim > MAX_INTERIM) request.destroy(tooLong('head', MAX_HEAD));
  });
}

/** The whole body of a response; its connection is closed as soon as it is longer than `max` bytes. */
export async function bodyWithin(response: IncomingMessage, max: number): Promise<Buffer> {
  const body = new Collected();
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    if (body.length + chunk.length > max) throw tooLong('body', max);
    body.add(chunk);
  }
  return body.taken();
}

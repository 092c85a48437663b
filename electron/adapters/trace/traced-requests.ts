import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import type { Details, Tracer } from './trace-events.ts';

const BEGUN = 'http.client.request.start';

/**
 * Records every HTTP request of this process, to the engine and to Jenkins, from its start until its response is read to the
 * end. Of its address only host and path are recorded: a query may hold build arguments, headers and bodies logins. Returns
 * a function that ends the recording.
 */
export function traceRequests(tracer: Tracer): () => void {
  const begun = (message: unknown): void => {
    const request: unknown = Reflect.get(Object(message), 'request');
    if (!(request instanceof ClientRequest)) return;
    const end = tracer.begin('requests', nameOf(request));
    let details: Details = {};
    request.once('response', ({ statusCode = 0 }) => {
      details = { status: statusCode };
    });
    request.once('error', (error) => {
      details = { ...details, error: error.name };
    });
    request.once('close', () => end(details));
  };
  subscribe(BEGUN, begun);
  return () => unsubscribe(BEGUN, begun);
}

/** `GET /_ping` to the engine's socket, `GET 127.0.0.1:8080/login` elsewhere. */
function nameOf(request: ClientRequest): string {
  const path = request.path.replace(/\?.*$/s, '');
  const isSocket = typeof Reflect.get(request, 'socketPath') === 'string';
  return `${request.method} ${isSocket ? '' : String(request.getHeader('host') ?? request.host)}${path}`;
}

import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { closerOf } from './http/close-server.ts';

export interface MetricsServer {
  close(): Promise<void>;
}

/** The names of this computer that a request may use: another one comes from a web page that pretends to be here. */
const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Serves `text()` at `/metrics` on `place`: a port of the loopback address (`127.0.0.1:9400`), or a Unix socket for this
 * user alone. Throws if it cannot listen there.
 */
export async function serveMetrics(place: string, text: () => string): Promise<MetricsServer> {
  const path = place.startsWith('/') ? place : null;
  const server = createServer((request, response) => {
    const known = request.url === '/metrics' || request.url === '/';
    const allowed = path !== null || OWN_HOST.test(request.headers.host ?? '');
    if (request.method !== 'GET' || !known || !allowed) {
      response.writeHead(allowed ? 404 : 403).end();
      return;
    }
    try {
      const metrics = text();
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(metrics);
    } catch {
      // Nothing is known yet, as while Docker is not found.
      response.writeHead(503).end();
    }
  });
  const close = closerOf(server);
  server.requestTimeout = 5000;
  server.maxConnections = 16;
  if (path === null) {
    const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(place) ?? [];
    await listening(server, { host, port: Number(port) });
  } else {
    await removeStale(path);
    await listening(server, { path });
    chmodSync(path, 0o600);
  }
  return { close };
}

const listening = (server: Server, at: { host: string; port: number } | { path: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Removes the socket of an app that was killed: nobody answers at it. Never another kind of file. */
async function removeStale(path: string): Promise<void> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return;
  const answered = await new Promise<boolean>((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
  if (!answered) rmSync(path);
}

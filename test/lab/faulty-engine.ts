import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

/** What goes wrong with one request of the real engine. */
export const FAULTS = ['error', 'dropped', 'truncated', 'silence'] as const;
export type EngineFault = (typeof FAULTS)[number];

/** Requests that may take long by themselves: their silence is no fault. */
const LONG = /\/(build|wait|logs|events|attach)(\?|$)|\/exec\/[^/]+\/start/;

/** A proxy in front of the lab's engine that spoils one request. */
export interface FaultyEngine {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Spoils the `nth` request from now on, from 1; counts only, if there is no fault. */
  arm(nth: number, fault: EngineFault | null): void;
  /** Requests since `arm`. */
  requests(): number;
  /** The spoiled request; null if there were fewer. */
  spoiled(): string | null;
  close(): void;
}

/** `silenceMs`: how long a silent request is held. */
export async function faultyEngine(engine: string, silenceMs: number): Promise<FaultyEngine> {
  const behind = engine.replace(/^unix:\/\//, '');
  const path = join(tmpdir(), `faulty-${randomUUID().slice(0, 8)}.sock`);
  const sockets = new Set<Socket>();
  let armed: { readonly nth: number; readonly fault: EngineFault | null } = { nth: 0, fault: null };
  let count = 0;
  let spoiled: string | null = null;

  /** The fault of this request, which is counted. */
  const next = ({ method = '', url = '' }: IncomingMessage): EngineFault | null => {
    count += 1;
    if (count !== armed.nth || armed.fault === null) return null;
    // A long request loses its answer instead.
    const fault = armed.fault === 'silence' && LONG.test(url) ? 'truncated' : armed.fault;
    spoiled = `${method} ${url.replace(/\?.*/, '')}`;
    return fault;
  };

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse, truncated: boolean): void => {
    const { method, url, headers } = incoming;
    const ahead = request({ socketPath: behind, method, path: url, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      outgoing.flushHeaders();
      if (truncated) answer.once('data', (chunk: Buffer) => outgoing.write(chunk.subarray(0, chunk.length / 2)));
      if (truncated) answer.on('end', () => outgoing.socket?.destroy());
      else answer.pipe(outgoing);
    });
    ahead.on('error', () => outgoing.socket?.destroy());
    outgoing.on('close', () => ahead.destroy());
    incoming.pipe(ahead);
  };

  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const fault = next(incoming);
    if (fault === 'dropped') incoming.socket.destroy();
    else if (fault === 'error')
      outgoing.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"a fault of the test"}');
    else if (fault === 'silence') setTimeout(() => forward(incoming, outgoing, false), silenceMs);
    else forward(incoming, outgoing, fault === 'truncated');
  };

  /** A connection that the engine takes over, as for `exec`. */
  const upgrade = (incoming: IncomingMessage, client: Duplex, head: Buffer): void => {
    const fault = next(incoming);
    if (fault === 'error') client.end('HTTP/1.1 500 Error\r\ncontent-length: 0\r\n\r\n');
    else if (fault !== null) client.destroy();
    if (fault !== null) return;
    const ahead = createConnection(behind);
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
    for (let at = 0; at < incoming.rawHeaders.length; at += 2)
      lines.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`);
    ahead.write(`${lines.join('\r\n')}\r\n\r\n`);
    ahead.write(head);
    ahead.pipe(client).pipe(ahead);
    const end = (): void => {
      ahead.destroy();
      client.destroy();
    };
    ahead.on('error', end).on('close', end);
    client.on('error', end).on('close', end);
  };

  const server = createServer(answer).on('upgrade', upgrade);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    arm(nth, fault) {
      armed = { nth, fault };
      count = 0;
      spoiled = null;
    },
    requests: () => count,
    spoiled: () => spoiled,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      rmSync(path, { force: true });
    },
  };
}

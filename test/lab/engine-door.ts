import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket in front of the lab's engine that can be closed and that sees each request. */
export interface EngineDoor {
  /** For DOCKER_HOST. */
  readonly host: string;
  open(): Promise<void>;
  /** Like an engine that stops: nothing listens, and connections end. */
  close(): Promise<void>;
  /** Blocks events from now on, as during a suspend. */
  deafen(): void;
  /** Sets whether new connections are closed immediately. */
  refuse(all: boolean): void;
  /** How many connections were refused. */
  refused(): number;
  /** Requests so far whose path contains `part`. */
  asked(part: string): number;
  /** Open connections. */
  connected(): number;
  remove(): void;
}

export function engineDoor(): EngineDoor {
  const folder = join(tmpdir(), `engine-${randomUUID().slice(0, 8)}`);
  const path = join(folder, 'docker.sock');
  const behind = (process.env.DOCKER_HOST ?? '').replace(/^unix:\/\//, '');
  const connections = new Set<Socket>();
  const requests: string[] = [];
  let server: Server | null = null;
  let deaf = false;
  let refusing = false;
  let refused = 0;
  const hangUp = (): void => {
    for (const socket of connections) socket.destroy();
  };
  const enter = (client: Socket): void => {
    if (refusing) {
      refused += 1;
      client.destroy();
      return;
    }
    const engine = createConnection(behind);
    let events = false;
    for (const socket of [client, engine]) {
      connections.add(socket);
      socket.on('error', () => undefined).on('close', () => connections.delete(socket));
    }
    client.on('data', (chunk: Buffer) => {
      const [, address = ''] = /^[A-Z]+ (\S+) HTTP/.exec(chunk.toString('latin1')) ?? [];
      if (address !== '') requests.push(address);
      events ||= address.includes('/events?');
      engine.write(chunk);
    });
    engine.on('data', (chunk: Buffer) => {
      if (!deaf || !events || chunk.toString('latin1', 0, 5) === 'HTTP/') client.write(chunk);
    });
    client.on('end', () => engine.end());
    engine.on('end', () => client.end());
  };
  return {
    host: `unix://${path}`,
    open: () =>
      new Promise<void>((resolve) => {
        mkdirSync(folder, { recursive: true });
        server = createServer(enter);
        server.listen(path, () => resolve());
      }),
    async close() {
      const closed = new Promise((resolve) => server?.close(resolve));
      hangUp();
      await closed;
    },
    deafen() {
      deaf = true;
    },
    refuse(all) {
      refusing = all;
      if (all) hangUp();
    },
    refused: () => refused,
    asked: (part) => requests.filter((address) => address.includes(part)).length,
    connected: () => connections.size / 2,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

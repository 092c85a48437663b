import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Returns a function that closes a server with all its connections; Node 16 has none. Call it before the server listens. */
export function closerOf(server: Server): () => Promise<void> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
}

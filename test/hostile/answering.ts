import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';

/** Servers that answer as nobody should. */

/** A server that does this with the first bytes of each connection; by default on a free port of this computer. */
export async function answering(
  answer: (socket: Socket, request: string) => void,
  at: ListenOptions = { port: 0, host: '127.0.0.1' },
): Promise<Server> {
  const made = createServer((socket) => {
    socket.on('error', () => undefined).once('data', (bytes) => answer(socket, bytes.toString('latin1')));
  });
  await new Promise<void>((resolve) => made.listen(at, resolve));
  return made;
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Writes as fast as the other side reads, until that ends. */
export function flood(socket: Socket, chunk: string, first = ''): void {
  socket.write(first);
  const write = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', write);
  write();
}

/** The memory that is used meanwhile at most, bytes. */
export async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  await work();
  clearInterval(timer);
  return most - before;
}

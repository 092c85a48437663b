import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { expect, test } from 'vitest';
import { isFree } from '../../../electron/adapters/ports-in-use.ts';

const listening = (port: number, host = '127.0.0.1'): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

test('a port is taken on the addresses of who listens there', async () => {
  const [one, every] = await Promise.all([listening(0), listening(0, '0.0.0.0')]);
  const taken = async (address: string, server: Server) => !(await isFree(address, portOf(server)));
  expect(await taken('127.0.0.1', one)).toBe(true);
  expect(await taken('0.0.0.0', one)).toBe(true);
  expect(await taken('127.0.0.2', one)).toBe(false);
  expect(await taken('127.0.0.1', every)).toBe(true);
  await Promise.all([closed(one), closed(every)]);
  expect(await taken('127.0.0.1', one)).toBe(false);
});

test('a look at a free port keeps nobody else from it', async () => {
  const keeper = await listening(0);
  const first = await listening(0);
  const port = portOf(first);
  await closed(first);
  for (let times = 0; times < 50; times += 1) {
    const looks = [isFree('127.0.0.1', port), isFree('0.0.0.0', port)];
    const server = await listening(port);
    await Promise.all(looks);
    await closed(server);
  }
  await closed(keeper);
});

test('a port that a connection to elsewhere has taken is not free, though nobody listens on it', async () => {
  const elsewhere = await listening(0);
  const connection = connect({ host: '127.0.0.1', port: portOf(elsewhere) });
  await once(connection, 'connect');
  expect(await isFree('127.0.0.1', connection.localPort ?? 0)).toBe(false);
  connection.destroy();
  await closed(elsewhere);
});

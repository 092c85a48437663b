import { afterEach, expect, test } from 'vitest';
import { followXembedTray } from '../../../electron/shell/xembed-tray.ts';
import { greeting, packet, type XServerOptions, xServer } from '../../doubles/x-server.ts';
import { until } from '../../lab/until.ts';

/** A server that answers has time for it, also on a busy machine. */
const waits = { answer: 20_000, retry: 30, settle: 10 };
const impatient = { answer: 50, retry: 10, settle: 10 };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const passed = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An X server, and what is told of its tray. */
async function followed(
  { screen = '', owner = 0, ...options }: XServerOptions & { screen?: string; owner?: number } = {},
  patience = waits,
) {
  const server = await xServer(options);
  server.owner = owner;
  const told: boolean[] = [];
  const stop = followXembedTray({ DISPLAY: `${server.display}${screen}` }, (isThere) => told.push(isThere), patience);
  ends.push(stop, () => server.close());
  return { server, told, stop };
}

test('a tray that is there is told, and nothing is asked after that', async () => {
  const { server, told } = await followed({ owner: 77 });
  await until('the tray', () => told.length > 0);
  const { looks } = server;
  await passed(100);
  expect({ told, asked: server.looks - looks, connections: server.connections }).toEqual({
    told: [true],
    asked: 0,
    connections: 1,
  });
});

test('a tray that comes later, ends and comes again is told each time', async () => {
  const { server, told } = await followed();
  await until('the look', () => server.looks > 0);
  for (const window of [77, 78]) {
    server.appear(window);
    await until('the tray', () => told.at(-1) === true);
    server.end();
    await until('its end', () => told.at(-1) === false);
  }
  expect(told).toEqual([true, false, true, false]);
});

test('a tray that replaces another one is followed as well', async () => {
  const { server, told } = await followed({ owner: 77 });
  await until('the tray', () => told.length > 0);
  server.appear(78);
  await until('the watch', () => server.watched.has(78));
  server.end();
  await until('its end', () => told.at(-1) === false);
  expect(told).toEqual([true, false]);
});

test('an owner that ends before its end is watched is not taken for a tray', async () => {
  const answered = { owners: [77, 0] };
  const { server, told } = await followed({
    answer: (code, sequence) => packet(1, sequence, { 8: code === 23 ? (answered.owners.shift() ?? 0) : 9 }),
  });
  await until('the second look', () => server.looks === 2);
  await passed(30);
  expect(told).toEqual([]);
});

test('another screen has a root window of its own', async () => {
  const { server, told } = await followed({ owner: 77, screen: '.1' });
  await until('the tray', () => told.length > 0);
  expect([...server.watched]).toEqual([0x50e, 77]);
});

test('other windows’ ends, other messages and many announcements ask little', async () => {
  const { server, told } = await followed({ owner: 77 });
  await until('the tray', () => told.length > 0);
  const { looks } = server;
  for (let n = 0; n < 50; n += 1) {
    server.send(packet(17, 5, { 8: 99 }));
    server.send(packet(33, 5, { 8: 5, 16: 300 }));
    server.send(packet(34, 5));
  }
  await passed(40);
  expect(server.looks).toBe(looks);
  for (let n = 0; n < 50; n += 1) server.appear(77);
  await passed(100);
  expect(server.looks - looks).toBeLessThan(5);
  expect(told).toEqual([true]);
});

test('after the server’s end the icon’s place stays as it was, and is followed again', async () => {
  const { server, told } = await followed({ owner: 77 });
  await until('the tray', () => told.length > 0);
  server.drop();
  await until('the next connection', () => server.connections === 2 && server.watched.has(77));
  await passed(30);
  expect(told).toEqual([true]);
  server.end();
  await until('the end', () => told.at(-1) === false);
});

test.each<[string, XServerOptions]>([
  ['refuses', { greeting: Buffer.from([0, 4, 11, 0, 0, 0, 1, 0, 78, 111, 46, 46]) }],
  ['asks for more about the user', { greeting: Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]) }],
  ['greets without an end', { greeting: greeting().subarray(0, 60) }],
  ['greets with a contradiction', { greeting: Buffer.concat([greeting().subarray(0, 28), Buffer.alloc(152, 255)]) }],
  ['speaks HTTP', { greeting: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') }],
  ['sends zeros', { greeting: Buffer.alloc(4096) }],
  ['answers without an end', { answer: (_code, sequence) => packet(1, sequence, { 4: 0x3fff_ffff }) }],
  ['answers half', { answer: (_code, sequence) => packet(1, sequence, { 4: 100 }) }],
  ['answers other requests', { answer: (_code, sequence) => packet(1, sequence + 40, { 8: 77 }) }],
  ['knows no names', { answer: (_code, sequence) => packet(0, sequence) }],
  ['never answers', { answer: () => Buffer.alloc(0) }],
  ['sends events alone', { answer: () => Buffer.concat(Array.from({ length: 500 }, () => packet(22, 1))) }],
  ['names another owner each time', { answer: (_code, sequence) => packet(1, sequence, { 8: sequence + 1000 }) }],
])('of a server that %s nothing is told, and it is asked again now and then', async (_what, options) => {
  const { server, told, stop } = await followed({ owner: 77, ...options }, impatient);
  await until('another connection', () => server.connections >= 2);
  stop();
  // One may be on its way.
  await passed(20);
  const { connections } = server;
  await passed(2 * (impatient.answer + impatient.retry));
  expect({ told, more: server.connections - connections }).toEqual({ told: [], more: 0 });
});

test('without a display, with one that is none and with one where nobody listens, nothing is told and nothing fails', async () => {
  for (const DISPLAY of [undefined, '', 'nonsense', ':58999', '127.0.0.1:59000', 'nowhere.invalid:0'])
    ends.push(followXembedTray({ DISPLAY }, () => expect.unreachable(), impatient));
  await passed(120);
});

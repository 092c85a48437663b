import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callToBus, messagesIn } from '../../../electron/shell/bus-message.ts';
import { busPath, hearSignals } from '../../../electron/shell/bus-signals.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bus-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A message of this kind as a bus sends it, with a body that matters to nobody. */
function message(kind: number): Buffer {
  const bytes = Buffer.from(callToBus(7, 'Anything', 'said'));
  bytes.writeUInt8(kind, 1);
  return bytes;
}

/** A bus that answers each call with `reply`, and what is heard of it. */
async function bus({ greeting = 'OK 1234\r\n', reply = message(2) } = {}) {
  const got: string[] = [];
  let client: Socket | null = null;
  const server = createServer((socket) => {
    client = socket;
    let isAccepted = false;
    socket.on('data', (bytes: Buffer) => {
      const begin = bytes.indexOf('BEGIN\r\n');
      if (!isAccepted && begin < 0) {
        got.push(bytes.toString('latin1'));
        socket.write(greeting);
        return;
      }
      const calls = isAccepted ? bytes : bytes.subarray(begin + 7);
      isAccepted = true;
      for (const _call of messagesIn(calls).kinds) socket.write(reply);
    });
    socket.on('error', () => undefined);
  });
  const path = join(folder, 'bus');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const lab = { heard: 0, hear: () => void lab.heard++ };
  const signals = hearSignals(["type='signal'"], () => lab.hear(), {
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${path},guid=1`,
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
  await settle();
  return {
    ...{ got, signals, settle, lab },
    send: (bytes: Buffer) => client?.write(bytes),
    end: () => client?.destroy(),
    async close() {
      signals.close();
      client?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('signals are heard, whole or in pieces, and answers are none', async () => {
  const { got, signals, settle, lab, send, close } = await bus();
  expect(got).toEqual([`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.())).toString('hex')}\r\n`]);
  expect([signals.isHearing, lab.heard]).toEqual([true, 0]);
  send(Buffer.concat([message(4), message(4).subarray(0, 30)]));
  await settle();
  expect(lab.heard).toBe(1);
  send(message(4).subarray(30));
  await settle();
  expect(lab.heard).toBe(2);
  await close();
  expect(lab.heard).toBe(2);
});

test('a bus that goes away is heard once, so that it is looked again, and then nothing is', async () => {
  const { signals, settle, lab, end, close } = await bus();
  end();
  await settle();
  expect([signals.isHearing, lab.heard]).toEqual([false, 1]);
  await close();
});

test.each([
  ['refuses this user', { greeting: 'REJECTED EXTERNAL\r\n' }],
  ['refuses the rule', { reply: message(3) }],
  ['says what is no message', { reply: Buffer.alloc(64, 0xff) }],
  ['says no end of a line', { greeting: 'x'.repeat(2000) }],
])('a bus that %s tells nothing', async (_what, behaves) => {
  const { signals, lab, close } = await bus(behaves);
  expect([signals.isHearing, lab.heard]).toEqual([false, 0]);
  await close();
});

test('without a bus nothing is heard', async () => {
  for (const env of [{}, { DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/none` }]) {
    const signals = hearSignals([], () => expect.unreachable(), env);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(signals.isHearing).toBe(false);
    signals.close();
  }
});

test.each([
  ['unix:path=/run/user/1000/bus,guid=ab', '/run/user/1000/bus'],
  ['unix:guid=ab,path=/run/user/1000/bus', '/run/user/1000/bus'],
  ['tcp:host=x,port=1;unix:abstract=/tmp/dbus-x', '\0/tmp/dbus-x'],
  ['unix:path=/tmp/a%20b', '/tmp/a b'],
  ['autolaunch:', null],
])('the bus at %s', (DBUS_SESSION_BUS_ADDRESS, path) => {
  expect(busPath({ DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR: '/run/user/7' })).toBe(path);
});

test('a session without the variable has its bus at the usual place', () => {
  expect(busPath({ XDG_RUNTIME_DIR: '/run/user/7' })).toBe('/run/user/7/bus');
  expect(busPath({})).toBeNull();
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cookieFor, cookieIn, displayOf, type X11Display } from '../../../electron/shell/x11-display.ts';

/** A display that there is. */
function display(name: string): X11Display {
  const found = displayOf(name);
  if (found === null) throw new Error(`${name} names no display`);
  return found;
}

const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value, 'latin1')]);
/** An entry of an authority file. */
const entry = (family: number, address: string, number: string, secret: string, name = 'MIT-MAGIC-COOKIE-1'): Buffer =>
  Buffer.concat([Buffer.from([family >> 8, family & 255]), ...[address, number, name, secret].map(text)]);
const secretIn = (bytes: Buffer, name: string): string | undefined =>
  cookieIn(bytes, display(name), 'here')?.data.toString('latin1');

test('a display of this computer is a socket by its number, by path and by name', () => {
  const places = [{ path: '/tmp/.X11-unix/X10' }, { path: '\0/tmp/.X11-unix/X10' }];
  expect(displayOf(':10')).toEqual({ places, isLocal: true, number: 10, screen: 0 });
  expect(displayOf('unix:10.2')).toEqual({ places, isLocal: true, number: 10, screen: 2 });
});

test('a display behind ssh, or of another computer, is a port', () => {
  expect(displayOf('localhost:10.0')).toMatchObject({ places: [{ host: 'localhost', port: 6010 }], isLocal: false });
  expect(displayOf('[::1]:0')).toMatchObject({ places: [{ host: '::1', port: 6000 }] });
  expect(displayOf('tcp/far.example.org:1')).toMatchObject({ places: [{ host: 'far.example.org', port: 6001 }] });
});

test.each([undefined, '', '0', ':', ':x', ':99999', ':0.x', '/tmp/launch/org.xquartz:0', ' :0', ':0\n', ':123456'])(
  'that is no display: %j',
  (name) => {
    expect(displayOf(name)).toBe(null);
  },
);

test('the cookie is that of this computer and display', () => {
  const file = Buffer.concat([
    entry(256, 'here', '0', 'other display'),
    entry(256, 'elsewhere', '1', 'other computer'),
    entry(256, 'here', '1', 'other protocol', 'XDM-AUTHORIZATION-1'),
    entry(256, 'here', '1', 'this'),
    entry(65_535, '', '', 'any'),
  ]);
  expect(secretIn(file, ':1')).toBe('this');
  expect(secretIn(file, ':2')).toBe('any');
});

test('a computer that was renamed since its login has its cookie under its former name', () => {
  expect(secretIn(entry(256, 'before', '1', 'former'), ':1')).toBe('former');
});

test('another computer’s display has a cookie of its address, one behind ssh that of this computer', () => {
  const file = Buffer.concat([entry(256, 'here', '0', 'own'), entry(0, '\x0a\x00\x00\x02', '0', 'of the other')]);
  expect(secretIn(file, 'other:0')).toBe('of the other');
  expect(secretIn(entry(256, 'here', '10', 'by ssh'), 'localhost:10')).toBe('by ssh');
});

test('of a file that is cut off, whole entries count; what is no such file has no cookie', () => {
  const file = Buffer.concat([entry(256, 'here', '1', 'whole'), entry(256, 'here', '1', 'half').subarray(0, 20)]);
  expect(secretIn(file, ':1')).toBe('whole');
  expect(secretIn(Buffer.from([1, 0, 255, 255, 65]), ':1')).toBe(undefined);
  expect(secretIn(Buffer.alloc(5000, 255), ':1')).toBe(undefined);
  expect(secretIn(Buffer.alloc(0), ':1')).toBe(undefined);
});

test('no file, a folder and a device in its place are no cookie, and nothing to wait for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  writeFileSync(join(folder, '.Xauthority'), entry(65_535, '', '1', 'of the home'));
  const secret = async (env: NodeJS.ProcessEnv) => (await cookieFor(display(':1'), env)).data.toString('latin1');
  expect(await secret({ HOME: folder })).toBe('of the home');
  expect(await secret({ HOME: folder, XAUTHORITY: '/dev/zero' })).toBe('');
  expect(await secret({ HOME: folder, XAUTHORITY: folder })).toBe('');
  expect(await secret({ HOME: '/nonexistent' })).toBe('');
  expect(await secret({})).toBe('');
  rmSync(folder, { recursive: true });
});

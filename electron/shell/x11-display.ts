import { readFile, stat } from 'node:fs/promises';
import type { NetConnectOpts } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { unbracketed } from '../shared/unbracketed.ts';

/** An X server, as `DISPLAY` names it. */
export interface X11Display {
  /** Where it may listen, the likeliest first. */
  readonly places: readonly NetConnectOpts[];
  /** An X server of another computer, or one behind ssh, is reached over TCP. */
  readonly isLocal: boolean;
  readonly number: number;
  readonly screen: number;
}

/** What lets this user in: the name of a protocol and its secret; both empty if none is known. */
export interface X11Cookie {
  readonly name: string;
  readonly data: Buffer;
}

/** The port of display 0. */
const FIRST_PORT = 6000;
const MAX_NUMBER = 65_535 - FIRST_PORT;
/** Largest file of cookies that is read, bytes. */
const MAX_FILE = 1024 * 1024;
const COOKIE = 'MIT-MAGIC-COOKIE-1';
/** How an entry says whose cookie it is: that of the computer that it names, or of any. */
const LOCAL = 256;
const ANY = 65_535;

/** Null: that names no X server on Linux. */
export function displayOf(name: string | undefined): X11Display | null {
  const [, host, digits, screen = '0'] = /^(?:tcp\/)?([^/\s]*):(\d{1,5})(?:\.(\d{1,3}))?$/.exec(name ?? '') ?? [];
  const number = Number(digits);
  if (host === undefined || !(number <= MAX_NUMBER)) return null;
  const common = { number, screen: Number(screen) };
  if (host !== '' && host !== 'unix')
    return {
      ...common,
      places: [{ host: unbracketed(host), port: FIRST_PORT + number }],
      isLocal: false,
    };
  const path = `/tmp/.X11-unix/X${number}`;
  return { ...common, places: [{ path }, { path: `\0${path}` }], isLocal: true };
}

/** The cookie for a display, from `XAUTHORITY` or `~/.Xauthority`. An X server may also let this user in without one. */
export async function cookieFor(display: X11Display, { XAUTHORITY, HOME }: NodeJS.ProcessEnv): Promise<X11Cookie> {
  const path = XAUTHORITY || (HOME ? join(HOME, '.Xauthority') : '');
  const bytes = path === '' ? Buffer.alloc(0) : await readSmall(path);
  return cookieIn(bytes, display, hostname()) ?? { name: '', data: Buffer.alloc(0) };
}

/** Only a file is read: a pipe would never end. What cannot be read counts as empty. */
async function readSmall(path: string): Promise<Buffer> {
  try {
    const about = await stat(path);
    return about.isFile() && about.size <= MAX_FILE ? await readFile(path) : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}

/** The best cookie for a display in an authority file (libXau, `Xauth.h`): that of this computer's name, then any other. */
export function cookieIn(bytes: Buffer, display: X11Display, computer: string): X11Cookie | null {
  const fit = entriesIn(bytes).filter(
    ({ number, name }) => name === COOKIE && (number === '' || number === String(display.number)),
  );
  const own = fit.find(({ family, address }) => family === LOCAL && address === computer);
  const other = fit.find(({ family }) => family !== LOCAL && family !== ANY);
  // A computer that was renamed since its login has no cookie of its present name.
  const any = fit.find(({ family }) => family === ANY) ?? fit[0];
  return (display.isLocal ? own : other) ?? own ?? any ?? null;
}

interface Entry extends X11Cookie {
  readonly family: number;
  readonly address: string;
  readonly number: string;
}

/** Entries up to the first one that is cut off. */
function entriesIn(bytes: Buffer): readonly Entry[] {
  const found: Entry[] = [];
  let at = 0;
  const field = (): Buffer | null => {
    if (at + 2 > bytes.length) return null;
    const end = at + 2 + bytes.readUInt16BE(at);
    const value = bytes.subarray(at + 2, end);
    at = end;
    return end <= bytes.length ? value : null;
  };
  while (at + 2 <= bytes.length) {
    const family = bytes.readUInt16BE(at);
    at += 2;
    const [address, number, name, data] = [field(), field(), field(), field()];
    if (address === null || number === null || name === null || data === null) break;
    found.push({
      family,
      address: address.toString('latin1'),
      number: number.toString('latin1'),
      name: name.toString('latin1'),
      data,
    });
  }
  return found;
}

import type { X11Cookie } from './x11-display.ts';

/** The few parts of X11's wire protocol that it takes to follow a selection ("X Window System Protocol", appendix B). */

/** What an X server sends once a client is let in. */
export type X11Packet =
  | { readonly kind: 'reply'; readonly sequence: number; readonly value: number }
  | { readonly kind: 'error'; readonly sequence: number }
  | { readonly kind: 'destroyed'; readonly window: number }
  | { readonly kind: 'message'; readonly type: number; readonly values: readonly number[] }
  | { readonly kind: 'other' };

/** Opens a connection. Numbers are sent with their lowest byte first. */
export function hello({ name, data }: X11Cookie): Buffer {
  const head = Buffer.alloc(12);
  head.write('l');
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(name.length, 6);
  head.writeUInt16LE(data.length, 8);
  return Buffer.concat([head, padded(Buffer.from(name, 'latin1')), padded(data)]);
}

/** Asks for the number of a name. */
export function internAtom(name: string): Buffer {
  const bytes = request(16, 8 + roundedUp(name.length));
  bytes.writeUInt16LE(name.length, 4);
  bytes.write(name, 8, 'latin1');
  return bytes;
}

export function selectionOwner(selection: number): Buffer {
  const bytes = request(23, 8);
  bytes.writeUInt32LE(selection, 4);
  return bytes;
}

/** Asks to be told of messages to a window, and of its end. On the root window these are few. */
export function watchWindow(window: number): Buffer {
  const [EVENT_MASK, STRUCTURE_NOTIFY] = [1 << 11, 1 << 17];
  const bytes = request(2, 16);
  [window, EVENT_MASK, STRUCTURE_NOTIFY].forEach((value, at) => void bytes.writeUInt32LE(value, 4 + 4 * at));
  return bytes;
}

/** Longest packet that is read, bytes; those asked for here have 32. */
const MAX_PACKET = 64 * 1024;
const PACKET = 32;

/** The whole packets in some bytes, and what follows them. Throws on what is no answer to anything asked here. */
export function packetsIn(bytes: Buffer): { readonly packets: readonly X11Packet[]; readonly rest: Buffer } {
  const packets: X11Packet[] = [];
  let at = 0;
  while (bytes.length - at >= PACKET) {
    const code = bytes.readUInt8(at) & 0x7f;
    // Replies, and the events of extensions, say how much follows.
    const length = PACKET + (code === 1 || code === 35 ? 4 * bytes.readUInt32LE(at + 4) : 0);
    if (length > MAX_PACKET) throw new Error('A packet of the X server is too long.');
    if (bytes.length - at < length) break;
    packets.push(packet(code, bytes.subarray(at, at + PACKET)));
    at += length;
  }
  return { packets, rest: bytes.subarray(at) };
}

function packet(code: number, bytes: Buffer): X11Packet {
  const number = (at: number): number => bytes.readUInt32LE(at);
  const sequence = bytes.readUInt16LE(2);
  if (code === 0) return { kind: 'error', sequence };
  if (code === 1) return { kind: 'reply', sequence, value: number(8) };
  if (code === 17) return { kind: 'destroyed', window: number(8) };
  if (code === 33) return { kind: 'message', type: number(8), values: [number(12), number(16), number(20)] };
  return { kind: 'other' };
}

/** The root windows of an X server's screens, and what follows its greeting; null: it is not complete yet. Throws if it refuses. */
export function greetingIn(bytes: Buffer): { readonly roots: readonly number[]; readonly rest: Buffer } | null {
  if (bytes.length < 8) return null;
  if (bytes.readUInt8(0) !== 1) throw new Error('The X server refuses this user.');
  const end = 8 + 4 * bytes.readUInt16LE(6);
  if (bytes.length < end) return null;
  return { roots: rootsIn(bytes.subarray(0, end)), rest: bytes.subarray(end) };
}

/** Reading past the end of a greeting that contradicts itself throws. */
function rootsIn(bytes: Buffer): readonly number[] {
  const [vendor, screens, formats] = [bytes.readUInt16LE(24), bytes.readUInt8(28), bytes.readUInt8(29)];
  let at = 40 + roundedUp(vendor) + 8 * formats;
  return Array.from({ length: screens }, () => {
    const [root, depths] = [bytes.readUInt32LE(at), bytes.readUInt8(at + 39)];
    at += 40;
    // Each depth lists its visuals.
    for (let depth = 0; depth < depths; depth += 1) at += 8 + 24 * bytes.readUInt16LE(at + 2);
    return root;
  });
}

function request(code: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt8(code);
  bytes.writeUInt16LE(length / 4, 2);
  return bytes;
}

const roundedUp = (length: number): number => Math.ceil(length / 4) * 4;
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(roundedUp(bytes.length) - bytes.length)]);

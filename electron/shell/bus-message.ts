/** The few parts of D-Bus' wire protocol that it takes to hear signals (D-Bus specification, "Message Protocol"). */

const BUS = 'org.freedesktop.DBus';
const METHOD_CALL = 1;
/** Kinds of messages from the bus. */
export const METHOD_RETURN = 2;
export const SIGNAL = 4;
/** Bytes before the fields of a header. */
const FIXED = 16;
/** Longest message that is read, bytes. */
const MAX_MESSAGE = 1024 * 1024;

/** A call of a method of the bus itself, with a text as its argument, or none. */
export function callToBus(serial: number, member: string, argument?: string): Buffer {
  const body = argument === undefined ? Buffer.alloc(0) : text(argument);
  const fields = [
    field(1, 'o', text('/org/freedesktop/DBus')),
    field(2, 's', text(BUS)),
    field(3, 's', text(member)),
    field(6, 's', text(BUS)),
    ...(argument === undefined ? [] : [field(8, 'g', signature('s'))]),
  ];
  // Each field begins at a multiple of 8; what follows the last one does as well, and does not count as theirs.
  const inFields = Buffer.concat(fields.map((it, at) => (at < fields.length - 1 ? padded(it) : it)));
  const head = Buffer.alloc(FIXED);
  head.write('l');
  head.writeUInt8(METHOD_CALL, 1);
  head.writeUInt8(1, 3);
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(serial, 8);
  head.writeUInt32LE(inFields.length, 12);
  return Buffer.concat([head, padded(inFields), body]);
}

/** The kinds of the whole messages in some bytes, and what follows them. Throws on what is no message. */
export function messagesIn(bytes: Buffer): { readonly kinds: readonly number[]; readonly rest: Buffer } {
  const kinds: number[] = [];
  let at = 0;
  while (bytes.length - at >= FIXED) {
    const number = (offset: number): number =>
      bytes[at] === 0x6c ? bytes.readUInt32LE(at + offset) : bytes.readUInt32BE(at + offset);
    const length = FIXED + roundedUp(number(12)) + number(4);
    if (length > MAX_MESSAGE) throw new Error('A message on the session bus is too long.');
    if (bytes.length - at < length) break;
    kinds.push(bytes.readUInt8(at + 1));
    at += length;
  }
  return { kinds, rest: bytes.subarray(at) };
}

const roundedUp = (length: number): number => Math.ceil(length / 8) * 8;
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(roundedUp(bytes.length) - bytes.length)]);

/** A string, or an object path. */
function text(value: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(`${value}\0`)]);
}

const signature = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(`${value}\0`)]);

/** A code with a variant: four bytes with its signature, at which a text is aligned. */
const field = (code: number, kind: 'o' | 's' | 'g', value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([code]), signature(kind), value]);

import { createServer, type Socket } from 'node:net';

/** Sizes and places by the X Window System Protocol, appendix B. */
const ROOT = 0x50d;
const [MANAGER, SELECTION] = [301, 300];

/** An X server's greeting: two screens, the first with a depth of two visuals. */
export function greeting(): Buffer {
  const vendor = Buffer.from('The double  ');
  const head = Buffer.alloc(40);
  head.writeUInt8(1);
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(10, 24);
  head.writeUInt8(2, 28);
  head.writeUInt8(1, 29);
  const screen = (root: number, visuals: number): Buffer => {
    const bytes = Buffer.alloc(40 + 8 + 24 * visuals);
    bytes.writeUInt32LE(root);
    bytes.writeUInt8(1, 39);
    bytes.writeUInt16LE(visuals, 42);
    return bytes;
  };
  const all = Buffer.concat([head, vendor, Buffer.alloc(8), screen(ROOT, 2), screen(ROOT + 1, 0)]);
  all.writeUInt16LE((all.length - 8) / 4, 6);
  return all;
}

/** A packet of 32 bytes: its code, and numbers at their places. */
export function packet(code: number, sequence: number, values: Readonly<Record<number, number>> = {}): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt8(code);
  bytes.writeUInt16LE(sequence & 0xffff, 2);
  for (const [at, value] of Object.entries(values)) bytes.writeUInt32LE(value, Number(at));
  return bytes;
}

function atom(request: Buffer): number {
  const name = request.toString('latin1', 8, 8 + request.readUInt16LE(4));
  return name === 'MANAGER' ? MANAGER : name.startsWith('_NET_SYSTEM_TRAY_S') ? SELECTION : 0;
}

export interface XServerOptions {
  readonly greeting?: Buffer;
  /** What each request is answered with, in place of a server's answer. */
  readonly answer?: (code: number, sequence: number) => Buffer;
}

/** The tray's part of an X server, on a TCP port as over ssh. */
export async function xServer(options: XServerOptions = {}) {
  const clients = new Set<Socket>();
  const double = { owner: 0, connections: 0, looks: 0, watched: new Set<number>() };
  let sequence = 0;
  const answer = (request: Buffer): Buffer => {
    const code = request.readUInt8(0);
    sequence += 1;
    if (code === 2) return watched(request.readUInt32LE(4));
    if (code === 23) double.looks += 1;
    if (options.answer !== undefined) return options.answer(code, sequence);
    return packet(1, sequence, { 8: code === 23 ? double.owner : atom(request) });
  };
  /** A window that has ended is an error. */
  const watched = (window: number): Buffer => {
    double.watched.add(window);
    return [ROOT, ROOT + 1, double.owner].includes(window) ? Buffer.alloc(0) : packet(0, sequence);
  };
  const server = createServer((socket) => {
    clients.add(socket);
    double.connections += 1;
    sequence = 0;
    let isOpen = false;
    let rest = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      if (!isOpen) {
        isOpen = true;
        rest = Buffer.alloc(0);
        socket.write(options.greeting ?? greeting());
        return;
      }
      while (rest.length >= 4 && rest.length >= 4 * rest.readUInt16LE(2)) {
        const length = 4 * rest.readUInt16LE(2);
        socket.write(answer(rest.subarray(0, length)));
        rest = rest.subarray(length);
      }
    });
    socket.on('error', () => undefined).on('close', () => clients.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(double, {
    /** What DISPLAY says. */
    display: `127.0.0.1:${port - 6000}`,
    send: (bytes: Buffer) => clients.forEach((client) => void client.write(bytes)),
    /** Somebody becomes the tray, and says so. */
    appear(window: number) {
      double.owner = window;
      this.send(packet(33 | 0x80, sequence, { 4: ROOT, 8: MANAGER, 12: 1, 16: SELECTION, 20: window }));
    },
    /** The tray's window ends. */
    end() {
      const gone = double.owner;
      double.owner = 0;
      this.send(packet(17, sequence, { 4: gone, 8: gone }));
    },
    drop: () => clients.forEach((client) => void client.destroy()),
    async close() {
      this.drop();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

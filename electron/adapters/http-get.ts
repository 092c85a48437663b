import { connect as connectSocket, type Socket } from 'node:net';

/** What a server said. */
export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Opens the connection that a request goes over. */
export type Dial = () => Socket | Promise<Socket>;

export const overSocket =
  (path: string): Dial =>
  () =>
    connectSocket({ path });
export const overTcp =
  (host: string, port: number): Dial =>
  () =>
    connectSocket({ host, port });

/**
 * One GET by HTTP/1.0, so that the body is all that comes until the server closes. For looking, of which a command line
 * does a handful in its whole life: Node's own HTTP takes 15 ms to load, and its fetch 30. Throws what the socket
 * throws, with its `code`; an answer that is cut off is an ECONNRESET.
 */
export async function get(
  dial: Dial,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const socket = await dial();
  const stop = (): void => void socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    const lines = [`GET ${path} HTTP/1.0`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const chunks: Buffer[] = [];
    await new Promise<void>((resolve, reject) => {
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.once('error', reject).once('close', () => resolve());
    });
    return parsed(Buffer.concat(chunks));
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

const HEAD_END = '\r\n\r\n';

function parsed(bytes: Buffer): Answer {
  const end = bytes.indexOf(HEAD_END);
  const [first = '', ...lines] = bytes.toString('latin1', 0, Math.max(end, 0)).split('\r\n');
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(first)?.[1] ?? 0);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const body = bytes.subarray(end + HEAD_END.length);
  const length = headers.get('content-length');
  if (end < 0 || status === 0 || (length !== undefined && body.length < Number(length)))
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  return { status, headers, body: body.toString('utf8') };
}

import { connect as connectSocket, type NetConnectOpts, type Socket } from 'node:net';
import { Collected } from '../http/collected.ts';
import {
  type Answer,
  cutOff,
  type HttpGet,
  MAX_BODY,
  MAX_HEAD,
  type Server,
  type TlsFiles,
  tooLong,
} from '../http/http-get.ts';

/**
 * HttpGet for `status` only, which prompts and scripts run often: Node's HTTP takes 15 ms to load and its fetch 30.
 * HTTP/1.0, so that the body ends when the server closes the connection. Everything else uses `http/node-get.ts`.
 */
export const quickGet: HttpGet = async (server, path, headers, signal, maxBody = MAX_BODY) => {
  signal.throwIfAborted();
  // Without a wait in between, since an error may come at once.
  const socket = isSecure(server) ? await secured(server) : connectSocket(plain(server));
  const stop = (): void => void socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    const lines = [`GET ${path} HTTP/1.0`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    return await received(socket, maxBody);
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
};

/** A response as its parts arrive. Throws `tooLong` beyond a bound, ECONNRESET for what is not HTTP or was cut off. */
class Incoming {
  readonly #maxBody: number;
  readonly #body = new Collected();
  #start: Buffer = Buffer.alloc(0);
  #head: Head | null = null;

  constructor(maxBody: number) {
    this.#maxBody = maxBody;
  }

  /** Returns the answer if no more is wanted; null: more is. */
  take(chunk: Buffer): Answer | null {
    if (this.#head !== null) this.#body.add(chunk);
    else this.#takeHead(chunk);
    if (this.#head === null) return null;
    if (this.#maxBody === 0) return { ...this.#head, body: '' };
    if (this.#body.length > this.#maxBody) throw tooLong('body', this.#maxBody);
    return null;
  }

  /** The answer, once the server has closed the connection. */
  end(): Answer {
    if (this.#head === null) throw cutOff();
    return { ...this.#head, body: bodyOf(this.#head, this.#body.taken()) };
  }

  #takeHead(chunk: Buffer): void {
    this.#start = Buffer.concat([this.#start, chunk]);
    const end = this.#start.indexOf(HEAD_END);
    if ((end < 0 ? this.#start.length : end) > MAX_HEAD) throw tooLong('head', MAX_HEAD);
    if (end < 0) return;
    this.#head = headOf(this.#start.toString('latin1', 0, end));
    this.#body.add(this.#start.subarray(end + HEAD_END.length));
  }
}

/** Reads a response to its end, or to a bound. By events, since Node's iterators of streams take 2 ms to begin. */
function received(socket: Socket, maxBody: number): Promise<Answer> {
  const incoming = new Incoming(maxBody);
  return new Promise((resolve, reject) => {
    const answer = (take: () => Answer | null): void => {
      try {
        const taken = take();
        if (taken !== null) resolve(taken);
      } catch (thrown) {
        reject(thrown);
        socket.destroy();
      }
    };
    socket.on('data', (chunk: Buffer) => answer(() => incoming.take(chunk)));
    socket.on('end', () => answer(() => incoming.end()));
    socket.on('error', reject);
    // It was destroyed without an error.
    socket.on('close', () => reject(cutOff()));
  });
}

type Secure = Extract<Server, { readonly host: string }> & { readonly tls: TlsFiles };
const isSecure = (server: Server): server is Secure => !('socket' in server) && server.tls !== null;
const secured = async ({ host, port, tls }: Secure): Promise<Socket> =>
  (await import('node:tls')).connect({ host, port, ...tls });
const plain = (server: Exclude<Server, Secure>): NetConnectOpts =>
  'socket' in server ? { path: server.socket } : { host: server.host, port: server.port };

const HEAD_END = '\r\n\r\n';
type Head = Pick<Answer, 'status' | 'headers'>;

const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})(?: |$)/;
/** RFC 9110: a token, and a value without control characters. */
const HEADER = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t -~\x80-\xff]*)$/;

/** Throws ECONNRESET for anything but HTTP/1. */
function headOf(text: string): Head {
  const [first = '', ...lines] = text.split('\r\n');
  const status = Number(STATUS_LINE.exec(first)?.[1] ?? 0);
  if (status < 100) throw cutOff();
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined) throw cutOff();
    const key = name.toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value.trim() : `${before}, ${value.trim()}`);
  }
  // A server answers HTTP/1.0 in one piece.
  if (headers.has('transfer-encoding') || !/^\d{1,12}$/.test(headers.get('content-length') ?? '0')) throw cutOff();
  return { status, headers };
}

function bodyOf({ headers }: Head, bytes: Buffer): string {
  const length = Number(headers.get('content-length') ?? bytes.length);
  if (bytes.length < length) throw cutOff();
  return bytes.toString('utf8', 0, length);
}

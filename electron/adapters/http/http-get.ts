/** What a server said. */
export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** What a connection over TLS is made with. */
export interface TlsFiles {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** A server behind a Unix socket, or at a host and port. */
export type Server =
  | { readonly socket: string }
  | { readonly host: string; readonly port: number; readonly tls: TlsFiles | null };

/**
 * One GET on a connection of its own. Throws what the socket throws, with its `code`; an answer that is cut off, or is
 * no HTTP, is an ECONNRESET. Nothing is followed.
 */
export type HttpGet = (
  server: Server,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Answer>;

/** The error of an answer that is not whole. */
export const cutOff = (cause?: unknown): Error =>
  Object.assign(new Error('socket hang up', { cause }), { code: 'ECONNRESET' });

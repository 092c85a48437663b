/** An HTTP response. */
export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Certificates and key of a TLS connection: how the server proves who it is (`ca`; by default as the system trusts), and the client. */
export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** Any certificate will do. */
  readonly unverified?: boolean;
}

/** A server behind a Unix socket, or at a host and port. */
export type Server =
  | { readonly socket: string }
  | { readonly host: string; readonly port: number; readonly tls: TlsFiles | null };

/**
 * Sends one GET, or another request without a body, on its own connection. Throws the socket's error with its `code`; ECONNRESET for a truncated response, or
 * one that is not HTTP; `tooLong` beyond a bound. Follows no redirects. `maxBody`: bytes; 0: the body is not read.
 */
export type HttpGet = (
  server: Server,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  maxBody?: number,
  method?: 'GET' | 'POST',
) => Promise<Answer>;

/** Bytes of status line and headers; Jenkins' are below 4 KiB. */
export const MAX_HEAD = 64 * 1024;
/** Bytes of a body: pages and lists of Jenkins. */
export const MAX_BODY = 4 * 1024 * 1024;

/** The error for a response beyond a bound: a server that never ends must cost nothing. */
export const tooLong = (what: string, bytes: number): Error =>
  Object.assign(new Error(`the ${what} of the response has more than ${bytes} bytes`), { code: 'ETOOLONG' });

/** The error for a truncated response. */
export const cutOff = (cause?: unknown): Error =>
  Object.assign(new Error('socket hang up', { cause }), { code: 'ECONNRESET' });

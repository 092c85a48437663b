import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gateway } from './gateway.ts';

/** A request that the proxy let through. */
interface Proxied {
  /** The client's name, without its version: `curl`, `Debian APT-HTTP`, `Java`. */
  readonly client: string;
  /** The host and, for a tunnel, the port. */
  readonly target: string;
}

/** An HTTP proxy that wants a password, on the address at which containers reach this computer. */
export interface PasswordProxy {
  /** With the password in it. */
  readonly address: string;
  readonly password: string;
  /** Requests that had the password, each client and target once. */
  requests(): readonly Proxied[];
  close(): void;
}

const USER = 'ann';
/** With a character that an address must escape. */
const PASSWORD = 'ge:heim 1';
const EXPECTED = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;

/**
 * Starts a proxy that knows these hosts, and nothing else: names that only it can resolve have no other way. A tunnel to
 * another host is accepted and ends at once.
 */
export async function passwordProxy(
  hosts: Readonly<Record<string, { readonly host: string; readonly port: number }>>,
): Promise<PasswordProxy> {
  const seen = new Map<string, Proxied>();
  const isAllowed = ({ headers }: IncomingMessage): boolean => headers['proxy-authorization'] === EXPECTED;
  const note = ({ headers }: IncomingMessage, target: string): void => {
    const client = /^[^/]*/.exec(headers['user-agent'] ?? '')?.[0] ?? '';
    seen.set(`${client} ${target}`, { client, target });
  };
  const challenge = 'Basic realm="house"';
  const server = createServer((asked, answer) => {
    if (!isAllowed(asked)) return answer.writeHead(407, { 'proxy-authenticate': challenge }).end();
    const url = new URL(asked.url ?? '');
    note(asked, url.hostname);
    const to = hosts[url.hostname];
    if (to === undefined) return answer.writeHead(502).end();
    const { 'proxy-authorization': _, ...headers } = asked.headers;
    const options = { ...to, method: asked.method, path: url.pathname, headers: { ...headers, host: to.host } };
    const forward = request(options, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    });
    forward.on('error', () => answer.destroy());
    return asked.pipe(forward);
  });
  server.on('connect', (asked: IncomingMessage, client, head: Buffer) => {
    client.on('error', () => client.destroy());
    if (!isAllowed(asked))
      return client.end(
        `HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: ${challenge}\r\nContent-Length: 0\r\n\r\n`,
      );
    const target = asked.url ?? '';
    note(asked, target);
    const to = hosts[target.replace(/:\d+$/, '')];
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (to === undefined) return client.end();
    const through = connect(to.port, to.host, () => {
      through.write(head);
      client.pipe(through).pipe(client);
    });
    return through.on('error', () => client.destroy());
  });
  const host = gateway();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    address: `http://${USER}:${encodeURIComponent(PASSWORD)}@${host}:${port}`,
    password: PASSWORD,
    requests: () => [...seen.values()],
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

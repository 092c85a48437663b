import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request on its way to the registry. */
interface Behaviour {
  /** Answers so, in place of the registry. */
  refuse: { readonly status: number; readonly code: string; readonly message: string } | null;
  /** How many layers still break off in the middle. */
  breaksOff: number;
  /** Passes on at most this many bytes of a layer in a tenth of a second; 0: all. */
  bytesPerStep: number;
}

/** A door in front of a registry: what comes through it is counted, refused, slowed down or cut off. */
export interface RegistryDoor {
  /** `127.0.0.1:PORT`, which every engine uses without TLS. */
  readonly host: string;
  readonly behaviour: Behaviour;
  /** The Authorization headers that came, each once. */
  logins(): readonly string[];
  /** Requests for blobs, and answers that asked for a login. */
  blobs(): number;
  unauthorized(): number;
  close(): void;
}

const STEP_MS = 100;
/** Smaller ones are configurations. */
const SMALLEST_LAYER = 100_000;

/** Opens a door to the registry at `host`. */
export async function registryDoor(host: string): Promise<RegistryDoor> {
  const behaviour: Behaviour = { refuse: null, breaksOff: 0, bytesPerStep: 0 };
  const logins = new Set<string>();
  let blobs = 0;
  let unauthorized = 0;
  const pass = (from: IncomingMessage, to: ServerResponse): void => {
    to.writeHead(from.statusCode ?? 502, from.headers);
    const size = Number(from.headers['content-length'] ?? 0);
    if (size < SMALLEST_LAYER || (behaviour.breaksOff === 0 && behaviour.bytesPerStep === 0)) {
      from.pipe(to);
      return;
    }
    const breaks = behaviour.breaksOff > 0;
    if (breaks) behaviour.breaksOff -= 1;
    let passed = 0;
    from.on('data', (chunk: Buffer) => {
      passed += chunk.length;
      if (breaks && passed > size / 2) {
        from.destroy();
        to.destroy();
        return;
      }
      to.write(chunk);
      if (behaviour.bytesPerStep === 0) return;
      from.pause();
      setTimeout(() => from.resume(), (chunk.length / behaviour.bytesPerStep) * STEP_MS);
    });
    from.on('end', () => to.end());
  };
  const server = createServer((asked, answer) => {
    const { url = '/', method, headers } = asked;
    if (headers.authorization !== undefined) logins.add(headers.authorization);
    const { refuse } = behaviour;
    if (refuse !== null && url !== '/v2/') {
      answer.writeHead(refuse.status, { 'content-type': 'application/json' });
      answer.end(JSON.stringify({ errors: [{ code: refuse.code, message: refuse.message }] }));
      return;
    }
    const forward = request(`http://${host}${url}`, { method, headers }, (from) => {
      if (from.statusCode === 401) unauthorized += 1;
      if (method === 'GET' && url.includes('/blobs/')) blobs += 1;
      pass(from, answer);
    });
    forward.on('error', () => answer.destroy());
    asked.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  return {
    host: `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    behaviour,
    logins: () => [...logins],
    blobs: () => blobs,
    unauthorized: () => unauthorized,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

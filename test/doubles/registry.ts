import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** How a registry answers: with a password, refusing with a status, or breaking off within a layer. */
interface RegistryBehaviour {
  login: { readonly user: string; readonly password: string } | null;
  refuse: { readonly status: number; readonly code: string; readonly message: string } | null;
  breaksOff: boolean;
}

export interface Registry {
  /** `127.0.0.1:PORT`, which every engine uses without TLS. */
  readonly host: string;
  readonly behaviour: RegistryBehaviour;
  /** The Authorization headers that came, each once. */
  logins(): readonly string[];
  /** Pulls of layers so far. */
  layers(): number;
  close(): void;
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A registry (distribution's v2 API) in this process that has one image under every name and tag. */
export async function startRegistry(content: string): Promise<Registry> {
  const archive = pack();
  archive.entry({ name: 'from-registry' }, content);
  archive.finalize();
  const tar = await buffer(archive);
  const layer = gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
    }),
  );
  const TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = Buffer.from(
    JSON.stringify({
      ...{ schemaVersion: 2, mediaType: TYPE },
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: config.length,
        digest: digestOf(config),
      },
      layers: [
        { mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size: layer.length, digest: digestOf(layer) },
      ],
    }),
  );
  const behaviour: RegistryBehaviour = { login: null, refuse: null, breaksOff: false };
  const logins = new Set<string>();
  let layers = 0;
  const refuse = (response: ServerResponse, status: number, code: string, message: string): void => {
    response.setHeader('content-type', 'application/json');
    if (status === 401) response.setHeader('www-authenticate', 'Basic realm="test"');
    response.writeHead(status).end(JSON.stringify({ errors: [{ code, message }] }));
  };
  const answer = ({ url = '', headers, method }: IncomingMessage, response: ServerResponse): unknown => {
    if (headers.authorization !== undefined) logins.add(headers.authorization);
    const { login } = behaviour;
    const expected =
      login === null ? null : `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    if (expected !== null && headers.authorization !== expected)
      return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
    if (url === '/v2/') return response.end('{}');
    if (behaviour.refuse !== null)
      return refuse(response, behaviour.refuse.status, behaviour.refuse.code, behaviour.refuse.message);
    const send = (type: string, body: Buffer): unknown => {
      response.setHeader('content-type', type).setHeader('docker-content-digest', digestOf(body));
      response.setHeader('content-length', body.length);
      if (method === 'HEAD') return response.end();
      if (body !== layer) return response.end(body);
      layers += 1;
      if (!behaviour.breaksOff) return response.end(body);
      response.write(body.subarray(0, 20));
      return setTimeout(() => response.destroy(), 50);
    };
    if (/\/manifests\//.test(url)) return send(TYPE, manifest);
    const blob = [config, layer].find((bytes) => url.endsWith(digestOf(bytes)));
    return blob === undefined
      ? refuse(response, 404, 'NOT_FOUND', 'not found')
      : send('application/octet-stream', blob);
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    behaviour,
    logins: () => [...logins],
    layers: () => layers,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Manifest,
  manifestName,
  signatureName,
  type UpdateFile,
  type UpdateSource,
} from '../../electron/shared/update.ts';

/** A publisher's pair of keys. */
export interface Publisher {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it is built into packages. */
  readonly key: string;
}

export function publisher(): Publisher {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey, key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
}

/** What a manifest says of a file with this content. */
export const fileOf = (name: string, content: Uint8Array, kind: UpdateFile['kind'] = 'deb'): UpdateFile => ({
  kind,
  name,
  size: content.length,
  sha512: createHash('sha512').update(content).digest('base64'),
});

/** The two files of a feed, by their paths. */
export function signedFeed(manifest: Manifest | string, by: Publisher, arch = 'x64'): Record<string, string> {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  const signature = sign(null, Buffer.from(text), by.privateKey).toString('base64');
  return { [`/${manifestName(arch)}`]: text, [`/${signatureName(arch)}`]: `${signature}\n` };
}

export interface FeedServer {
  readonly feed: string;
  source(key: string): UpdateSource;
  /** What it answers, by path; a function answers by itself. */
  readonly files: Record<string, string | Uint8Array | RequestListener>;
  readonly asked: string[];
  close(): Promise<void>;
}

/** A server of this computer with a feed. */
export async function feedServer(port = 0): Promise<FeedServer> {
  const files: FeedServer['files'] = {};
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const file = files[request.url ?? ''];
    if (typeof file === 'function') return file(request, response);
    if (file === undefined) return response.writeHead(404).end();
    return response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const feed = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    feed,
    source: (key) => ({ feed, key }),
    files,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

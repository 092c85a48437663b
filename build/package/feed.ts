import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isFeedAddress } from '../../electron/adapters/updates/feed-server.ts';
import {
  type Manifest,
  manifestName,
  manifestSchema,
  type UpdateFile,
  type UpdateSource,
} from '../../electron/shared/update.ts';

/**
 * What updates of the packages that are made now come from: the feed's address is JENKINS_TRAY_UPDATE_FEED, the publisher's
 * public key JENKINS_TRAY_UPDATE_PUBLIC_KEY (Ed25519, PEM). Null without one of them: the packages then have no updates.
 * Throws if one of them cannot be used. The private key is for `sign.ts` alone, since all that makes a package would see it.
 */
export function feedOf(env: NodeJS.ProcessEnv): UpdateSource | null {
  const { JENKINS_TRAY_UPDATE_FEED: feed = '', JENKINS_TRAY_UPDATE_PUBLIC_KEY: pem = '' } = env;
  if (pem.includes('PRIVATE'))
    throw new Error('JENKINS_TRAY_UPDATE_PUBLIC_KEY is a private key. Give that to build/package/sign.ts alone.');
  if (feed === '' || pem === '') return null;
  if (!isFeedAddress(feed))
    throw new Error('JENKINS_TRAY_UPDATE_FEED must be the https address of a folder, with a slash at its end');
  return { feed, key: publicKey(pem).export({ format: 'der', type: 'spki' }).toString('base64') };
}

function publicKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('JENKINS_TRAY_UPDATE_PUBLIC_KEY must be an Ed25519 key');
  return key;
}

/** Writes the manifest of these packages to `folder`, to be signed; returns its path, null if no package can be updated. */
export function writeManifest({
  packages,
  version,
  arch,
  folder,
}: {
  readonly packages: readonly string[];
  readonly version: string;
  readonly arch: string;
  readonly folder: string;
}): string | null {
  const files = packages.flatMap((path) => fileOf(path) ?? []);
  if (files.length === 0) return null;
  const manifest: Manifest = { program: 'jenkins-tray', arch, version, files };
  const path = join(folder, manifestName(arch));
  // What the app would refuse is not published.
  writeFileSync(path, `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`);
  return path;
}

function fileOf(path: string): UpdateFile | null {
  const kind = (['deb', 'rpm', 'AppImage'] as const).find((it) => path.endsWith(`.${it}`));
  if (kind === undefined) return null;
  const content = readFileSync(path);
  const sha512 = createHash('sha512').update(content).digest('base64');
  return { kind, name: basename(path), size: content.length, sha512 };
}

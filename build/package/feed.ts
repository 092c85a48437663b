import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isFeedAddress } from '../../electron/adapters/updates/feed-server.ts';
import {
  type Manifest,
  manifestName,
  manifestSchema,
  signatureName,
  type UpdateFile,
  type UpdateSource,
} from '../../electron/shared/update.ts';

/** What updates of the packages that are made now come from, and are signed with. */
export interface Feed {
  readonly source: UpdateSource;
  readonly privateKey: KeyObject;
}

/**
 * The feed's address is JENKINS_TRAY_UPDATE_FEED, the publisher's private key JENKINS_TRAY_UPDATE_KEY (Ed25519, PEM). Null
 * without one of them: the packages then have no updates. Throws if one of them cannot be used.
 */
export function feedOf(env: NodeJS.ProcessEnv): Feed | null {
  const { JENKINS_TRAY_UPDATE_FEED: feed = '', JENKINS_TRAY_UPDATE_KEY: pem = '' } = env;
  if (feed === '' || pem === '') return null;
  if (!isFeedAddress(feed))
    throw new Error('JENKINS_TRAY_UPDATE_FEED must be the https address of a folder, with a slash at its end');
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('JENKINS_TRAY_UPDATE_KEY must be an Ed25519 key');
  const key = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
  return { source: { feed, key }, privateKey };
}

/** Writes the signed manifest of these packages to `folder`; returns its files, none if no package can be updated. */
export function writeFeed(
  { privateKey }: Feed,
  { packages, version, arch, folder }: { packages: readonly string[]; version: string; arch: string; folder: string },
): readonly string[] {
  const files = packages.flatMap((path) => fileOf(path) ?? []);
  if (files.length === 0) return [];
  const manifest: Manifest = { program: 'jenkins-tray', arch, version, files };
  // What the app would refuse is not published.
  const text = `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`;
  const written = [join(folder, manifestName(arch)), join(folder, signatureName(arch))] as const;
  writeFileSync(written[0], text);
  writeFileSync(written[1], `${sign(null, Buffer.from(text), privateKey).toString('base64')}\n`);
  return written;
}

function fileOf(path: string): UpdateFile | null {
  const kind = (['deb', 'rpm', 'AppImage'] as const).find((it) => path.endsWith(`.${it}`));
  if (kind === undefined) return null;
  const content = readFileSync(path);
  const sha512 = createHash('sha512').update(content).digest('base64');
  return { kind, name: basename(path), size: content.length, sha512 };
}

import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `node build/package/sign.ts KEY FOLDER…`: signs the lists of updates in these folders with the publisher's private key
 * (Ed25519, PEM; `/dev/stdin` for standard input). By itself and with Node's own modules only, so that no code of a
 * dependency, and nothing that makes a package, runs where the key is.
 */

/** As `manifestName` in electron/shared/update.ts, which needs a dependency. */
const MANIFEST = /^jenkins-tray-linux-\w+\.json$/;

/** Signs each list in a folder; returns the paths of the signatures. Throws if a file beside it is not the one it names. */
export function signFeed(privateKey: KeyObject, folder: string): readonly string[] {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('the private key must be an Ed25519 key');
  const lists = readdirSync(folder).filter((name) => MANIFEST.test(name));
  if (lists.length === 0) throw new Error(`${folder} has no list of updates: its packages were made without a feed`);
  return lists.map((name) => {
    const text = readFileSync(join(folder, name));
    const { files }: { files: readonly { name: string; sha512: string }[] } = JSON.parse(text.toString('utf8'));
    for (const file of files) requireSame(join(folder, file.name), file.sha512);
    const path = join(folder, `${name}.sig`);
    writeFileSync(path, `${sign(null, text, privateKey).toString('base64')}\n`);
    return path;
  });
}

function requireSame(path: string, sha512: string): void {
  if (createHash('sha512').update(readFileSync(path)).digest('base64') !== sha512)
    throw new Error(`${path} is not the file that the list of updates names`);
}

if (import.meta.main) {
  const [key, ...folders] = process.argv.slice(2);
  if (key === undefined || folders.length === 0) throw new Error('usage: node build/package/sign.ts KEY FOLDER…');
  const privateKey = createPrivateKey(readFileSync(key));
  for (const folder of folders) for (const path of signFeed(privateKey, folder)) console.log(path);
}

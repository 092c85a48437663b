import { createPublicKey, verify } from 'node:crypto';
import { FailureError } from '../../shared/failure.ts';
import { updateRefused, updateUnreachable } from '../../shared/failures/update.ts';
import { type Manifest, manifestName, manifestSchema, signatureName, type UpdateSource } from '../../shared/update.ts';
import type { HttpGet } from '../http/http-get.ts';
import { lateGet } from '../http/late-get.ts';
import { codeOf } from '../json-file.ts';
import { repeatedKey } from '../repeated-key.ts';
import { placeOf } from './feed-server.ts';

/** Bytes of a manifest, which has less than 2000, and of a signature. */
const MAX_MANIFEST = 64 * 1024;
const MAX_SIGNATURE = 1024;
const MAX_WAIT_MS = 30_000;

/**
 * Reads the feed's manifest, and parses it only after its signature was checked with the key that was built in. Throws
 * `update/unreachable`, or `update/refused` if it is not what the publisher signed.
 */
export async function readFeed(
  { feed, key }: UpdateSource,
  arch: string,
  signal: AbortSignal,
  get: HttpGet = lateGet,
): Promise<Manifest> {
  const read = (name: string, max: number): Promise<string> => fileOf({ feed, name, max, signal, get });
  const [text, signature] = await Promise.all([
    read(manifestName(arch), MAX_MANIFEST),
    read(signatureName(arch), MAX_SIGNATURE),
  ]);
  if (!isSigned(text, signature.trim(), key))
    throw refused(`The feed ${feed} is not signed by the publisher of this package.`);
  return parsed(text, feed);
}

interface Wanted {
  readonly feed: string;
  readonly name: string;
  /** Bytes. */
  readonly max: number;
  readonly signal: AbortSignal;
  readonly get: HttpGet;
}

/** A small file of the feed. */
async function fileOf({ feed, name, max, signal, get }: Wanted): Promise<string> {
  const { server, path } = placeOf(feed, name);
  const limited = AbortSignal.any([signal, AbortSignal.timeout(MAX_WAIT_MS)]);
  try {
    const { status, body } = await get(server, path, { accept: '*/*' }, limited, max);
    if (status === 200) return body;
    // A redirect leads to who knows whom.
    if (status >= 300 && status < 400) throw refused(`${feed} redirects ${name}, which is not followed.`);
    throw new Error(`The answer to ${name} has the status ${status}.`);
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof FailureError) throw thrown;
    if (codeOf(thrown) === 'ETOOLONG') throw refused(`${feed} sends more than a feed has for ${name}.`);
    throw new FailureError(updateUnreachable(feed, thrown instanceof Error ? thrown.message : String(thrown)), thrown);
  }
}

/** Whether this text was signed with the private half of an Ed25519 key. Whatever is odd about the signature: no. */
function isSigned(text: string, signature: string, key: string): boolean {
  if (!/^[A-Za-z0-9+/]{86}==$/.test(signature)) return false;
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    if (publicKey.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function parsed(text: string, feed: string): Manifest {
  try {
    const found = manifestSchema.safeParse(JSON.parse(text));
    if (found.success && repeatedKey(text) === null) return found.data;
  } catch {
    // As for one that is JSON, but no manifest.
  }
  throw refused(`What the feed ${feed} offers is signed, but this version cannot read it.`);
}

const refused = (why: string): FailureError => new FailureError(updateRefused(why));

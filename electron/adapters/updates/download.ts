import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { FailureError } from '../../shared/failure.ts';
import { updateRefused, updateUnreachable } from '../../shared/failures/update.ts';
import type { UpdateFile } from '../../shared/update.ts';
import { limitInterim } from '../http/bounds.ts';
import { endWith } from '../http/end-with.ts';
import { MAX_HEAD } from '../http/http-get.ts';
import { placeOf } from './feed-server.ts';

/** A server that sends nothing for so long is given up. */
const MAX_SILENCE_MS = 60_000;
/** A whole download, however slowly the server sends: until its end no other update is looked for. */
const MAX_WHOLE_MS = 2 * 3600_000;

type Expected = Pick<UpdateFile, 'name' | 'size' | 'sha512'>;

/**
 * Downloads a file of the feed to `to`, which only this user can read. It never keeps more than the signed manifest
 * announced, and removes what is not that very file. Throws `update/refused` or `update/unreachable`.
 */
export async function downloadUpdate(
  feed: string,
  file: Expected,
  to: string,
  signal: AbortSignal,
  maxMs = MAX_WHOLE_MS,
): Promise<void> {
  try {
    const response = await ask(feed, file, AbortSignal.any([signal, AbortSignal.timeout(maxMs)]));
    const hash = createHash('sha512');
    let received = 0;
    const out = await open(to, 'w', 0o600);
    try {
      for await (const chunk of response) {
        received += chunk.length;
        if (received > file.size)
          throw refused(`${file.name} is longer than the ${file.size} bytes that were announced.`);
        hash.update(chunk);
        await out.writeFile(chunk);
      }
      await out.sync();
    } finally {
      await out.close();
    }
    if (received < file.size) throw refused(`${file.name} ends after ${received} of ${file.size} bytes.`);
    if (hash.digest('base64') !== file.sha512) throw refused(`${file.name} is not the file that was signed.`);
  } catch (thrown) {
    await rm(to, { force: true });
    signal.throwIfAborted();
    if (thrown instanceof FailureError) throw thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new FailureError(updateUnreachable(feed, `${file.name}: ${message}`), thrown);
  }
}

/** The response that may be the file. */
async function ask(feed: string, { name, size }: Expected, signal: AbortSignal): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const { server, path } = placeOf(feed, name);
  if (!('host' in server)) throw new Error('a feed is at a host');
  const { host, port, tls } = server;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host, port, path, agent: false, maxHeaderSize: MAX_HEAD, headers: { accept: '*/*' } } as const;
    const request = (tls === null ? getPlain : getSecure)(options, resolve);
    endWith(signal, request);
    limitInterim(request);
    request.setTimeout(MAX_SILENCE_MS, () => request.destroy(new Error(`silent for ${MAX_SILENCE_MS / 1000} s`)));
    request.on('error', reject);
  });
  const why = whyNot(response, size);
  if (why === null) return response;
  response.on('error', () => undefined).destroy();
  throw why(name);
}

/** Why a response is not the file; null if it may be. */
function whyNot({ statusCode = 0, headers }: IncomingMessage, size: number): ((name: string) => Error) | null {
  const length = headers['content-length'];
  if (statusCode >= 300 && statusCode < 400) return (name) => refused(`${name} is redirected, which is not followed.`);
  if (statusCode !== 200) return () => new Error(`The answer has the status ${statusCode}.`);
  if (length === undefined || Number(length) === size) return null;
  return (name) => refused(`${name} has ${length} bytes, and ${size} were announced.`);
}

const refused = (why: string): FailureError => new FailureError(updateRefused(why));

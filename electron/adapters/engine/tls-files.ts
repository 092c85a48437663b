import { join } from 'node:path';
import { FailureError } from '../../shared/failure.ts';
import { certificatesUnusable } from '../../shared/failures/engine-context.ts';
import { boundedFile } from '../bounded-file.ts';
import type { TlsFiles } from '../http/http-get.ts';
import { codeOf } from '../json-file.ts';

/**
 * The TLS files in a folder, in docker's own names; null if it has none. A client certificate is optional: some engines
 * need none. `source`: what names the folder. Throws `engine/context-unknown` if they cannot be used.
 */
export function tlsFilesIn(folder: string, source: string): TlsFiles | null {
  const read = (name: string): Buffer | null => {
    try {
      return boundedFile(join(folder, name));
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT' || codeOf(thrown) === 'ENOTDIR') return null;
      throw new FailureError(certificatesUnusable(source, folder, String(thrown)), thrown);
    }
  };
  const [ca, cert, key] = [read('ca.pem'), read('cert.pem'), read('key.pem')];
  if ((cert === null) !== (key === null)) {
    const missing = cert === null ? 'cert.pem' : 'key.pem';
    throw new FailureError(certificatesUnusable(source, folder, `${missing} is missing.`));
  }
  if (ca === null && cert === null) return null;
  return { ...(ca === null ? {} : { ca }), ...(cert === null || key === null ? {} : { cert, key }) };
}

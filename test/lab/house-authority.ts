import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from './shell.ts';

/** A company's certificate authority. */
export interface Authority {
  /** Its certificate, in PEM form. */
  readonly certificate: string;
  /** Key and certificate of a server of this name, signed by it. */
  server(name: string): { readonly key: string; readonly cert: string };
}

/** Makes an authority of its own. */
export function houseAuthority(): Authority {
  const made = (args: (folder: string) => readonly string[], files: Readonly<Record<string, string>> = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-ca-'));
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      const out = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert'), '-days', '2'];
      must('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...out, ...args(folder)]);
      return { key: readFileSync(join(folder, 'key'), 'utf8'), cert: readFileSync(join(folder, 'cert'), 'utf8') };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const own = made(() => ['-subj', '/CN=House CA']);
  return {
    certificate: own.cert,
    server: (name) =>
      made(
        (folder) => [
          ...['-subj', `/CN=${name}`, '-CA', join(folder, 'ca'), '-CAkey', join(folder, 'ca-key')],
          ...['-addext', `subjectAltName=DNS:${name}`, '-addext', 'basicConstraints=critical,CA:FALSE'],
        ],
        { ca: own.cert, 'ca-key': own.key },
      ),
  };
}

import { execFile } from 'node:child_process';
import type { PackageKind } from '../../shared/update.ts';

/** How long a package manager's database may take, ms. */
const MAX_WAIT_MS = 10_000;
/** How each asks for the version of our package. */
const QUERIES = {
  deb: ['dpkg-query', '--show', `--showformat=\${db:Status-Status} \${Version}`, 'jenkins-tray'],
  rpm: ['rpm', '--query', '--queryformat=installed %{VERSION}', 'jenkins-tray'],
} as const satisfies Partial<Record<PackageKind, readonly string[]>>;

/**
 * The version that is installed, which another program may have changed since this one started; null where that is not
 * known, as of an AppImage, and for a version that we never published.
 */
export function installedVersion(kind: PackageKind, env: NodeJS.ProcessEnv): Promise<string | null> {
  if (kind === 'AppImage') return Promise.resolve(null);
  const [program, ...args] = QUERIES[kind];
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: MAX_WAIT_MS, maxBuffer: 4096 }, (error, stdout) => {
      const [, version] = /^installed (\d+\.\d+\.\d+)$/.exec(stdout) ?? [];
      resolve(error === null ? (version ?? null) : null);
    });
  });
}

import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the command line alone consists of, in the checkout and in the package. */
const PARTS = [
  'out/cli.js',
  'out/cli-main.js',
  'out/cli-status.js',
  'out/image-build-session.js',
  'out/secret-formats.js',
  'out/proto',
  'assets/docker',
  'LICENSE',
];
/** What its package.json takes over from ours. */
const FIELDS = ['name', 'version', 'description', 'license', 'author', 'bin', 'engines'];

/**
 * Makes an npm package of the command line alone, and returns its path. Unlike plain `npm pack` it leaves out the app's
 * start and what only a checkout needs. The bundles hold all that they need, so that it is one package.
 */
export function makeNpmPackage(root: string, to: string): string {
  const folder = join(root, 'out', 'package', 'npm');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
  const ours: Record<string, unknown> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const taken = Object.fromEntries(FIELDS.map((field) => [field, ours[field]]));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...taken, files: ['out', 'assets'] }, null, 2)}\n`);
  chmodSync(join(folder, 'out', 'cli.js'), 0o755);
  mkdirSync(to, { recursive: true });
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', to], { cwd: folder, encoding: 'utf8' });
  return join(to, packed.trim());
}

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bundles that the command line loads; `cli.js` itself is in the executable. */
const BUNDLES = ['cli-main.js', 'cli-status.js', 'image-build-session.js', 'secret-formats.js'];
/** The mark that Node's own documentation gives for single executables. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * Makes the command line's folder: a single executable of the Node in node_modules, and its bundles beside it, whose
 * compiled form Node keeps between runs. NODE_OPTIONS of the environment do not reach it.
 */
export function makeCommandLine(root: string, to: string): void {
  const node = join(root, 'node_modules', 'node', 'bin', 'node');
  const executable = join(to, 'jenkins-tray-cli');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of BUNDLES) copyFileSync(join(root, 'out', name), join(to, name));
  cpSync(join(root, 'out', 'proto'), join(to, 'proto'), { recursive: true });
  const config = join(to, 'sea.json');
  const blob = join(to, 'sea.blob');
  const sea = { main: join(root, 'out', 'cli.js'), output: blob, disableExperimentalSEAWarning: true };
  writeFileSync(config, JSON.stringify({ ...sea, execArgvExtension: 'none' }));
  execFileSync(node, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  copyFileSync(node, executable);
  // Debugging symbols are a tenth of it.
  execFileSync('strip', ['--strip-debug', executable]);
  // It warns of each section without a name, which is harmless.
  const postject = join(root, 'node_modules', 'postject', 'dist', 'cli.js');
  const injecting = [postject, executable, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE];
  execFileSync(node, injecting, { stdio: ['ignore', 'ignore', 'pipe'] });
  chmodSync(executable, 0o755);
  rmSync(config);
  rmSync(blob);
}

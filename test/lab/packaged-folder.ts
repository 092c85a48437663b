import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.ts';
import { must } from './shell.ts';

/** What the folder of `npm run package` is made of that changes from one commit to the next. */
const BUNDLES = ['main.js', 'desktop.js', 'preload.js', 'cli-main.js', 'renderer/app.js'];
const made = (path: string): number => statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Before the desktop tests of the packaged app: makes it, unless that of these bundles is there, as after the package's own tests. */
export default function setup(): void {
  const packed = made('release/linux-unpacked/resources/app.asar');
  if (BUNDLES.every((name) => made(join('out', name)) < packed)) return;
  must(join(ROOT, 'node_modules', '.bin', 'node'), [join(ROOT, 'build', 'package', 'main.ts'), 'dir'], { cwd: ROOT });
}

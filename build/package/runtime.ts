import { cpSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Configuration, FileSet } from 'electron-builder';

/** An Electron that is on this computer already. */
export interface Runtime {
  readonly folder: string;
  readonly version: string;
  /** The script that the packaged app starts with. */
  readonly main: string;
  readonly afterPack: NonNullable<Configuration['afterPack']>;
  /** What it needs in the app's archive beside our files. */
  readonly files: readonly (string | FileSet)[];
}

/** Where `labRuntime` puts what Electron 22 lacks, below the project. */
export const SHIMS = 'out/package/lab-electron';

/** Whether Electron's own download is here or can be reached. */
export async function canDownload(): Promise<boolean> {
  const own = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  if (existsSync(join(own, 'dist', 'electron'))) return true;
  try {
    const answer = await fetch('https://github.com/electron/electron', {
      method: 'HEAD',
      signal: AbortSignal.timeout(5000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** The lab's Electron 22, with its shims in the archive: a package to test, not to publish. */
export async function labRuntime(root: string): Promise<Runtime> {
  const { electron } = await import('../../test/lab/electron.ts');
  const folder = electron();
  const shims = join(root, SHIMS);
  rmSync(shims, { recursive: true, force: true });
  cpSync(join(folder, 'resources', 'app'), shims, { recursive: true });
  cpSync(join(root, 'test', 'lab', 'electron-app'), shims, { recursive: true });
  return {
    folder,
    version: '22.3.25',
    main: `${SHIMS}/packaged.js`,
    files: [`${SHIMS}/**`, { from: SHIMS, to: SHIMS, filter: ['node_modules/**'] }],
    afterPack: async ({ appOutDir }) => {
      // Electron prefers this folder to the archive.
      rmSync(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
      rmSync(join(appOutDir, '.made-of'), { force: true });
    },
  };
}

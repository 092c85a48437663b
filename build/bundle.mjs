// Bundles main, preload, command line and window into out/. Run by `npm run build`, and by with-setup.mjs after changes.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { plainStore, readOnly, withoutDownloads, withoutSsh } from './bundle/leave-out.mjs';
import {
  iconFirst,
  lateCrypto,
  lateSession,
  lateTokens,
  lateUpdater,
  lateWidths,
  sharedBuiltins,
} from './bundle/load-later.mjs';

const root = new URL('..', import.meta.url).pathname;
process.chdir(root);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** The libraries that `renderer/library.ts` loads on first use, with what they are made of. */
const LIBRARIES = {
  './log/xterm.ts': ['xterm', 'renderer/log/xterm.ts'],
  uplot: ['uplot', 'node_modules/uplot/dist/uPlot.esm.js'],
  '../electron/shared/plugin-list-edit.ts': ['plugin-list', 'electron/shared/plugin-list-edit.ts'],
  '../electron/shared/redact.ts': ['secrets', 'electron/shared/redact.ts'],
  '../electron/shared/settings.ts': ['settings', 'electron/shared/settings.ts'],
};

/** Each of them is a bundle of its own: with what they share in further files, the first view would wait for those. */
const lateLibraries = {
  name: 'late-libraries',
  setup(esbuild) {
    esbuild.onResolve({ filter: /./ }, ({ path, kind, importer }) => {
      if (kind !== 'dynamic-import' || !importer.endsWith('renderer/library.ts')) return undefined;
      const [name] = LIBRARIES[path] ?? [];
      return name === undefined
        ? { errors: [{ text: `${path} is not among the libraries of build/bundle.mjs` }] }
        : { path: `./libraries/${name}.js`, external: true };
    });
  },
};

const shared = {
  bundle: true,
  sourcemap: true,
  define: { APP_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  // Node's ES module loader takes 4 ms to start, even for built-in modules.
  supported: { 'dynamic-import': false },
  target: 'es2022',
  external: ['electron', '*.node'],
  plugins: [withoutSsh, plainStore, withoutDownloads, lateSession, lateWidths, lateTokens, iconFirst, lateUpdater],
  define: { ...shared.define, 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

const entries = [
  ['electron/main.ts', 'out/main.js'],
  ['electron/main/desktop.ts', 'out/desktop.js'],
  ['electron/cli.ts', 'out/cli.js'],
  ['electron/cli/main.ts', 'out/cli-main.js'],
  ['node_modules/dockerode/lib/session.js', 'out/image-build-session.js'],
  ['electron/adapters/system-info-worker.ts', 'out/system-info-worker.js'],
  ['electron/shell/package-updater.ts', 'out/package-updater.js'],
  ['node_modules/@secretlint/secretlint-rule-preset-recommend/module/index.js', 'out/secret-formats.js'],
].filter(([source]) => existsSync(source));
const jobs = entries.map(([source, outfile]) => build({ ...node, entryPoints: [source], outfile }));
jobs.push(
  build({
    ...node,
    plugins: [readOnly, lateWidths, lateTokens, lateCrypto, sharedBuiltins],
    minify: true,
    entryPoints: ['electron/cli/status-main.ts'],
    outfile: 'out/cli-status.js',
  }),
);
if (existsSync('electron/preload.ts')) {
  jobs.push(
    build({
      ...node,
      banner: {},
      define: shared.define,
      entryPoints: ['electron/preload.ts'],
      outfile: 'out/preload.js',
    }),
  );
}
if (existsSync('renderer/main.tsx')) jobs.push(bundleWindow());
// dockerode reads the protocol files of build sessions and their output from a folder beside itself.
cpSync('node_modules/dockerode/lib/proto', 'out/proto', { recursive: true });
await Promise.all(jobs);

/** The window: one script and one style sheet, since each request costs more than its content. */
async function bundleWindow() {
  const outdir = 'out/renderer';
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  copyFileSync('renderer/index.html', `${outdir}/index.html`);
  const inWindow = {
    ...shared,
    outdir,
    format: 'esm',
    // A rule of secretlint asks it for a file's name; the window has no files.
    alias: { 'node:path': './build/window-path.mjs' },
    minify: true,
    target: 'chrome108',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  };
  const libraries = Object.fromEntries(Object.values(LIBRARIES).map(([name, source]) => [`libraries/${name}`, source]));
  await Promise.all([
    build({ ...inWindow, plugins: [lateLibraries], entryPoints: { app: 'renderer/main.tsx' } }),
    build({ ...inWindow, entryPoints: libraries }),
  ]);
}

// Bundles main, preload, command line and window into out/. Run by `npm run build`, and by with-setup.mjs after changes.
import * as crypto from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
process.chdir(root);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * dockerode supports engines over SSH, which this app does not; leaving it out starts the command line 35 ms faster. Its
 * `debug` takes a further package if one is there, as one of our tools may bring along.
 */
const withoutSsh = {
  name: 'without-ssh',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(ssh2|cpu-features|supports-color)$/ }, ({ path }) => ({
      path,
      namespace: 'absent',
    }));
    esbuild.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/**
 * electron-store's conf includes JSON schemas (ajv) and migrations (semver). This app uses neither, since zod validates
 * what is stored, so 0.37 MB of unused code are left out.
 */
const plainStore = {
  name: 'plain-store',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(ajv\/dist\/2020\.js|ajv-formats|semver)$/ }, ({ path, importer }) =>
      importer.includes('/node_modules/conf/') ? { path, namespace: 'plain-store' } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'plain-store' }, ({ path }) => ({
      contents: `const absent = () => { throw new Error('${path} is left out: see build/bundle.mjs'); };
        module.exports = { Ajv2020: absent, default: absent, valid: absent };`,
    }));
  },
};

/** The menu in text can also download pictures and links, which this app does not offer: 0.3 MB, mostly a list of file types. */
const withoutDownloads = {
  name: 'without-downloads',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^electron-dl$/ }, ({ path, importer }) =>
      importer.includes('/node_modules/electron-context-menu/') ? { path, namespace: 'no-downloads' } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'no-downloads' }, () => ({
      contents: "export const download = () => { throw new Error('downloads are left out: see build/bundle.mjs'); };",
    }));
  },
};

/** dockerode loads gRPC at start (22 ms) but needs it only for image builds: moved to a bundle loaded by the first build. */
const lateSession = {
  name: 'late-session',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\/session$/ }, ({ resolveDir, importer }) =>
      importer.endsWith('dockerode/lib/docker.js')
        ? { path: `${resolveDir}/session.js`, namespace: 'late' }
        : undefined,
    );
    esbuild.onResolve({ filter: /^\.\/image-build-session\.js$/ }, ({ path }) => ({ path, external: true }));
    esbuild.onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: "module.exports = (...given) => require('./image-build-session.js')(...given);",
    }));
  },
};

/** These build tables of character widths, which takes 19 ms and is not needed for ASCII text: loaded on first use. */
const lateWidths = {
  name: 'late-widths',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(cli-truncate|string-width|wrap-ansi)$/ }, ({ path, importer }) =>
      importer.endsWith('electron/cli/columns.ts') ? { path, namespace: 'late-widths', sideEffects: false } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'late-widths' }, ({ path }) => ({
      contents: `module.exports = (...given) => require('${path}').default(...given);`,
      resolveDir: root,
    }));
  },
};

/**
 * The list of token formats is long, and needed only where a text is cleaned of secrets: read on first use, from `file`, a
 * bundle of its own for app and command line, or from within the window's script.
 */
const lateTokens = (file) => ({
  name: 'late-tokens',
  setup(esbuild) {
    const filter = /^@secretlint\/secretlint-rule-preset-recommend$/;
    esbuild.onResolve({ filter }, ({ path, importer }) =>
      importer.endsWith('electron/shared/secret-formats.ts')
        ? { path, namespace: 'late-tokens', sideEffects: false }
        : undefined,
    );
    esbuild.onResolve({ filter: /^\.\/secret-formats\.js$/ }, ({ path }) => ({ path, external: true }));
    esbuild.onLoad({ filter: /.*/, namespace: 'late-tokens' }, ({ path }) => ({
      contents: `module.exports = { get rules() { return require('${file ?? path}').rules; } };`,
      resolveDir: root,
    }));
  },
});
const TOKENS = './secret-formats.js';

/** `status` only reads, with its own small HTTP client. Minified and without the commands, its bundle is a tenth as large. */
const readOnly = {
  name: 'read-only',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(\.\/(commands|watch|node-get|bounded-requests)\.ts|dockerode)$/ }, ({ path }) => ({
      path,
      namespace: 'absent-commands',
    }));
    esbuild.onLoad({ filter: /.*/, namespace: 'absent-commands' }, () => ({
      contents: "throw new Error('status is read-only')",
    }));
  },
};

/** Node takes 5 ms to load its cryptography, which `status` needs only for hashes of a stack: loaded on first use. */
const lateCrypto = {
  name: 'late-crypto',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^node:crypto$/ }, ({ path, namespace }) =>
      namespace === 'late-crypto' ? { path, external: true } : { path, namespace: 'late-crypto', sideEffects: false },
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'late-crypto' }, () => ({
      contents: `for (const name of ${JSON.stringify(Object.keys(crypto))})
        Object.defineProperty(exports, name, { enumerable: true, get: () => require('node:crypto')[name] });`,
    }));
  },
};

/** The icon is shown first: the rest of the app is a separate bundle, loaded after the icon appears. */
const iconFirst = {
  name: 'icon-first',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\/main\/desktop\.ts$/ }, () => ({ path: './desktop.js', external: true }));
  },
};

/** electron-updater is loaded once there is a feed and the user wants updates. */
const lateUpdater = {
  name: 'late-updater',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\.\/shell\/package-updater\.ts$/ }, () => ({
      path: './package-updater.js',
      external: true,
    }));
  },
};

/** The libraries that `renderer/library.ts` loads on first use, with what they are made of. */
const LIBRARIES = {
  './log/xterm.ts': ['xterm', 'renderer/log/xterm.ts'],
  uplot: ['uplot', 'node_modules/uplot/dist/uPlot.esm.js'],
  '../electron/shared/plugin-list-edit.ts': ['plugin-list', 'electron/shared/plugin-list-edit.ts'],
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
  plugins: [
    withoutSsh,
    plainStore,
    withoutDownloads,
    lateSession,
    lateWidths,
    lateTokens(TOKENS),
    iconFirst,
    lateUpdater,
  ],
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
    plugins: [readOnly, lateWidths, lateTokens(TOKENS), lateCrypto],
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
    build({ ...inWindow, plugins: [lateTokens(), lateLibraries], entryPoints: { app: 'renderer/main.tsx' } }),
    build({ ...inWindow, plugins: [lateTokens()], entryPoints: libraries }),
  ]);
}

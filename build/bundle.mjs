// Bundles main, preload, command line and window into out/. Run by `npm run build`, and by the set-up when sources changed.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
process.chdir(root);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** dockerode can reach engines over SSH, which this app refuses; without it the command line starts 35 ms sooner. */
const withoutSsh = {
  name: 'without-ssh',
  setup(it) {
    it.onResolve({ filter: /^(ssh2|cpu-features)$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    it.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/**
 * electron-store's conf compiles JSON schemas (ajv) and orders migrations (semver) for those who give it any. Here zod
 * has checked what is stored, so it gets neither, and 0.37 MB of it that nothing calls stay out.
 */
const plainStore = {
  name: 'plain-store',
  setup(it) {
    it.onResolve({ filter: /^(ajv\/dist\/2020\.js|ajv-formats|semver)$/ }, ({ path, importer }) =>
      importer.includes('/node_modules/conf/') ? { path, namespace: 'plain-store' } : undefined,
    );
    it.onLoad({ filter: /.*/, namespace: 'plain-store' }, ({ path }) => ({
      contents: `const absent = () => { throw new Error('${path} is left out: see build/bundle.mjs'); };
        module.exports = { Ajv2020: absent, default: absent, valid: absent };`,
    }));
  },
};

/** dockerode loads gRPC at once, 22 ms, and needs it for image builds alone: a file of its own, read when one begins. */
const lateSession = {
  name: 'late-session',
  setup(it) {
    it.onResolve({ filter: /^\.\/session$/ }, ({ resolveDir, importer }) =>
      importer.endsWith('dockerode/lib/docker.js')
        ? { path: `${resolveDir}/session.js`, namespace: 'late' }
        : undefined,
    );
    it.onResolve({ filter: /^\.\/image-build-session\.js$/ }, ({ path }) => ({ path, external: true }));
    it.onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: "module.exports = (...given) => require('./image-build-session.js')(...given);",
    }));
  },
};

/** How wide a character is, these know by tables that take 19 ms to be made, and plain English needs none of them. */
const lateWidths = {
  name: 'late-widths',
  setup(it) {
    it.onResolve({ filter: /^(cli-truncate|string-width|wrap-ansi)$/ }, ({ path, importer }) =>
      importer.endsWith('electron/cli/columns.ts') ? { path, namespace: 'late-widths', sideEffects: false } : undefined,
    );
    it.onLoad({ filter: /.*/, namespace: 'late-widths' }, ({ path }) => ({
      contents: `module.exports = (...given) => require('${path}').default(...given);`,
      resolveDir: root,
    }));
  },
};

/** `status` only looks, by its own small HTTP client. Without the commands, and minified, its bundle is a tenth of the size. */
const looksOnly = {
  name: 'looks-only',
  setup(it) {
    it.onResolve({ filter: /^(\.\/(commands|watch|node-get)\.ts|dockerode)$/ }, ({ path }) => ({
      path,
      namespace: 'absent-commands',
    }));
    it.onLoad({ filter: /.*/, namespace: 'absent-commands' }, () => ({
      contents: "throw new Error('status only looks')",
    }));
  },
};

/** The icon goes up first: all else of the app is a file of its own, read when the icon is there. */
const iconFirst = {
  name: 'icon-first',
  setup(it) {
    it.onResolve({ filter: /^\.\/main\/desktop\.ts$/ }, () => ({ path: './desktop.js', external: true }));
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
  // Node's loader of ES modules takes 4 ms to be woken, also for a module of its own.
  supported: { 'dynamic-import': false },
  target: 'es2022',
  external: ['electron', '*.node'],
  plugins: [withoutSsh, plainStore, lateSession, lateWidths, iconFirst],
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
].filter(([source]) => existsSync(source));
const jobs = entries.map(([source, outfile]) => build({ ...node, entryPoints: [source], outfile }));
jobs.push(
  build({
    ...node,
    plugins: [looksOnly, lateWidths],
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
// dockerode reads the protocols of a build's session and of what it prints from beside itself.
cpSync('node_modules/dockerode/lib/proto', 'out/proto', { recursive: true });
await Promise.all(jobs);

/** The window: one script and one style sheet, since each file that is asked for costs more than what is in it. */
async function bundleWindow() {
  const outdir = 'out/renderer';
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  copyFileSync('renderer/index.html', `${outdir}/index.html`);
  await build({
    ...shared,
    entryPoints: { app: 'renderer/main.tsx' },
    outdir,
    format: 'esm',
    splitting: true,
    minify: true,
    chunkNames: 'libraries/[name]-[hash]',
    target: 'chrome108',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
}

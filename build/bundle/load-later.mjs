// Plugins of esbuild by which the bundles load on first use what is large or slow to load.
import * as crypto from 'node:crypto';

/** dockerode loads gRPC at start (22 ms) but needs it only for image builds: moved to a bundle loaded by the first build. */
export const lateSession = {
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
export const lateWidths = {
  name: 'late-widths',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(cli-truncate|string-width|wrap-ansi)$/ }, ({ path, importer }) =>
      importer.endsWith('electron/cli/columns.ts') ? { path, namespace: 'late-widths', sideEffects: false } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'late-widths' }, ({ path }) => ({
      contents: `module.exports = (...given) => require('${path}').default(...given);`,
      resolveDir: process.cwd(),
    }));
  },
};

/**
 * The list of token formats is long, and needed only where a text is cleaned of secrets: a bundle of its own for app and
 * command line, read on first use. The window has it in a library (`renderer/library.ts`).
 */
export const lateTokens = {
  name: 'late-tokens',
  setup(esbuild) {
    const filter = /^@secretlint\/secretlint-rule-preset-recommend$/;
    esbuild.onResolve({ filter }, ({ path, importer }) =>
      importer.endsWith('electron/shared/secret-formats.ts')
        ? { path, namespace: 'late-tokens', sideEffects: false }
        : undefined,
    );
    esbuild.onResolve({ filter: /^\.\/secret-formats\.js$/ }, ({ path }) => ({ path, external: true }));
    esbuild.onLoad({ filter: /.*/, namespace: 'late-tokens' }, () => ({
      contents: "module.exports = { get rules() { return require('./secret-formats.js').rules; } };",
    }));
  },
};

/** Node takes 5 ms to load its cryptography, which `status` needs only for hashes of a stack: loaded on first use. */
export const lateCrypto = {
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
export const iconFirst = {
  name: 'icon-first',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\/main\/desktop\.ts$/ }, () => ({ path: './desktop.js', external: true }));
  },
};

/** electron-updater is loaded once there is a feed and the user wants updates. */
export const lateUpdater = {
  name: 'late-updater',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\.\/shell\/package-updater\.ts$/ }, () => ({
      path: './package-updater.js',
      external: true,
    }));
  },
};

/**
 * Each file that imports one of Node's modules would copy all its names, which takes 2 ms in `status`: here once, and only
 * the names that are used. Those of crypto stay late.
 */
export const sharedBuiltins = {
  name: 'shared-builtins',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^node:/ }, ({ path, namespace, kind }) => {
      if (kind !== 'import-statement' || path === 'node:crypto') return undefined;
      return namespace === 'builtin' ? { path, external: true } : { path, namespace: 'builtin', sideEffects: false };
    });
    esbuild.onLoad({ filter: /.*/, namespace: 'builtin' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== 'default' && name !== 'module.exports');
      const each = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => node.${name})();`);
      return { contents: [`const node = /* @__PURE__ */ require('${path}');`, ...each].join('\n') };
    });
  },
};

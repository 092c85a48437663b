// Plugins of esbuild that leave out of the bundles what this app does not use.

/**
 * dockerode supports engines over SSH, which this app does not; leaving it out starts the command line 35 ms faster. Its
 * `debug` takes a further package if one is there, as one of our tools may bring along.
 */
export const withoutSsh = {
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
export const plainStore = {
  name: 'plain-store',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(ajv\/dist\/2020\.js|ajv-formats|semver)$/ }, ({ path, importer }) =>
      importer.includes('/node_modules/conf/') ? { path, namespace: 'plain-store' } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'plain-store' }, ({ path }) => ({
      contents: `const absent = () => { throw new Error('${path} is left out: see build/bundle/leave-out.mjs'); };
        module.exports = { Ajv2020: absent, default: absent, valid: absent };`,
    }));
  },
};

/** The menu in text can also download pictures and links, which this app does not offer: 0.3 MB, mostly a list of file types. */
export const withoutDownloads = {
  name: 'without-downloads',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^electron-dl$/ }, ({ path, importer }) =>
      importer.includes('/node_modules/electron-context-menu/') ? { path, namespace: 'no-downloads' } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'no-downloads' }, () => ({
      contents:
        "export const download = () => { throw new Error('downloads are left out: see build/bundle/leave-out.mjs'); };",
    }));
  },
};

/** `status` only reads, with its own small HTTP client. Minified and without the commands, its bundle is a tenth as large. */
export const readOnly = {
  name: 'read-only',
  setup(esbuild) {
    esbuild.onResolve(
      { filter: /^(\.\/(commands|watch|node-get|bounded-requests|stop-host-jenkins)\.ts|dockerode|proper-lockfile)$/ },
      ({ path }) => ({
        path,
        namespace: 'absent-commands',
      }),
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'absent-commands' }, () => ({
      contents: "throw new Error('status is read-only')",
    }));
  },
};

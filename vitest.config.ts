import { defineConfig } from 'vitest/config';

const define = { APP_VERSION: '"0.0.0-test"' };
/** Longer than anything takes: what a busy machine merely delays must not fail, and what hangs still ends. */
const patient = { testTimeout: 60_000, expect: { poll: { timeout: 20_000 } } };
/** Left to itself, vitest keeps one core for its own process, and on two cores runs one file after another. */
const both = { maxWorkers: 2 };
/** What starts containers or windows runs one file after another, unless its names and ports, and its display, are its own. */
const real = {
  fileParallelism: false,
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 90_000 } },
};

/** These wait for a part of their time: on two processors, three at a time took 12 to 20 % less than two. */
const threeAtATime = { fileParallelism: true, maxWorkers: 3 };

const engineTest = (name: string): string => `test/engine/${name}.test.ts`;

/**
 * What makes containers that others would take for somebody's Jenkins and ask about, or measures. The other engine tests have
 * names and ports of their own, and spend half of their time waiting: they run three at a time.
 */
const alone = [
  'bad-engine',
  'bad-home',
  'cli-terminal',
  'contract',
  'crash',
  'crash-cli',
  'dind-image',
  'hand-made',
  'jenkins-base',
  'jenkins-image',
  'others',
  'plugins-back',
  'proxy',
  'stop',
  'volume',
].map(engineTest);

/** What ends the lab's engine, or needs another one that is compiled on it beside those above. */
const last = ['engine-away', 'restart', 'todays-engine'].map(engineTest);

/** What of the desktop is tried on the packaged app alone. */
const onPackaged = 'test/package/desktop.test.ts';

/**
 * Desktop tests that need nothing in the main process, where a package takes no driver: they run on the packaged app as well,
 * the first in `npm test`, all with PACKAGED=whole.
 */
const packaged = [
  'gpu-failing',
  'gpu-view',
  'diagnostics',
  'hostile-port',
  'window',
  'first-start',
  'recovery',
  'signpost',
  'to-dind',
]
  .slice(0, process.env.PACKAGED === 'whole' ? undefined : 1)
  .map((name) => `test/e2e/${name}.test.ts`);

export default defineConfig({
  define,
  test: {
    projects: [
      { define, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], ...patient, ...both } },
      { define, test: { name: 'hostile', include: ['test/hostile/**/*.test.ts'], ...patient, ...both } },
      {
        define,
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          exclude: [...alone, ...last],
          ...real,
          ...threeAtATime,
        },
      },
      { define, test: { name: 'engine-alone', include: alone, ...real } },
      { define, test: { name: 'engine-last', include: last, ...real } },
      { define, test: { name: 'package', include: ['test/package/**/*.test.ts'], exclude: [onPackaged], ...real } },
      {
        define,
        test: {
          name: 'package-e2e',
          include: [onPackaged, ...packaged],
          env: { PACKAGED_APP: new URL('release/linux-unpacked/jenkins-tray', import.meta.url).pathname },
          ...real,
          globalSetup: ['test/lab/packaged-folder.ts', 'test/lab/displays.ts'],
          setupFiles: 'test/lab/on-display.ts',
          maxWorkers: 1,
        },
      },
      {
        define,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          ...real,
          ...threeAtATime,
          globalSetup: 'test/lab/displays.ts',
          setupFiles: 'test/lab/on-display.ts',
        },
      },
    ],
  },
});

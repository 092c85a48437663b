import { defineConfig } from 'vitest/config';

const define = { APP_VERSION: '"0.0.0-test"' };
/** Longer than anything takes: what a busy machine merely delays must not fail, and what hangs still ends. */
const patient = { testTimeout: 60_000, expect: { poll: { timeout: 20_000 } } };
/** What starts containers or windows runs one file after another: they share one engine and one display. */
const real = {
  fileParallelism: false,
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 90_000 } },
};

export default defineConfig({
  define,
  test: {
    projects: [
      { define, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], ...patient } },
      { define, test: { name: 'hostile', include: ['test/hostile/**/*.test.ts'], ...patient } },
      { define, test: { name: 'engine', include: ['test/engine/**/*.test.ts'], ...real } },
      { define, test: { name: 'package', include: ['test/package/**/*.test.ts'], ...real } },
      { define, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...real } },
    ],
  },
});

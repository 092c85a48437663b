import { expect, test } from 'vitest';
import { pageOf } from '../../../../electron/core/observe/page-of.ts';
import type { Page } from '../../../../electron/core/world/jenkins.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const { signal } = new AbortController();
const UP = JSON.stringify({ version: 1, draining: false, running: 0, builds: [] });
const proxy: Page = { kind: 'starting', stranger: true };
const ready: Page = { kind: 'ready', version: '' };

test.each<[string, Page, string | undefined, number, Page]>([
  ['a proxy, and Jenkins is up', proxy, 'id', 0, ready],
  ['a proxy, and Jenkins starts', proxy, 'id', 3, proxy],
  ['a proxy before a Jenkins without our script', proxy, undefined, 0, proxy],
  ['Jenkins, which starts', { kind: 'starting' }, 'id', 0, { kind: 'starting' }],
  ['nobody', { kind: 'none' }, 'id', 0, { kind: 'none' }],
  ['Jenkins', { kind: 'ready', version: '2.579' }, 'id', 3, { kind: 'ready', version: '2.579' }],
])('where %s answers, the page is what it is', async (_who, answer, script, exitCode, page) => {
  const world = fakeWorld({
    engine: { exec: async () => ({ exitCode, stdout: exitCode === 0 ? UP : '', stderr: '' }) },
    jenkins: { page: async () => answer },
  });
  const at = { url: 'http://127.0.0.1:8080', ...(script === undefined ? {} : { script }) };
  expect(await pageOf(world, at, signal)).toEqual(page);
});

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIntent } from '../../../electron/adapters/intent.ts';
import type { Intent } from '../../../electron/shared/snapshot.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-intent-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const failed: Intent = {
  id: 3,
  mode: 'dind',
  from: 'dood',
  state: 'failed',
  consents: ['stop:a'],
  at: 5,
  purge: [],
  failure: { code: 'port/in-use', title: 'Port 8081 is taken', detail: '', fix: 'Set another port.' },
  gpuless: null,
  toolkitFrom: null,
  left: null,
};

test('a saved intent is loaded unchanged, its failure included', async () => {
  const store = createIntent(folder);
  await store.save(failed);
  expect(store.load()).toEqual(failed);
});

test('a file of a version that did not know of leftovers has none', () => {
  const { left: _left, ...older } = failed;
  writeFileSync(join(folder, 'intent.json'), JSON.stringify(older));
  expect(createIntent(folder).load()).toEqual(failed);
});

test.each(['id', 'from', 'state', 'consents', 'at', 'purge', 'failure', 'gpuless', 'left'] as const)(
  'what was asked for is kept in a file without %s, as an earlier version wrote it',
  (field) => {
    const { [field]: _missing, ...older } = { ...failed, state: 'pending' as const };
    writeFileSync(join(folder, 'intent.json'), JSON.stringify(older));
    expect(createIntent(folder).load()).toMatchObject({ mode: 'dind', state: 'pending' });
  },
);

test.each([
  ['state', 'resting', 'pending'],
  ['from', 'podman', 'dind'],
  ['purge', ['volumes', 'caches'], []],
])('what was asked for is kept in a file with another %s, as a later version may write it', (field, value, kept) => {
  writeFileSync(join(folder, 'intent.json'), JSON.stringify({ ...failed, [field]: value }));
  expect(createIntent(folder).load()).toMatchObject({ id: 3, mode: 'dind', [field]: kept });
});

test.each([
  ['null', null],
  ['a list', []],
  ['an unknown mode', { ...failed, mode: 'podman' }],
  ['a failure without words', { ...failed, failure: { code: 'port/in-use', title: 7, detail: null } }],
])('%s is kept aside, and nothing is asked for', (_what, content) => {
  writeFileSync(join(folder, 'intent.json'), JSON.stringify(content));
  expect(createIntent(folder).load()).toMatchObject({ id: 0, mode: 'off', state: 'settled' });
  expect(readdirSync(folder).some((name) => name.startsWith('intent.json.corrupt-'))).toBe(true);
});

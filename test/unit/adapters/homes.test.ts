import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHomes } from '../../../electron/adapters/homes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('homes are remembered by path, readable by this user alone', async () => {
  const homes = createHomes(folder);
  expect(await homes.known('/srv/a')).toBeNull();
  await homes.remember('/srv/a', 'one');
  await homes.remember('/srv/b', 'two');
  expect([await homes.known('/srv/a'), await homes.known('/srv/b')]).toEqual(['one', 'two']);
  expect(await createHomes(folder).known('/srv/a')).toBe('one');
  expect(statSync(join(folder, 'homes.json')).mode & 0o777).toBe(0o600);
});

test('a damaged file is kept aside', async () => {
  writeFileSync(join(folder, 'homes.json'), '{"');
  const homes = createHomes(folder);
  expect(await homes.known('/srv/a')).toBeNull();
  await homes.remember('/srv/a', 'one');
  expect(await homes.known('/srv/a')).toBe('one');
  expect(readdirSync(folder).some((name) => name.startsWith('homes.json.corrupt-'))).toBe(true);
});

test('each home gets an id of its own', () => {
  expect(createHomes(folder).newId()).not.toBe(createHomes(folder).newId());
});

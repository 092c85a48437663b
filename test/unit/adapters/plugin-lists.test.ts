import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPluginLists } from '../../../electron/adapters/plugin-lists.ts';
import { pluginsHash } from '../../../electron/core/stack/composition.ts';
import { failureFrom } from '../../doubles/command.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugin-lists-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a text is kept once, and found again by the hash that images have of it', async () => {
  const lists = createPluginLists(folder);
  const path = await lists.keep('plugins.txt', 'git:1.0\n');
  expect(await lists.keep('plugins.txt', 'git:1.0\n')).toBe(path);
  const yaml = await lists.keep('plugins.yaml', 'plugins: []\n');
  expect([await lists.kept(pluginsHash('git:1.0\n')), await lists.kept(pluginsHash('plugins: []\n'))]).toEqual([
    path,
    yaml,
  ]);
  expect(yaml).toMatch(/\.yaml$/);
  expect(await lists.kept(pluginsHash('git:2.0\n'))).toBeNull();
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['git:1.0\n', 0o400]);
  expect([lists.isCopy(path), lists.isCopy(lists.own('plugins.txt'))]).toEqual([true, false]);
});

test('a copy that somebody edited is no longer the one of that hash, and is left alone', async () => {
  const lists = createPluginLists(folder);
  const path = await lists.keep('plugins.txt', 'git:1.0\n');
  chmodSync(path, 0o600);
  writeFileSync(path, 'git:9.0\n');
  expect(await lists.kept(pluginsHash('git:1.0\n'))).toBeNull();
  const again = await lists.keep('plugins.txt', 'git:1.0\n');
  expect([readFileSync(path, 'utf8'), readFileSync(again, 'utf8')]).toEqual(['git:9.0\n', 'git:1.0\n']);
  expect(await lists.kept(pluginsHash('git:1.0\n'))).toBe(again);
});

test('a list is replaced with the mode that it had, through a link', async () => {
  const { write } = createPluginLists(folder);
  const path = join(folder, 'list.txt');
  writeFileSync(path, 'git\n');
  chmodSync(path, 0o644);
  symlinkSync(path, join(folder, 'link.txt'));
  await write(join(folder, 'link.txt'), 'junit\n');
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['junit\n', 0o644]);
  expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['link.txt', 'list.txt']);
});

test('what cannot be written is a failure, and the list stays', async () => {
  const path = join(folder, 'list.txt');
  mkdirSync(path);
  expect((await failureFrom(createPluginLists(folder).write(path, 'git\n'))).code).toBe('settings/unwritable');
  expect(readdirSync(folder)).toEqual(['list.txt']);
});

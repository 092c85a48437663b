import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createOwner } from '../../../electron/adapters/owner.ts';

const folder = mkdtempSync(join(tmpdir(), 'owner-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a settings folder keeps its random id, and looking at it changes nothing', async () => {
  const first = createOwner(folder);
  const { id } = first.load();
  expect(id).toMatch(/^[\w-]{20,}$/);
  expect(readdirSync(folder)).toEqual([]);
  const second = createOwner(folder);
  await first.keep();
  await second.keep();
  expect([first.load(), second.load(), createOwner(folder).load()]).toEqual(Array(3).fill({ id, adopted: [] }));
  await second.adopt('default');
  await second.adopt('default');
  expect(first.load()).toEqual({ id, adopted: ['default'] });
});

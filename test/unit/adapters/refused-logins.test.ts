import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRefusedLogins } from '../../../electron/adapters/refused-logins.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'refused-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = () => join(folder, 'refused-logins.json');

const wrong = { container: 'c1 1000', user: 'ann', password: 'a-wrong-token' };

test('every process knows what was refused, and the file tells no secret', async () => {
  expect(createRefusedLogins(folder).has(wrong)).toBe(false);
  await createRefusedLogins(folder).add(wrong, Date.now());
  await createRefusedLogins(folder).add({ ...wrong, user: 'bob' }, Date.now());
  const other = createRefusedLogins(folder);
  expect(other.has(wrong)).toBe(true);
  for (const changed of [{ container: 'c1 2000' }, { user: 'eve' }, { password: 'another' }])
    expect(other.has({ ...wrong, ...changed })).toBe(false);
  expect([other.hasAny('c1 1000', 'bob'), other.hasAny('c1 2000', 'bob'), other.hasAny('c1 1000', 'eve')]).toEqual([
    ...[true, false, false],
  ]);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  const text = readFileSync(file(), 'utf8');
  expect(text).not.toContain(wrong.password);
  expect(text).not.toContain(Buffer.from(wrong.password).toString('base64').slice(0, 12));
});

test('the same secret looks different in another folder', async () => {
  const entry = () => JSON.parse(readFileSync(file(), 'utf8')).refused[0].login;
  await createRefusedLogins(folder).add(wrong, Date.now());
  const first = entry();
  rmSync(file());
  await createRefusedLogins(folder).add(wrong, Date.now());
  expect(entry()).not.toBe(first);
});

test('a login that is given anew may be tried again, and others stay refused', async () => {
  const logins = createRefusedLogins(folder);
  await logins.add(wrong, Date.now());
  await logins.add({ ...wrong, user: 'bob' }, Date.now());
  await createRefusedLogins(folder).forget('ann');
  expect([logins.has(wrong), logins.has({ ...wrong, user: 'bob' })]).toEqual([false, true]);
});

test('what was sent before that is not held against it, even if its answer comes later', async () => {
  const logins = createRefusedLogins(folder, () => 5000);
  await logins.forget('ann');
  await createRefusedLogins(folder).add(wrong, 4000);
  expect(logins.has(wrong)).toBe(false);
  await logins.add(wrong, 6000);
  expect(logins.has(wrong)).toBe(true);
});

test('the newest 64 are kept', async () => {
  const logins = createRefusedLogins(folder);
  for (let n = 0; n < 66; n += 1) await logins.add({ ...wrong, container: `c${n} 1` }, Date.now());
  expect(JSON.parse(readFileSync(file(), 'utf8')).refused).toHaveLength(64);
  expect([logins.has({ ...wrong, container: 'c1 1' }), logins.has({ ...wrong, container: 'c65 1' })]).toEqual([
    false,
    true,
  ]);
});

test.each(['', '{', '[]', '{"key":1}', '{"key":"","refused":[]}'])('a file that says %j is replaced', async (text) => {
  writeFileSync(file(), text);
  const logins = createRefusedLogins(folder);
  expect(logins.has(wrong)).toBe(false);
  await logins.add(wrong, Date.now());
  expect(createRefusedLogins(folder).has(wrong)).toBe(true);
});

test('where it cannot be stored, this process remembers it', async () => {
  mkdirSync(file());
  const logins = createRefusedLogins(folder);
  await logins.add(wrong, Date.now());
  expect(logins.has(wrong)).toBe(true);
  expect(createRefusedLogins(folder).has(wrong)).toBe(false);
});

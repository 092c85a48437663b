import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecrets } from '../../../../electron/adapters/secrets.ts';
import {
  placeOfJenkins,
  rotatePassword,
  storePassword,
} from '../../../../electron/core/control/administrator-password.ts';
import { passwordState } from '../../../../electron/core/observe/fitting-password.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { ours } from '../../../doubles/situation.ts';
import { fakeWorld, freeLock, settingsWith } from '../../../doubles/world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'password-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const signal = new AbortController().signal;

interface Given {
  /** What the script in Jenkins says; a crash of the app before or after that. */
  readonly says?: string;
  readonly exitCode?: number;
  readonly crash?: 'before' | 'after';
  readonly made?: boolean;
}

/** A Jenkins whose administrator has this password, and whose script sets another one. */
function lab(jenkins: { password: string }, { says = 'ok', exitCode = 0, crash, made = true }: Given = {}) {
  const sent: string[] = [];
  const world: World = fakeWorld({
    secrets: createSecrets(folder),
    settings: settingsWith(),
    lock: freeLock,
    host: { administratorMade: async () => made },
    engine: {
      containersNamed: async () => ours('dood'),
      async exec(_container, command, _signal, input = '') {
        expect(command.join()).not.toContain(input.trim());
        if (crash === 'before') throw new Error('crash');
        if (says === 'ok' && exitCode === 0) jenkins.password = Buffer.from(input.trim(), 'base64').toString().trim();
        if (crash === 'after') throw new Error('crash');
        return { exitCode, stdout: `${says}\n`, stderr: '' };
      },
    },
    jenkins: {
      async apiStatus({ password }) {
        sent.push(password);
        return password === jenkins.password ? 200 : 401;
      },
    },
  });
  const state = async () => {
    const place = await placeOfJenkins(world, signal);
    return place === null ? 'nowhere' : await passwordState(world, place, signal);
  };
  return { world, sent, state };
}

const failing = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.title : thrown),
  );

test('a new password is set in Jenkins and stored; the one before stays beside it', async () => {
  const jenkins = { password: await createSecrets(folder).adminPassword() };
  const before = jenkins.password;
  const { world, state } = lab(jenkins);
  const made = await rotatePassword(world, signal);
  expect([made === before, jenkins.password, await createSecrets(folder).adminPassword()]).toEqual([false, made, made]);
  expect(await createSecrets(folder).otherPasswords()).toEqual([before]);
  expect(await state()).toBe('fits');
});

test.each(['before', 'after'] as const)('a crash %s Jenkins has the new one mends itself', async (crash) => {
  const jenkins = { password: await createSecrets(folder).adminPassword() };
  await expect(rotatePassword(lab(jenkins, { crash }).world, signal)).rejects.toThrow('crash');
  expect(await lab(jenkins).state()).toBe('fits');
  expect(await createSecrets(folder).adminPassword()).toBe(jenkins.password);
});

test('a home that was put back has the password before: it is found', async () => {
  const jenkins = { password: await createSecrets(folder).adminPassword() };
  const before = jenkins.password;
  await rotatePassword(lab(jenkins).world, signal);
  jenkins.password = before;
  expect(await lab(jenkins).state()).toBe('fits');
  expect(await createSecrets(folder).adminPassword()).toBe(before);
});

test('a password that was changed in Jenkins is refused, and a rotation needs no login', async () => {
  const jenkins = { password: 'changed in Jenkins' };
  const { world, state, sent } = lab(jenkins);
  expect([await state(), await state(), sent.length]).toEqual(['refused', 'refused', 1]);
  await rotatePassword(world, signal);
  expect([await state(), await world.secrets.adminPassword()]).toEqual(['fits', jenkins.password]);
});

test('the app has a new token after a rotation, since its old one is revoked', async () => {
  const jenkins = { password: 'changed in Jenkins' };
  const { world, state } = lab(jenkins);
  const tokens: string[] = [];
  expect(await state()).toBe('refused');
  const rotated = rotatePassword(
    {
      ...world,
      homes: { ...world.homes, known: async () => 'home-1' },
      jenkins: { ...world.jenkins, newToken: async ({ password }) => ({ ok: true, value: `token of ${password}` }) },
      secrets: {
        ...world.secrets,
        keepApiToken: async (_home, token) => void tokens.push(token),
      },
    },
    signal,
  );
  const made = await rotated;
  expect(tokens).toEqual([`token of ${made}`]);
  expect(await state()).toBe('fits');
});

test.each([
  ['ends it', 401, 'done'],
  ['does not, since its image is older', 200, 'The former API token of Jenkins Tray stays valid'],
])('where the script %s, the former token has no part in it any more, or that is said', async (_what, status, says) => {
  const jenkins = { password: await createSecrets(folder).adminPassword() };
  const { world } = lab(jenkins);
  await world.secrets.keepApiToken('home-1', 'former');
  const rotated = rotatePassword(
    {
      ...world,
      homes: { ...world.homes, known: async () => 'home-1' },
      jenkins: {
        ...world.jenkins,
        apiStatus: async (at, given) => (at.password === 'former' ? status : world.jenkins.apiStatus(at, given)),
        newToken: async () => ({ ok: true, value: 'new' }),
      },
    },
    signal,
  );
  expect(await failing(rotated)).toBe(says);
  expect(await world.secrets.apiToken('home-1')).toBe('new');
  expect(await world.secrets.adminPassword()).toBe(jenkins.password);
});

test('the present password is stored once Jenkins accepts it', async () => {
  const jenkins = { password: 'changed @/ in Jenkins' };
  const { world, state } = lab(jenkins);
  const stored = await world.secrets.adminPassword();
  expect(await failing(storePassword(world, 'a wrong one', signal))).toBe('Jenkins refuses this password');
  expect(await world.secrets.adminPassword()).toBe(stored);
  await storePassword(world, jenkins.password, signal);
  expect([await world.secrets.adminPassword(), await state()]).toEqual([jenkins.password, 'fits']);
});

test.each<[string, Given]>([
  ['whose accounts are of a directory', { says: 'accounts come from hudson.security.LDAPSecurityRealm' }],
  ['without the script', { exitCode: 3 }],
  ['whose administrator is not ours', { made: false }],
])('a Jenkins %s keeps its password, and so does the app', async (_what, given) => {
  const jenkins = { password: await createSecrets(folder).adminPassword() };
  const before = jenkins.password;
  const { world } = lab(jenkins, given);
  expect(await failing(rotatePassword(world, signal))).toBe('The administrator’s password was not changed');
  expect([jenkins.password, await world.secrets.adminPassword()]).toEqual([before, before]);
});

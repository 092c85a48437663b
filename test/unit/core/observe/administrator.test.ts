import { expect, test } from 'vitest';
import {
  administratorMade,
  newToken,
  noteAdministrator,
  passwordOpens,
  storedToken,
} from '../../../../electron/core/observe/administrator.ts';
import { ok } from '../../../../electron/shared/failure.ts';
import { fakeWorld } from '../../../doubles/world.ts';

interface Given {
  readonly home?: string | null;
  readonly token?: string | null;
  readonly seen?: boolean | null;
  readonly exitCode?: number;
  readonly fails?: boolean;
}
function lab({ home = 'id', token = null, seen = null, exitCode = 0, fails = false }: Given = {}) {
  const done: string[] = [];
  let stored = token;
  const world = fakeWorld({
    homes: {
      known: async () => {
        if (fails) throw new Error('unreadable');
        return home;
      },
    },
    host: { administratorMade: async () => seen },
    engine: {
      exec: async (container, command) => {
        done.push(`${container} ${command.join(' ')}`);
        return { exitCode, stdout: '', stderr: '' };
      },
    },
    secrets: {
      adminPassword: async () => 'p',
      apiToken: async () => stored,
      keepApiToken: async (of, value) => {
        done.push(`keep ${of} ${value}`);
        stored = value;
      },
    },
    jenkins: {
      newToken: async (_, name) => {
        done.push(`token ${name}`);
        return ok('t');
      },
    },
  });
  return { world, done };
}
const NOTE = 'c test -e /var/jenkins_home/.jenkins-tray/administrator';

test.each<[string, Given, boolean, readonly string[]]>([
  ['a token of this home is kept', { token: '' }, true, []],
  ['this user sees the note', { seen: true }, true, []],
  ['this user sees that there is none', { seen: false }, false, []],
  ['only the container sees the note', { exitCode: 0 }, true, [NOTE]],
  ['the container sees that there is none', { exitCode: 1 }, false, [NOTE]],
  ['nothing can be looked at', { fails: true }, true, []],
])('whether this app made the administrator, where %s: %s', async (_where, given, made, asked) => {
  const { world, done } = lab(given);
  expect([await administratorMade(world, 'c 5'), done]).toEqual([made, asked]);
  // It is looked at once for each start.
  await administratorMade(world, 'c 5');
  expect(done).toEqual(asked);
});

test('where no Jenkins runs, the password opens as far as this user sees', async () => {
  expect(await passwordOpens(lab({ seen: false }).world, null)).toBe(false);
  expect(await passwordOpens(lab({ seen: true }).world, null)).toBe(true);
  expect(await passwordOpens(lab().world, null)).toBe(true);
});

test('where one runs, the password opens the Jenkins of this app, if it made the account', async () => {
  const place = { url: 'http://a', logins: 'all' } as const;
  expect(await passwordOpens(lab({ seen: true }).world, place)).toBe(true);
  expect(await passwordOpens(lab({ seen: false }).world, place)).toBe(false);
  expect(await passwordOpens(lab({ seen: true }).world, { ...place, logins: 'own' })).toBe(false);
});

test('a new home’s administrator is noted once, if the home is known', async () => {
  const noted = async (given: Given) => {
    const { world, done } = lab(given);
    await noteAdministrator(world);
    return done;
  };
  expect(await noted({})).toEqual(['keep id ']);
  expect(await noted({ token: 't' })).toEqual([]);
  expect(await noted({ home: null })).toEqual([]);
  expect(await noted({ fails: true })).toEqual([]);
});

test('the token of a home is what was stored, else empty', async () => {
  expect(await storedToken(lab({ token: 't' }).world)).toBe('t');
  expect(await storedToken(lab().world)).toBe('');
  expect(await storedToken(lab({ home: null, token: 't' }).world)).toBe('');
  expect(await storedToken(lab({ fails: true }).world)).toBe('');
});

test('a token is made once for each start of a container, and kept for a known home', async () => {
  const address = { url: 'http://a', user: 'admin', password: 'p' };
  const { world, done } = lab();
  await newToken(world, 'c 5', address);
  await newToken(world, 'c 5', address);
  expect(done).toEqual(['token Jenkins Tray', 'keep id t']);
  await newToken(world, 'c 6', address);
  expect(done).toHaveLength(4);
  const unknown = lab({ home: null });
  await newToken(unknown.world, 'c 5', address);
  expect(unknown.done).toEqual([]);
  await expect(newToken(lab({ fails: true }).world, 'c 5', address)).resolves.toBeUndefined();
});

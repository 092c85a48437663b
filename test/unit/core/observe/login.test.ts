import { expect, test } from 'vitest';
import { noteAdministrator, passwordOpens } from '../../../../electron/core/observe/administrator.ts';
import { knownRefusal } from '../../../../electron/core/observe/login.ts';
import { asJenkins } from '../../../../electron/core/observe/observe.ts';
import type { Place } from '../../../../electron/core/stack/page-url.ts';
import type { JenkinsAddress } from '../../../../electron/core/world/jenkins.ts';
import { err, ok, type Result } from '../../../../electron/shared/failure.ts';
import { buildsUnreadable, loginNeeded, loginRefused } from '../../../../electron/shared/failures/jenkins.ts';
import type { Settings } from '../../../../electron/shared/settings.ts';
import { settings } from '../../../doubles/situation.ts';
import { fakeWorld, type GivenWorld, refusedLoginsInMemory } from '../../../doubles/world.ts';

const url = 'http://127.0.0.1:8080';
const place = (container = 'c1 1000', logins: Place['logins'] = 'all'): Place => ({
  url,
  logins,
  container,
});

/** A Jenkins that accepts these `user:secret`, and what it was sent. */
function stage(accepts: readonly string[], given: GivenWorld = {}) {
  const sent: string[] = [];
  const tokens = new Map<string, string>();
  const world = fakeWorld({
    secrets: {
      adminPassword: async () => 'generated',
      apiToken: async (home) => tokens.get(home) ?? null,
      keepApiToken: async (home, token) => void tokens.set(home, token),
    },
    jenkins: {
      newToken: async ({ user, password }) => {
        sent.push(`new token for ${user}:${password}`);
        return ok('made');
      },
    },
    ...given,
  });
  const ask = async (
    where = place(),
    jenkins: Partial<Settings['jenkins']> = {},
    by = world,
    fails?: () => Result<string>,
  ): Promise<Result<string>> => {
    const now = settings({ jenkins: { ...settings().jenkins, ...jenkins } });
    return await asJenkins(by, now, where, async ({ user, password }: JenkinsAddress) => {
      sent.push(`${user}:${password}`);
      if (fails !== undefined) return fails();
      if (accepts.includes(`${user}:${password}`)) return ok('builds');
      return err(user === '' ? loginNeeded(url) : loginRefused(url, user));
    });
  };
  return { world, ask, tokens, sent: () => sent.splice(0) };
}

test('a refused login is not sent again until it, or the container, changes', async () => {
  const { ask, sent } = stage(['ann:right']);
  const wrong = { user: 'ann', apiToken: 'wrong' };
  for (let round = 0; round < 3; round += 1)
    expect(await ask(place(), wrong)).toMatchObject({ ok: false, failure: { code: 'jenkins/login-refused' } });
  expect(sent()).toEqual(['ann:wrong']);
  await ask(place('c1 2000'), wrong);
  expect(sent(), 'after a restart').toEqual(['ann:wrong']);
  expect((await ask(place(), { user: 'ann', apiToken: 'right' })).ok).toBe(true);
  expect((await ask(place(), { user: 'ann', apiToken: 'right' })).ok).toBe(true);
  expect(sent()).toEqual(['ann:right', 'ann:right']);
});

test('a login that another process was refused is not sent', async () => {
  const refusedLogins = refusedLoginsInMemory();
  const wrong = { user: 'ann', apiToken: 'wrong' };
  const processes = [1, 2, 3].map(() => stage([], { refusedLogins }));
  for (const { ask } of processes)
    expect(await ask(place(), wrong)).toMatchObject({
      failure: { code: 'jenkins/login-refused', title: 'Jenkins refuses the API token' },
    });
  for (const { ask } of processes)
    expect(await ask()).toMatchObject({ failure: { title: 'The stored administrator’s password no longer fits' } });
  expect(processes.flatMap(({ sent }) => sent()).filter((it) => it !== ':')).toEqual(['ann:wrong', 'admin:generated']);
  await refusedLogins.forget('ann');
  await stage([], { refusedLogins }).ask(place(), wrong);
  expect(refusedLogins.has({ container: 'c1 1000', user: 'ann', password: 'wrong' })).toBe(true);
});

test('requests at the same time send a login once, until it was accepted', async () => {
  const { ask, sent } = stage(['ann:right']);
  await Promise.all([1, 2, 3].map(() => ask(place(), { user: 'ann', apiToken: 'wrong' })));
  expect(sent()).toEqual(['ann:wrong']);
  const answers = await Promise.all([1, 2, 3].map(() => ask(place(), { user: 'ann', apiToken: 'right' })));
  expect(answers.every(({ ok: accepted }) => accepted)).toBe(true);
});

test('the administrator’s login is tried only where this app made that account', async () => {
  const { ask, sent, world } = stage([], { host: { administratorMade: async () => false } });
  expect(await ask()).toMatchObject({ ok: false, failure: { title: 'Jenkins requires a login' } });
  await ask();
  expect(sent()).toEqual([':', ':']);
  expect(await passwordOpens(world, place())).toBe(false);
});

test('a home that this user cannot see is looked at inside its container, once', async () => {
  const ran: string[] = [];
  const exec = async (container: string, command: readonly string[]) => {
    ran.push(`${container}: ${command.join(' ')}`);
    return { exitCode: 1, stdout: '', stderr: '' };
  };
  const { ask, sent } = stage([], { host: { administratorMade: async () => null }, engine: { exec } });
  await ask();
  await ask();
  expect(sent()).toEqual([':', ':']);
  expect(ran).toEqual(['c1: test -e /var/jenkins_home/.jenkins-tray/administrator']);
});

test('a new home whose account was not made yet when somebody asked has it once that is noted', async () => {
  const { ask, sent, tokens, world } = stage(['admin:generated'], { host: { administratorMade: async () => false } });
  await ask();
  expect(await passwordOpens(world, place())).toBe(false);
  await noteAdministrator(world);
  expect(await passwordOpens(world, place())).toBe(true);
  expect(await ask()).toEqual(ok('builds'));
  expect(sent()).toEqual([':', ':', 'admin:generated', 'new token for admin:generated']);
  expect([...tokens]).toEqual([['id-of-home', 'made']]);
});

test('a refused login is remembered for the same Jenkins also where its home was found anew', async () => {
  const { ask, sent, world } = stage([]);
  const wrong = { user: 'ann', apiToken: 'wrong' };
  for (const home of ['/srv/one', '/srv/two']) await ask(place(), wrong, { ...world, home });
  expect(sent()).toEqual(['ann:wrong']);
});

test('a Jenkins that answers nobody is asked once with each login', async () => {
  const { ask, sent, tokens } = stage(['admin:made']);
  tokens.set('id-of-home', 'made');
  await ask();
  sent();
  const answer = await ask(place(), {}, undefined, () => err(buildsUnreadable(url, 'HTTP 503')));
  expect(answer.ok).toBe(false);
  expect(sent()).toEqual(['admin:made', ':']);
});

test('a password that was changed in Jenkins is tried once, told as that, and no longer offered', async () => {
  const { ask, sent, world } = stage([]);
  expect(await passwordOpens(world, place())).toBe(true);
  for (let round = 0; round < 3; round += 1)
    expect(await ask()).toMatchObject({ failure: { title: 'The stored administrator’s password no longer fits' } });
  expect(sent()).toEqual([':', 'admin:generated', ':', ':']);
  expect(await passwordOpens(world, place())).toBe(false);
});

test('the app makes itself a token, and no longer sends the password', async () => {
  const { ask, sent, tokens } = stage(['admin:generated', 'admin:made']);
  expect(await ask()).toEqual(ok('builds'));
  expect(sent()).toEqual([':', 'admin:generated', 'new token for admin:generated']);
  expect([...tokens]).toEqual([['id-of-home', 'made']]);
  await ask();
  expect(sent(), 'one request, once a login was needed').toEqual(['admin:made']);
});

test.each([
  ['with a token', 'old', ['admin:old']],
  ['without one', '', ['admin:generated']],
])(
  'where a directory has the accounts by now, %s one secret is tried, since it locks accounts',
  async (_how, token, tried) => {
    const ran: string[] = [];
    const exec = async (_container: string, command: readonly string[]) => {
      ran.push(command.join(' '));
      return { exitCode: 3, stdout: '', stderr: '' };
    };
    const secrets = {
      adminPassword: async () => 'generated',
      otherPasswords: async () => ['former'],
      apiToken: async () => token,
    };
    const { ask, sent } = stage([], { engine: { exec }, secrets });
    for (let round = 0; round < 3; round += 1) expect((await ask()).ok).toBe(false);
    expect(sent().filter((it) => it !== ':')).toEqual(tried);
    expect(ran).toEqual([expect.stringContaining('HudsonPrivateSecurityRealm')]);
  },
);

test('of a Jenkins with the accounts of a directory it is not told that its password was changed', async () => {
  const exec = async () => ({ exitCode: 3, stdout: '', stderr: '' });
  const given = { engine: { exec }, refusedLogins: refusedLoginsInMemory() };
  for (const { world, ask } of [stage([], given), stage([], given)])
    for (let round = 0; round < 2; round += 1) {
      expect(await ask()).toEqual(err(loginNeeded(url)));
      expect(await knownRefusal(world, place())).toBeNull();
    }
  // Also where nobody asked by the administrator, such as a Jenkins that shows its builds to everybody.
  expect(await knownRefusal(stage([], given).world, place())).toBeNull();
});

test('a token that was revoked is replaced', async () => {
  const { ask, sent, tokens } = stage(['admin:generated', 'admin:made']);
  tokens.set('id-of-home', 'revoked');
  expect(await ask()).toEqual(ok('builds'));
  expect(sent()).toEqual([':', 'admin:revoked', 'admin:generated', 'new token for admin:generated']);
  await ask();
  expect(sent()).toEqual(['admin:made']);
});

test('where Jenkins makes no tokens, it is asked for one once', async () => {
  const newToken = async () => err(loginNeeded(url));
  const { ask, sent } = stage(['admin:generated'], { jenkins: { newToken } });
  for (let round = 0; round < 2; round += 1) expect(await ask()).toEqual(ok('builds'));
  expect(sent()).toEqual([':', 'admin:generated', 'admin:generated']);
});

test.each(['none', 'own'] as const)(
  'where %s logins may be sent, the administrator’s password is not offered',
  async (logins) => {
    expect(await passwordOpens(stage([]).world, place('c1 1', logins))).toBe(false);
  },
);

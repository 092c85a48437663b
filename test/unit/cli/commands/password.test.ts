import { expect, test } from 'vitest';
import { password } from '../../../../electron/cli/commands/password.ts';
import { ok } from '../../../../electron/shared/failure.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import { failureFrom, stage } from '../../../doubles/command.ts';
import { ours } from '../../../doubles/situation.ts';
import { freeLock, settingsWith } from '../../../doubles/world.ts';

/** A Jenkins that accepts this password. */
function staged(accepts: string, answers: readonly string[] = []) {
  let stored = 'stored';
  const lab = stage({
    answers,
    world: {
      lock: freeLock,
      secrets: {
        adminPassword: async () => stored,
        apiToken: async () => null,
        draftPassword: async () => 'new',
        keepPassword: async (next) => {
          stored = next;
        },
      },
      engine: {
        containersNamed: async () => ours('dood'),
        exec: async () => ({ exitCode: 0, stdout: 'ok\n', stderr: '' }),
      },
      jenkins: { apiStatus: async ({ password: sent }) => (sent === accepts ? 200 : 401) },
    },
  });
  return { ...lab, stored: () => stored };
}

test('check says whether the stored password fits', async () => {
  const fits = staged('stored');
  expect(await password(fits.context, [])).toBe(0);
  expect(fits.out()).toBe('The stored password fits.');
  expect(await failureFrom(password(staged('other').context, ['check']))).toMatchObject({
    title: 'The stored administrator’s password no longer fits',
    command: 'jenkins-tray password set',
  });
});

test('check asks Jenkins again for what it has refused: the account may have been mended there', async () => {
  let accepts = 'other';
  const lab = stage({
    world: {
      lock: freeLock,
      secrets: { adminPassword: async () => 'stored', apiToken: async () => null },
      engine: { containersNamed: async () => ours('dood') },
      jenkins: { apiStatus: async ({ password: sent }) => (sent === accepts ? 200 : 401) },
    },
  });
  expect((await failureFrom(password(lab.context, []))).code).toBe('jenkins/login-refused');
  accepts = 'stored';
  expect(await password(lab.context, [])).toBe(0);
});

test('check does not say that a token fits which it must not send', async () => {
  // Of another settings folder: no login is sent to it, and it answers all the same.
  const others = ours('dood').map((it) => ({ ...it, labels: { ...it.labels, 'io.jenkins-tray.owner': 'other' } }));
  const settings = { ...defaultSettings, jenkins: { ...defaultSettings.jenkins, user: 'anna', apiToken: 't' } };
  const lab = stage({
    world: {
      lock: freeLock,
      settings: settingsWith(settings),
      engine: { containersNamed: async () => others },
      jenkins: { running: async () => ok([]) },
    },
  });
  await password(lab.context, ['check']);
  expect(lab.out()).not.toContain('accepts the API token');
});

test('check also tells on a full disk whether the password fits', async () => {
  const lab = staged('stored');
  const { world } = await lab.context.session();
  Object.assign(world, {
    refusedLogins: { ...world.refusedLogins, forget: () => Promise.reject(new Error('no space left on device')) },
  });
  expect(await password(lab.context, ['check'])).toBe(0);
});

test('set asks for the password, never prints it, and stores what Jenkins accepts', async () => {
  const lab = staged('typed', ['typed']);
  expect(await password(lab.context, ['set'])).toBe(0);
  expect([lab.stored(), lab.asked, lab.out()]).toEqual([
    'typed',
    ['Present password of admin: '],
    'Jenkins accepts it; it is stored.',
  ]);
  expect((await failureFrom(password(staged('x', ['']).context, ['set']))).code).toBe('usage/invalid');
});

test('rotate sets a new one and does not print it', async () => {
  const lab = staged('new');
  expect(await password(lab.context, ['rotate'])).toBe(0);
  expect([lab.stored(), lab.out()]).toEqual(['new', 'The administrator has a new password.']);
});

test('anything else is refused, a password as an argument included', async () => {
  expect((await failureFrom(password(staged('x').context, ['s3cret']))).code).toBe('usage/invalid');
});

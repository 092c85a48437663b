import { expect, test } from 'vitest';
import { completeFirstStart } from '../../../../electron/core/execute/new-home.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { HOME, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const start = { container: 'jenkins-dood-container', url: 'http://127.0.0.1:8080', home: HOME };

/** How the page answers without and with the administrator's login; what is then done to the container. */
async function complete(
  anonymous: number | null,
  login: number | null,
  given: { isLast?: boolean; casc?: string; isNew?: boolean; made?: boolean; rm?: number; notes?: string[] } = {},
) {
  const done: string[] = [];
  const world = fakeWorld({
    homes: { known: async () => 'home-id' },
    secrets: {
      adminPassword: async () => 'pw',
      apiToken: async () => null,
      keepApiToken: async (home) => void given.notes?.push(home),
    },
    jenkins: { apiStatus: async ({ user, password }) => (user === '' ? anonymous : password === 'pw' ? login : 401) },
    engine: {
      async exec(_container, command) {
        if (command.at(-1) === `${HOME}/.jenkins-tray/administrator`)
          return { exitCode: given.made === true ? 0 : 1, stdout: '', stderr: '' };
        done.push(command.join(' '));
        const exitCode = command[0] === 'rm' ? (given.rm ?? 0) : given.isNew === false ? 1 : 0;
        return { exitCode, stdout: '', stderr: '' };
      },
      async stop(name) {
        done.push(`stop ${name}`);
      },
    },
  });
  const { jenkins } = settings();
  const run = { world, settings: settings({ jenkins: { ...jenkins, cascFile: given.casc ?? '' } }) };
  const result = await completeFirstStart(start, given.isLast ?? true, run, new AbortController().signal).catch(
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : thrown),
  );
  return [result, ...done.slice(1)];
}

const removed = `rm -f ${HOME}/.jenkins-tray/new`;
const stopped = `stop ${start.container}`;

test.each([401, 403])(
  'with %i for anybody and a login for the administrator, the home is no longer new',
  async (status) => {
    expect(await complete(status, 200)).toEqual(['complete', removed]);
  },
);

test('a Jenkins that lets everybody in is stopped, and its home stays new', async () => {
  expect(await complete(200, 200)).toEqual(['jenkins/open', stopped]);
  expect(await complete(200, 401, { isLast: false, casc: '/srv/casc.yaml' })).toEqual(['jenkins/open', stopped]);
});

test('a Jenkins that refuses its administrator is stopped, once it had its time', async () => {
  expect(await complete(403, 401, { isLast: false })).toEqual(['refused']);
  expect(await complete(403, 401)).toEqual(['jenkins/no-administrator', stopped]);
});

test('an administrator who may not look is refused, too', async () => {
  expect(await complete(403, 403)).toEqual(['jenkins/no-administrator', stopped]);
});

test('that the administrator is ours is remembered, unless the accounts are those of the user’s own file', async () => {
  const notes: string[] = [];
  await complete(403, 200, { notes, casc: '/srv/casc.yaml' });
  expect(notes).toEqual([]);
  await complete(403, 200, { notes });
  expect(notes).toEqual(['home-id']);
  // The user's file may set no accounts.
  await complete(403, 200, { notes, casc: '/srv/casc.yaml', made: true });
  expect(notes).toEqual(['home-id', 'home-id']);
});

test('a mark that cannot be removed is a failure: each start would add the administrator again', async () => {
  expect(await complete(403, 200, { rm: 1 })).toEqual(['home/not-writable', removed]);
});

test('no answer, or another one, proves nothing', async () => {
  for (const [anonymous, login] of [
    [null, 200],
    [404, 200],
    [302, 200],
    [503, 503],
    [403, null],
    [403, 500],
  ] as const)
    expect(await complete(anonymous, login)).toEqual(['unknown']);
});

test('the accounts of the user’s own Configuration as Code file count', async () => {
  expect(await complete(403, 401, { casc: '/srv/casc.yaml' })).toEqual(['complete', removed]);
});

test('a home that is not new is left alone, however its Jenkins answers', async () => {
  expect(await complete(200, 401, { isNew: false })).toEqual(['complete']);
});

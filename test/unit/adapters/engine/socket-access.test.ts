import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AccessWorld, socketAccess } from '../../../../electron/adapters/engine/socket-access.ts';
import { engineForbidden } from '../../../../electron/shared/failures/engine.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'socket-access-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SOCKET = '/run/docker.sock';
const GID = 999;

/** A computer whose group docker, that of the socket, has these members. */
function computer(members: string, change: Partial<AccessWorld> = {}): AccessWorld {
  const groupFile = join(folder, 'group');
  writeFileSync(groupFile, `root:x:0:\ndocker:x:${GID}:${members}\nvideo:x:44:alice\n`);
  mkdirSync(join(folder, 'linger'), { recursive: true });
  const folders = { lingerFolder: join(folder, 'linger'), snapFolder: join(folder, 'snap') };
  return { groupFile, ...folders, user: 'alice', groups: [1000], groupOf: () => GID, ...change };
}

test('a user who is not in the group is told to join it', () => {
  for (const members of ['', 'bob', 'alice2,malice'])
    expect(socketAccess(SOCKET, computer(members))).toEqual({ kind: 'no-member', group: 'docker' });
});

test('a user id without a name is in no group', () => {
  expect(socketAccess(SOCKET, computer('', { user: '' }))).toEqual({ kind: 'no-member', group: 'docker' });
});

test('one who joined it after this login is told to log in again, or with lingering to restart', () => {
  const here = computer('bob,alice');
  expect(socketAccess(SOCKET, here)).toEqual({ kind: 'earlier-login', group: 'docker' });
  writeFileSync(join(here.lingerFolder, 'alice'), '');
  expect(socketAccess(SOCKET, here)).toEqual({ kind: 'lingering', group: 'docker' });
});

test('a socket of root alone has no group to join yet', () => {
  const rootOnly = computer('', { groupOf: () => 0 });
  expect(socketAccess(SOCKET, rootOnly)).toEqual({ kind: 'no-group', isSnap: false });
  mkdirSync(join(folder, 'snap'));
  expect(socketAccess(SOCKET, rootOnly)).toEqual({ kind: 'no-group', isSnap: true });
});

test('what cannot be looked at is explained as what is most likely', () => {
  const gone = (): never => {
    throw new Error('ENOENT');
  };
  expect(socketAccess(SOCKET, computer('alice', { groupOf: gone }))).toEqual({ kind: 'no-member', group: 'docker' });
  expect(socketAccess(SOCKET, computer('alice', { groupFile: '/none' }))).toEqual({
    kind: 'no-member',
    group: 'docker',
  });
});

test('each has its own remedy and command', () => {
  const remedies = (['no-member', 'earlier-login', 'lingering'] as const).map((kind) =>
    engineForbidden('x', { kind, group: 'docker' }),
  );
  const commands = [...remedies, ...[true, false].map((isSnap) => engineForbidden('x', { kind: 'no-group', isSnap }))];
  expect(commands.map(({ command }) => command)).toEqual([
    'sudo usermod -aG docker "$USER"',
    'newgrp docker',
    'sudo reboot',
    'sudo groupadd --force --system docker && sudo usermod -aG docker "$USER" && sudo snap restart docker',
    'sudo groupadd --force --system docker && sudo usermod -aG docker "$USER" && sudo systemctl restart docker.socket docker',
  ]);
});

import { expect, test } from 'vitest';
import type { OneShot } from '../../../../../electron/core/world/engine.ts';
import type { HomeFact } from '../../../../../electron/core/world/host.ts';
import { found, machine } from '../../../../doubles/doctor.ts';
import { GIB } from '../../../../doubles/gpu-sample.ts';

test('a home that Jenkins cannot write to, or that is nearly full, fails with a fix', async () => {
  const runOneShot = async () => ({ exitCode: 1, stdout: '', stderr: '' });
  const locked = machine({ home: { writable: false, ownerUid: 1001 }, engine: { runOneShot } });
  expect((await found(locked, 'home'))?.failure?.command).toBe("sudo chown -R 1000:1000 '/srv/jenkins'");
  expect((await found(machine({ home: { freeBytes: GIB } }), 'home'))?.failure?.code).toBe('home/too-full');
});

test('whether Jenkins can write is unknown before there is an image', async () => {
  const imagesNamed = async () => [];
  const check = await found(machine({ home: { writable: null }, engine: { imagesNamed } }), 'home');
  expect(check?.state).toBe('skipped');
});

const homes: readonly (readonly [home: Partial<HomeFact>, state: string, code: string | undefined, detail: string])[] =
  [
    [{ kind: 'missing' }, 'warning', undefined, '/srv/jenkins does not exist yet; the first start creates it'],
    [{ kind: 'unresponsive' }, 'failed', 'home/unresponsive', '/srv/jenkins'],
    [{ kind: 'no-volume' }, 'failed', 'home/volume-missing', '/srv/jenkins'],
    [{ kind: 'unusable-volume' }, 'failed', 'home/volume-unsuitable', '/srv/jenkins'],
    [{ kind: 'broken-link' }, 'failed', 'home/missing', '/srv/jenkins'],
    [{ kind: 'not-a-folder' }, 'failed', 'home/not-a-folder', '/srv/jenkins'],
    [{ readOnly: true }, 'failed', 'home/not-writable', '/srv/jenkins'],
    [{ freeBytes: 2 * GIB - 1 }, 'failed', 'home/too-full', '/srv/jenkins'],
    [{ freeBytes: 2 * GIB }, 'ok', undefined, '/srv/jenkins, writable, 2.0 GiB free'],
    [{ freeBytes: null }, 'ok', undefined, '/srv/jenkins, writable'],
  ];

test.each(homes)('%j: %s %s', async (home, state, code, detail) => {
  const check = await found(machine({ home }), 'home');
  expect([check?.state, check?.failure?.code, check?.detail]).toEqual([state, code, detail]);
});

test.each([
  [0, 'ok', '/srv/jenkins, writable, 50.0 GiB free'],
  [1, 'failed', '/srv/jenkins'],
])(
  'where this user cannot tell, Jenkins’ user tries in a container, which exits with %i: %s',
  async (exitCode, state, detail) => {
    const runs: OneShot[] = [];
    const runOneShot = async (run: OneShot) => {
      runs.push(run);
      return { exitCode: run.command.includes('/srv/jenkins') ? exitCode : 0, stdout: '', stderr: '' };
    };
    expect(await found(machine({ home: { writable: null }, engine: { runOneShot } }), 'home')).toMatchObject({
      state,
      detail,
    });
    expect(runs[0]).toMatchObject({
      image: 'jenkins-image',
      command: ['sh', '-c', expect.stringContaining('test -w'), '/srv/jenkins'],
      user: '1000',
      binds: [{ source: '/srv/jenkins', target: '/srv/jenkins', readOnly: false }],
      gpus: false,
    });
  },
);

test('a home of another user that is not known to be writable names no user', async () => {
  const imagesNamed = async () => [];
  const locked = machine({ home: { writable: false, ownerUid: null }, engine: { imagesNamed } });
  expect((await found(locked, 'home'))?.failure).toMatchObject({
    code: 'home/not-writable',
    detail: 'It belongs to user ?; Jenkins runs as user 1000.',
  });
  const check = await found(machine({ home: { writable: null }, engine: { imagesNamed } }), 'home');
  expect(check?.detail).toBe('/srv/jenkins: write access can be checked once its image is built, 50.0 GiB free');
});

test.each([
  ['free 262144 4096 9000000', 'failed', '/srv/jenkins'],
  ['free 1310720 4096 9000000', 'ok', '/srv/jenkins, writable, 5.0 GiB free'],
  ['free 0 4096 0', 'ok', '/srv/jenkins, writable'],
])('the free space of a home that this user cannot see is told there: %s', async (stdout, state, detail) => {
  const runOneShot = async () => ({ exitCode: 0, stdout: `${stdout}\n`, stderr: '' });
  const unseen = machine({ home: { writable: null, freeBytes: null }, engine: { runOneShot } });
  expect(await found(unseen, 'home')).toMatchObject({ state, detail });
});

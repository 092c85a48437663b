import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
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
import { dockerConfig } from '../../electron/adapters/engine/contexts.ts';
import { registryLogin } from '../../electron/adapters/engine/registry-login.ts';
import { tlsFilesIn } from '../../electron/adapters/engine/tls-files.ts';
import { createGpuStore } from '../../electron/adapters/gpu-store.ts';
import { createIntent, noRequest } from '../../electron/adapters/intent.ts';
import { writeJson } from '../../electron/adapters/json-file.ts';
import { holderIn } from '../../electron/adapters/lock-holder.ts';
import { openToOthers } from '../../electron/adapters/open-folder.ts';
import { createSecrets, passwordPath } from '../../electron/adapters/secrets.ts';
import { createSettings } from '../../electron/adapters/settings.ts';
import { knownSecrets } from '../../electron/main/known-secrets.ts';
import { FailureError, failureOf } from '../../electron/shared/failure.ts';
import { defaultSettings } from '../../electron/shared/settings.ts';

/** What others can do with the settings folder, and what is there instead of our files. */

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test.each(['777', '1777', '702'])('guard openToOthers: settings in a folder of mode %s are not used', async (bits) => {
  writeFileSync(join(folder, 'settings.json'), '{"address":"0.0.0.0"}');
  chmodSync(folder, Number.parseInt(bits, 8));
  const settings = createSettings(folder);
  expect(settings.load()).toMatchObject({
    settings: { address: '127.0.0.1' },
    problem: { code: 'settings/unwritable', title: 'Others can change your settings' },
  });
  await expect(settings.update((it) => it)).rejects.toMatchObject({ failure: { code: 'settings/unwritable' } });
});

test('guard openToOthers: a folder of another user is not used, except by root', () => {
  const { uid } = statSync(folder);
  expect(openToOthers(folder, uid)).toBeNull();
  expect(openToOthers(folder, 0)).toBeNull();
  if (uid !== 0) return expect(openToOthers(folder, uid + 1)).toContain(`belongs to another user (uid ${uid})`);
  // Root's own folders may be used by everybody.
  expect(openToOthers(folder, 1000)).toBeNull();
  chownSync(folder, 12345, 12345);
  expect(openToOthers(folder, 1000)).toContain('belongs to another user (uid 12345)');
  expect(openToOthers(folder, 12345)).toBeNull();
});

test('guard mode 0600: with umask 0 nobody else can use any file or folder of ours', () => {
  const own = join(folder, 'new');
  const program = `
    import { createGpuStore } from './electron/adapters/gpu-store.ts';
    import { createHomes } from './electron/adapters/homes.ts';
    import { createIntent, noRequest } from './electron/adapters/intent.ts';
    import { createLock } from './electron/adapters/lock.ts';
    import { createOwner } from './electron/adapters/owner.ts';
    import { createSecrets } from './electron/adapters/secrets.ts';
    import { createSettings } from './electron/adapters/settings.ts';
    process.umask(0);
    const own = ${JSON.stringify(own)};
    await createSettings(own).update((it) => it);
    await createSecrets(own).adminPassword();
    await createIntent(own).save(noRequest);
    await createGpuStore(own + '/gpu').save({ history: new Uint8Array(8), ledger: [], bands: [] });
    console.log(process.memoryUsage().rss);
  `;
  execFileSync(process.execPath, ['--input-type=module', '-e', program], { stdio: 'pipe' });
  const made = [own, ...readdirSync(own, { recursive: true }).map((name) => join(own, String(name)))];
  expect(made.length).toBeGreaterThan(7);
  expect(made.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
});

test('guard wx: the password is not written through a link', async () => {
  const target = join(folder, 'target');
  writeFileSync(target, 'untouched');
  mkdirSync(join(folder, 'secrets'), { mode: 0o700 });
  symlinkSync(target, `${passwordPath(folder)}.${process.pid}`);
  expect(await createSecrets(folder).adminPassword()).toHaveLength(24);
  expect(readFileSync(target, 'utf8')).toBe('untouched');
});

test('guard readJson: a pipe, a device, a folder or a circle of links in place of the settings is refused at once', () => {
  const path = join(folder, 'settings.json');
  const attempts: readonly (() => void)[] = [
    () => void execFileSync('mkfifo', [path]),
    () => symlinkSync('/dev/zero', path),
    () => mkdirSync(path),
    () => symlinkSync(path, path),
  ];
  for (const attempt of attempts) {
    rmSync(path, { recursive: true, force: true });
    attempt();
    const began = performance.now();
    expect(createSettings(folder).load().problem?.code).toBe('settings/unwritable');
    expect(performance.now() - began).toBeLessThan(2000);
  }
});

const attempts: readonly (readonly [string, (path: string) => void])[] = [
  ['a pipe', (path) => void execFileSync('mkfifo', [path])],
  ['an endless device', (path) => symlinkSync('/dev/zero', path)],
  ['a folder', (path) => mkdirSync(path)],
  ['a circle of links', (path) => symlinkSync(path, path)],
  ['a file of 100 MB', (path) => execFileSync('truncate', ['-s', '100M', path])],
];

test.each(attempts)(
  'guard boundedFile: %s in place of any other file of ours is refused at once',
  async (_what, attempt) => {
    const docker = join(folder, 'docker');
    mkdirSync(join(folder, 'secrets'), { mode: 0o700 });
    mkdirSync(docker);
    for (const name of ['intent.json', 'gpu-history.bin', 'gpu-ledger.json', 'gpu-bands.json'])
      attempt(join(folder, name));
    for (const path of [
      passwordPath(folder),
      join(docker, 'config.json'),
      join(docker, 'ca.pem'),
      join(folder, 'holder'),
    ])
      attempt(path);
    const began = performance.now();
    expect(() => createIntent(folder).load()).toThrow();
    await expect(createSecrets(folder).adminPassword()).rejects.toMatchObject({
      failure: { code: 'settings/unwritable', title: 'The administrator’s password cannot be read or saved' },
    });
    expect(knownSecrets(passwordPath(folder), () => defaultSettings)()).toEqual([]);
    expect(await createGpuStore(folder).load()).toEqual({ history: null, ledger: [], bands: [] });
    expect(dockerConfig(docker)).toEqual({});
    expect(() => tlsFilesIn(docker, 'DOCKER_CERT_PATH')).toThrow(FailureError);
    expect(await registryLogin('registry.example/a', { DOCKER_CONFIG: docker }, () => undefined)).toBeNull();
    expect(holderIn(join(folder, 'holder'))).toBeNull();
    expect(performance.now() - began).toBeLessThan(2000);
  },
);

test('guard openToOthers: a password in a folder that others can change is not used', async () => {
  await createSecrets(folder).adminPassword();
  chmodSync(join(folder, 'secrets'), 0o777);
  await expect(createSecrets(folder).adminPassword()).rejects.toMatchObject({
    failure: { code: 'settings/unwritable', detail: expect.stringContaining('every user') },
  });
});

test('guard closed: a password file that others can read is closed', async () => {
  const password = await createSecrets(folder).adminPassword();
  chmodSync(passwordPath(folder), 0o644);
  expect(await createSecrets(folder).adminPassword()).toBe(password);
  expect(mode(passwordPath(folder))).toBe('600');
});

test('guard fileOpenToOthers: settings that others can write, or that a link takes from such a folder, are not used', () => {
  const path = join(folder, 'settings.json');
  writeFileSync(path, '{"address":"0.0.0.0"}');
  chmodSync(path, 0o666);
  const refused = { settings: { address: '127.0.0.1' }, problem: { title: 'Others can change your settings' } };
  expect(createSettings(folder).load()).toMatchObject(refused);
  const shared = join(folder, 'shared');
  const own = join(folder, 'own');
  for (const made of [shared, own]) mkdirSync(made, { mode: 0o700 });
  writeFileSync(join(shared, 'settings.json'), '{"address":"0.0.0.0"}', { mode: 0o600 });
  symlinkSync(join(shared, 'settings.json'), join(own, 'settings.json'));
  expect(createSettings(own).load()).toMatchObject({ settings: { address: '0.0.0.0' }, problem: null });
  chmodSync(shared, 0o777);
  expect(createSettings(own).load()).toMatchObject(refused);
});

test.each([
  ['settings.json', (at: string) => createSettings(at).update((it) => it)],
  ['intent.json', (at: string) => createIntent(at).save(noRequest)],
])(
  'guard mode 0600: the user’s own link in place of %s is kept, and what it leads to is closed to others',
  async (name, write) => {
    const target = join(folder, 'target');
    writeFileSync(target, '{}', { mode: 0o644 });
    const own = join(folder, 'own');
    mkdirSync(own, { mode: 0o700 });
    symlinkSync(target, join(own, name));
    await write(own);
    // As of a program that keeps settings in a repository, stays; its file is closed to others.
    expect(lstatSync(join(own, name)).isSymbolicLink()).toBe(true);
    expect(mode(target)).toBe('600');
  },
);

/** A disk of 64 KiB; only root can make one, as in the lab. */
const disk = (): string => {
  const at = join(folder, 'disk');
  mkdirSync(at);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', at]);
  return at;
};
const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;

test.skipIf(!canMount)(
  'guard writeJson, keep: a full or read-only disk is a failure, and what was there stays',
  async () => {
    const at = disk();
    try {
      await createSettings(at).update((it) => ({ ...it, address: '127.0.0.2' }));
      const password = await createSecrets(at).adminPassword();
      const before = readFileSync(join(at, 'settings.json'), 'utf8');
      const full = { code: 'settings/unwritable' };
      expect(() => writeFileSync(join(at, 'filler'), Buffer.alloc(256 * 1024))).toThrow('ENOSPC');
      const tried = async (): Promise<void> => {
        const changed = createSettings(at).update((it) => ({ ...it, home: '/srv/other' }));
        expect(await changed.then(() => null, failureOf)).toMatchObject(full);
        expect(
          await createIntent(at)
            .save({ ...noRequest, consents: ['x'.repeat(9000)] })
            .then(() => null, failureOf),
        ).toMatchObject(full);
        expect(
          await createSecrets(join(at, 'new'))
            .adminPassword()
            .then(() => null, failureOf),
        ).toMatchObject(full);
        expect(readFileSync(join(at, 'settings.json'), 'utf8')).toBe(before);
        expect(createSettings(at).load().settings.address).toBe('127.0.0.2');
        expect(await createSecrets(at).adminPassword()).toBe(password);
      };
      await tried();
      rmSync(join(at, 'filler'));
      execFileSync('mount', ['-o', 'remount,ro', at]);
      await tried();
    } finally {
      execFileSync('umount', ['-l', at]);
    }
  },
);

test('guard writeJson: where nothing can be written, that is a failure of its own', async () => {
  // Even root cannot write there.
  const failure = await writeJson('/proc/jenkins-tray/settings.json', {}).then(() => null, failureOf);
  expect(failure?.code).toBe('settings/unwritable');
});

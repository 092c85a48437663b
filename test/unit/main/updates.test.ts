import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLock } from '../../../electron/adapters/lock.ts';
import { Updates } from '../../../electron/main/updates.ts';
import { FailureError } from '../../../electron/shared/failure.ts';
import { updateNotInstalled } from '../../../electron/shared/failures/update.ts';
import type { Snapshot } from '../../../electron/shared/snapshot.ts';
import { converging, dind, snapshot, working } from '../../doubles/tray.ts';

/** A deb whose feed offers a newer version; its installation does nothing. */
const { installed, version } = vi.hoisted(() => ({
  installed: vi.fn<() => Promise<void>>(),
  version: { here: '0.1.0' },
}));
const file = { kind: 'deb', name: 'jenkins-tray_0.2.0_amd64.deb', size: 1, sha512: '' } as const;
vi.mock('electron', () => ({ app: { isPackaged: true, quit: () => undefined } }));
vi.mock('../../../electron/adapters/updates/update-source.ts', () => ({
  updatable: () => ({ source: { feed: 'https://example.org/', key: '' }, kind: 'deb' }),
}));
vi.mock('../../../electron/adapters/updates/installed-version.ts', () => ({
  installedVersion: async () => version.here,
}));
vi.mock('../../../electron/shell/package-updater.ts', () => ({
  createPackageUpdater: () => ({
    check: async () => ({ version: '0.2.0', file }),
    download: async () => '/downloaded',
  }),
  installCommand: () => ['dpkg', '-i'],
}));
vi.mock('../../../electron/adapters/updates/install-package.ts', () => ({
  installPackage: installed,
}));
vi.mock('../../../electron/adapters/updates/guard.ts', () => ({ startGuard: () => undefined }));

let configDir = '';
beforeEach(() => {
  configDir = mkdtempSync(join(tmpdir(), 'updates-'));
  installed.mockReset().mockResolvedValue();
  version.here = '0.1.0';
});
afterEach(() => rmSync(configDir, { recursive: true, force: true }));

/** Asks for the installation while Jenkins is in this state; the code of its failure, null if it was installed. */
async function install(now: Snapshot): Promise<string | null> {
  const session = { snapshot: () => now, setOwnNotices: () => undefined };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined, folder: '' };
  const updates = new Updates({ session, configDir, version: '0.1.0', log, confirm: async () => true });
  return updates.install().then(
    () => null,
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : String(thrown)),
  );
}

test('an update is installed while Jenkins runs', async () => {
  expect(await install(snapshot(dind))).toBeNull();
  expect(installed).toHaveBeenCalledOnce();
});

test('no switch can begin while it is installed, and one can afterwards', async () => {
  const lock = createLock(configDir);
  const began: string[] = [];
  const begin = (): Promise<void> =>
    lock.acquire('cli').then(
      ({ release }) => {
        began.push('yes');
        return release();
      },
      () => void began.push('no'),
    );
  installed.mockImplementation(begin);
  await install(snapshot(dind));
  await begin();
  expect(began).toEqual(['no', 'yes']);
});

test.each([
  ['the app switches', snapshot(dind, { activity: working })],
  ['a command switches', snapshot(converging)],
])('none is installed while %s', async (_, now) => {
  expect(await install(now)).toBe('update/busy');
  expect(installed).not.toHaveBeenCalled();
});

test('none is installed while a command that has not been seen yet holds the lock', async () => {
  const { release } = await createLock(configDir).acquire('cli');
  try {
    expect(await install(snapshot(dind))).toBe('update/busy');
  } finally {
    await release();
  }
  expect(installed).not.toHaveBeenCalled();
});

test.each([
  ['our package was installed all the same', '0.2.0', null],
  ['it was not', '0.1.0', 'update/not-installed'],
])('the package manager ends with an error, and %s', async (_, here, expected) => {
  installed.mockImplementation(async () => {
    version.here = here;
    throw new FailureError(updateNotInstalled('zypper ended with 107.', ''));
  });
  expect(await install(snapshot(dind))).toBe(expected);
});

import { expect, test } from 'vitest';
import { type ScriptStage, scriptStage } from '../../../../../../../../../doubles/script-stage.ts';

/** What a mount of layers shows after a file of the lower one was removed. */
const GOOD = 'true';
const FAILS = 'echo "wrong fs type" >&2; exit 32';
const NO_D_TYPE = ': > "$last/left"';

interface Disk {
  readonly mount?: string;
  /** Undefined: not installed. */
  readonly fuse?: string;
  readonly chown?: string;
}

function storage({ mount = GOOD, fuse, chown = GOOD }: Disk, env = {}, prepare = (_: ScriptStage): void => {}) {
  const stage = scriptStage();
  // The script removes these from the merged folder, where they are once it is mounted.
  const merged = 'for last; do :; done; : > "$last/file"; mkdir "$last/folder"; ';
  stage.stub('mount', merged + mount);
  if (fuse !== undefined) stage.stub('fuse-overlayfs', merged + fuse);
  stage.stub('umount');
  stage.stub('chown', chown);
  stage.stub('ln');
  stage.stub('stat', 'case $1 in -fc) echo xfs ;; *) echo 1 600 ;; esac');
  prepare(stage);
  const script = 'assets/docker/dind/rootfs/usr/local/libexec/jenkins-tray/storage';
  const { status, stdout, stderr } = stage.run(script, [`${stage.folder}/data`], env);
  return { status, driver: stdout.trim(), said: stderr.replaceAll(stage.folder, ''), calls: stage.calls() };
}

test('overlay2 where it works, without a word', () => {
  expect(storage({ fuse: GOOD })).toMatchObject({ status: 0, driver: 'overlay2', said: '' });
});

test('fuse-overlayfs where overlay2 cannot be mounted, or removed files stay, with the reason', () => {
  expect(storage({ mount: FAILS, fuse: GOOD })).toMatchObject({
    driver: 'fuse-overlayfs',
    said: 'jenkins-tray: storage driver fuse-overlayfs, since /data (xfs) does not take overlay2: overlay2: wrong fs type;\n',
  });
  const { driver, said } = storage({ mount: NO_D_TYPE, fuse: GOOD });
  expect(driver).toBe('fuse-overlayfs');
  expect(said).toContain('ftype=0');
});

test('vfs with a warning where neither works', () => {
  const { driver, said } = storage({ mount: FAILS });
  expect(driver).toBe('vfs');
  expect(said).toContain('fuse-overlayfs: not in this image;');
  expect(said).toContain('warning: storage driver vfs');
});

test('none where owners are not kept: it fails and says what was tried', () => {
  const { status, driver, said } = storage({ mount: FAILS, chown: 'echo "Operation not permitted" >&2; exit 1' });
  expect([status, driver]).toEqual([1, '']);
  expect(said).toContain('no storage driver works on /data (xfs): overlay2: wrong fs type;');
  expect(said).toContain('vfs: Operation not permitted;');
});

test('the one that was chosen, unprobed', () => {
  const chosen = storage({ mount: FAILS }, { JENKINS_TRAY_STORAGE_DRIVER: 'overlay2' });
  expect(chosen).toMatchObject({ driver: 'overlay2', said: '', calls: [] });
});

test('the one that has images, unprobed', () => {
  const used = (driver: string) => (stage: ScriptStage) =>
    void stage.write(`data/image/${driver}/layerdb/sha256/a`, '');
  expect(storage({ mount: FAILS }, {}, used('overlay2'))).toMatchObject({ driver: 'overlay2', calls: [] });
  expect(storage({}, {}, used('vfs'))).toMatchObject({ driver: 'vfs', said: expect.stringContaining('warning') });
});

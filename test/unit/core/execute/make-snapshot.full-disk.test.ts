import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeSnapshot } from '../../../../electron/core/execute/make-snapshot.ts';
import { RESTORE_SNAPSHOT } from '../../../../electron/core/execute/restore-home-script.ts';
import { restoreSnapshot } from '../../../../electron/core/execute/restore-snapshot.ts';
import { exportSnapshot, importSnapshot } from '../../../../electron/core/execute/snapshot-store.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { canStage, contents, type SnapshotStage, snapshotStage } from '../../../doubles/snapshot-stage.ts';

/** A home and its snapshots on a disk of 2 MiB that becomes full once there was room: nothing half done stays or counts. */
const SCRATCH = tmpdir();
const never = new AbortController().signal;
let disk = '';
let stage: SnapshotStage;
beforeEach(() => {
  disk = mkdtempSync(join(SCRATCH, 'filling-disk-'));
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,nr_inodes=200', 'tmpfs', disk]);
  vi.stubEnv('TMPDIR', disk);
  if (canStage) stage = snapshotStage();
  vi.unstubAllEnvs();
});
afterEach(() => {
  spawnSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** When a command begins, somebody else takes all that is left of the disk. */
const taking = (what: 'bytes' | 'inodes', command = 'tar'): string => {
  const all = what === 'bytes' ? `cat /dev/zero >${disk}/taken/0` : `touch $(seq -f ${disk}/taken/%.0f 300)`;
  return `${command}() { command mkdir -p ${disk}/taken; ${all} 2>/dev/null; command ${command} "$@"; }`;
};
const free = (): void => {
  stage.before = '';
  rmSync(join(disk, 'taken'), { recursive: true });
};
const run = () => ({ ...stage.run, image: 'image' });
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure : thrown),
  );
const wish = { reason: 'asked', mode: 'off', jenkins: null, state: 'stopped', without: 'nothing' } as const;
const make = (mode: 'off' | 'dood' = 'off') => makeSnapshot({ ...wish, mode, image: 'image' }, stage.run, never);
const NO_BYTES = 'has too little space: 0 MiB are free, 1 MiB are needed.';
const NO_INODES = /has no inodes left for more files \(\d MiB are free\)\./;

describe.skipIf(!canStage)('on a disk that fills', () => {
  test.each([
    ['bytes', 'tar', NO_BYTES, 'df -h '],
    ['inodes', 'mkdir', NO_INODES, 'df -hi'],
  ] as const)(
    '%s, no half of a snapshot stays, and one is made once there is room',
    async (what, at, detail, command) => {
      const before = contents(stage.home);
      stage.before = taking(what, at);
      expect(await failure(make())).toMatchObject({
        code: 'snapshot/not-made',
        title: `No snapshot was made in ${stage.folder}`,
        detail: expect.stringMatching(detail),
        command: expect.stringContaining(command),
      });
      expect(readdirSync(stage.folder).filter((name) => name !== '.lock')).toEqual([]);
      expect(contents(stage.home)).toBe(before);
      free();
      const { name } = await make();
      expect(readdirSync(stage.folder)).toEqual(['.lock', name]);
    },
  );

  test.each([
    ['bytes', NO_BYTES],
    ['inodes', NO_INODES],
  ] as const)('%s while a snapshot is unpacked, the home stays and its disk is named', async (what, detail) => {
    const { name } = await make();
    const before = contents(stage.home);
    stage.before = taking(what);
    const failed = await failure(restoreSnapshot({ name, stamp: 1, image: 'image' }, stage.run, never));
    expect(failed).toMatchObject({ code: 'snapshot/not-restored', detail: expect.stringMatching(detail) });
    expect(failed).toMatchObject({ detail: expect.stringContaining(`The disk of ${stage.root} has`) });
    expect(readdirSync(stage.root).sort()).toEqual(['the home', 'the home-snapshots']);
    expect(contents(stage.home)).toBe(before);
    free();
    expect(await restoreSnapshot({ name, stamp: 2, image: 'image' }, stage.run, never)).toMatchObject({
      replaced: `${stage.home}.replaced-2`,
    });
  });

  test('a file is not exported or imported in part, and the disk is named', async () => {
    const { name } = await make();
    const files = join(disk, 'files');
    mkdirSync(files);
    const full = { code: 'snapshot/not-moved', detail: expect.stringMatching(NO_BYTES) };
    stage.before = taking('bytes');
    expect(await failure(exportSnapshot(name, join(files, 'saved'), run(), never))).toMatchObject({
      ...full,
      command: `df -h '${files}'`,
    });
    expect(readdirSync(files)).toEqual([]);
    free();
    await exportSnapshot(name, join(files, 'saved'), run(), never);
    rmSync(join(stage.folder, name), { recursive: true });
    stage.before = taking('bytes');
    expect(await failure(importSnapshot(join(files, 'saved'), run(), never))).toMatchObject({
      ...full,
      command: `df -h '${stage.folder}'`,
    });
    expect(readdirSync(stage.folder)).toEqual(['.lock']);
    free();
    expect(await importSnapshot(join(files, 'saved'), run(), never)).toBe(name);
  });

  test('and says so only when what was written is to be stored, as a thin or remote one does, nothing counts', async () => {
    const { name } = await make();
    const before = contents(stage.home);
    // As `sync` does there; the shell's own function stands for a disk whose storage is used up.
    const storing = 'sync() { echo "sync: error syncing: Input/output error" >&2; return 1; }';
    stage.before = storing;
    expect(await failure(make('dood'))).toMatchObject({ detail: expect.stringContaining('Input/output error') });
    const restore = restoreSnapshot({ name, stamp: 1, image: 'image' }, stage.run, never);
    expect(await failure(restore)).toMatchObject({ detail: expect.stringContaining('Input/output error') });
    expect(readdirSync(stage.root).sort()).toEqual(['the home', 'the home-snapshots']);
    expect(readdirSync(stage.folder)).toEqual(['.lock', name]);
    expect(contents(stage.home)).toBe(before);
  });

  test('a volume into which a snapshot was not stored does not count as restored when that is tried again', async () => {
    const { name } = await make();
    mkdirSync(join(stage.root, 'volume'));
    const into = (sync: string): string => {
      const script = `sync() { ${sync}; }\n${RESTORE_SNAPSHOT}`;
      const args = [stage.root, 'volume', stage.folder, name, '1', 'into', '-'];
      return spawnSync('sh', ['-c', script, 'sh', ...args], { encoding: 'utf8' }).stdout.trim();
    };
    const refused = /not-written sync: .*: Input\/output error$/;
    for (const _ of [1, 2]) expect(into('echo "sync: $2: Input/output error" >&2; return 1')).toMatch(refused);
    expect(into(':')).toMatch(/^unpacking [\s\S]*restored into -$/);
    expect(into('return 1')).toBe('restored into -');
  });

  test('a name that only sounds like that, in a warning about its time, ends no restore', async () => {
    const job = join(stage.home, 'jobs/Disk quota');
    mkdirSync(job);
    // As on a computer whose clock was set back: tar warns about each such file.
    utimesSync(job, 4e9, 4e9);
    const { name } = await make();
    const restored = restoreSnapshot({ name, stamp: 1, image: 'image' }, stage.run, never);
    expect(await failure(restored)).toBeNull();
  });
});

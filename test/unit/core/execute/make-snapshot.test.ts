import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSnapshot, measureSnapshot, type SnapshotWish } from '../../../../electron/core/execute/make-snapshot.ts';
import { confirmRestore, restoreSnapshot, undoRestore } from '../../../../electron/core/execute/restore-snapshot.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { defaultSettings, type Settings } from '../../../../electron/shared/settings.ts';
import { unseenHome } from '../../../doubles/situation.ts';
import { canStage, contents, type SnapshotStage, snapshotStage } from '../../../doubles/snapshot-stage.ts';

const wish: Omit<SnapshotWish, 'image'> = {
  ...{ reason: 'asked', mode: 'dood', jenkins: '2.568.2', state: 'stopped', without: 'nothing' },
};
const never = new AbortController().signal;
let stage: SnapshotStage;
let stored: Settings;
beforeEach(() => {
  stored = defaultSettings;
  const update = async (change: (now: Settings) => Settings): Promise<Settings> => {
    stored = change(stored);
    return stored;
  };
  if (canStage) stage = snapshotStage({}, { settings: { update } });
});
afterEach(() => stage.dispose());

const make = (change: Partial<SnapshotWish> = {}) =>
  makeSnapshot({ ...wish, ...change, image: 'image' }, stage.run, never).then(
    ({ name }) => name,
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.detail : `${thrown}`),
  );
const restore = (name: string, stamp = 1) =>
  restoreSnapshot({ name, stamp, image: 'image' }, stage.run, never).then(
    ({ home, replaced, setting }) => [home, replaced, setting] as const,
    (thrown: unknown) =>
      thrown instanceof FailureError ? `${thrown.failure.code}: ${thrown.failure.detail}` : `${thrown}`,
  );
const listed = (): readonly string[] =>
  existsSync(stage.folder) ? readdirSync(stage.folder).filter((name) => !name.startsWith('.')) : [];

describe.skipIf(!canStage)('a snapshot', () => {
  test('of a home is restored in every respect, and what it replaces is kept', async () => {
    const before = contents(stage.home);
    const name = await make();
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-dood-2\.568\.2$/);
    expect(contents(stage.home)).toBe(before);
    expect(statSync(stage.folder).mode & 0o777).toBe(0o700);
    expect(statSync(stage.folder).uid).toBe(1000);
    rmSync(join(stage.home, 'jobs'), { recursive: true });
    writeFileSync(join(stage.home, 'config.xml'), 'spoilt');
    const spoilt = contents(stage.home);
    const kept = `${stage.home}.replaced-1`;
    expect(await restore(name)).toEqual([stage.home, kept, null]);
    expect(contents(kept)).toBe(spoilt);
    expect(readFileSync(join(stage.home, '.jenkins-tray/restored'), 'utf8')).toBe(`1 ${name}\n`);
    // It has all but who had the home.
    rmSync(join(stage.home, '.jenkins-tray/restored'));
    rmSync(kept, { recursive: true });
    const without = (text: string): string =>
      text
        .split('\n')
        .filter((line) => !/heartbeat|\.jenkins-tray d|\d+\t\.$/.test(line))
        .join('\n');
    expect(without(contents(stage.home))).toBe(without(before));
    expect(statSync(join(stage.home, 'hole')).blocks).toBeLessThan(100);
  });

  test('of an own build of Jenkins has a name that restore takes', async () => {
    const name = await make({ jenkins: '2.579-SNAPSHOT (private-11/26/2026 08:00 GMT-user)' });
    expect(name).toMatch(/-dood-2\.579-SNAPSHOT-private-11-26-2026-08-0/);
    expect(await restore(name)).toEqual([stage.home, `${stage.home}.replaced-1`, null]);
  });

  test.each([
    ['gone', 'The home is not a folder'],
    ['an empty folder, as where its disk is not mounted', 'perhaps its disk is not mounted'],
  ])('of a home that is %s is not made, nor measured', async (what, why) => {
    const homes = { ...stage.run.world.homes, known: async () => 'of-the-home' };
    const home = async () => ({ ...unseenHome, kind: existsSync(stage.home) ? 'folder' : 'missing' }) as const;
    const world = { ...stage.run.world, homes, host: { ...stage.run.world.host, home } };
    stage = { ...stage, run: { ...stage.run, world } };
    expect(await make()).toMatch(/^\d{4}/);
    rmSync(stage.home, { recursive: true });
    if (what !== 'gone') mkdirSync(stage.home);
    expect(await make({ mode: 'dind' })).toContain(why);
    const measured = measureSnapshot({ without: 'nothing', image: 'image' }, stage.run, never);
    await expect(measured).rejects.toThrow('No snapshot was made');
    expect(listed().length).toBe(1);
    expect(existsSync(stage.home)).toBe(what !== 'gone');
  });

  test('leaves out what Jenkins builds again by choice', async () => {
    const name = await make({ without: 'rebuilt' });
    await restore(name);
    expect(readdirSync(stage.home).sort()).toEqual(['.jenkins-tray', 'config.xml', 'hole', 'jobs', 'secrets']);
  });

  test('names what lies elsewhere, which is not in it', async () => {
    symlinkSync('/mnt/big/users', join(stage.home, 'users'));
    symlinkSync('../beside', join(stage.home, 'nodes'));
    symlinkSync('secrets/../jobs', join(stage.home, 'inside'));
    symlinkSync('/mnt/ws', join(stage.home, 'caches'));
    const made = await makeSnapshot({ ...wish, without: 'rebuilt', image: 'image' }, stage.run, never);
    expect([...made.outside].sort()).toEqual(['nodes, a link to ../beside', 'users, a link to /mnt/big/users']);
    expect(stage.lines).toContain('not in it: users, a link to /mnt/big/users');
  });

  test('is measured without any change', async () => {
    const before = contents(stage.home);
    const estimate = await measureSnapshot({ image: 'image', without: 'nothing' }, stage.run, never);
    expect(estimate).toMatchObject({ folder: stage.folder, files: 18 });
    expect(estimate.bytes).toBeLessThan(1_000_000);
    expect(estimate.need).toBeGreaterThanOrEqual(estimate.bytes * 1.2);
    expect(listed()).toEqual([]);
    expect(contents(stage.home)).toBe(before);
  });

  test.each([
    [
      'the disk is full',
      'tee() { command tee >/dev/null; echo "tee: No space left on device" >&2; return 1; }',
      'too little space',
    ],
    [
      'the estimate does not fit',
      'stat() { case $1 in -fc) echo 0 1048576 9 ;; *) command stat "$@" ;; esac; }',
      'MiB are free',
    ],
    [
      'a file cannot be read',
      'tar() { command tar "$@"; echo "tar: x: Permission denied" >&2; return 2; }',
      'Permission denied',
    ],
    ['a file changes', 'tar() { command tar "$@"; return 1; }', 'could not be read completely'],
    [
      'a build runs',
      'tar() { command tar "$@"; sleep 0.02; touch "$home/jobs/train/builds/1/log"; }',
      'jobs/train/builds/1/log',
    ],
    [
      'the archiver ends',
      'zstd() { head -c 100; return 1; }; gzip() { head -c 100; return 1; }',
      'could not be written',
    ],
  ])('is not listed if %s', async (_what, code, detail) => {
    stage.before = code;
    expect(await make()).toContain(detail);
    expect(listed()).toEqual([]);
    stage.before = '';
    expect(listed()).not.toContain(await make());
    expect(listed().length).toBe(1);
  });

  test('is not made where its folder is in the home by another name, nor without a checksum', async () => {
    const folder = stage.folder;
    mkdirSync(join(stage.home, 'saved'));
    symlinkSync(join(stage.home, 'saved'), folder);
    expect(await make()).toContain('in the home, under another name');
    const estimate = measureSnapshot({ image: 'image', without: 'nothing' }, stage.run, never);
    await expect(estimate).rejects.toThrow('No snapshot was made');
    expect(readdirSync(join(stage.home, 'saved'))).toEqual([]);
    rmSync(folder);
    symlinkSync(stage.home, folder);
    expect(await make()).toContain('in the home, under another name');
    rmSync(folder);
    for (const broken of [
      'openssl() { cat >/dev/null; }',
      'openssl() { return 1; }; sha256sum() { cat >/dev/null; }',
    ]) {
      stage.before = broken;
      expect(await make()).toContain('could not be written');
    }
    expect(listed()).toEqual([]);
  });

  test.each([
    ['made without OpenSSL, is restored with it', 'openssl() { return 127; }', 'sha256sum() { return 1; }'],
    ['made with OpenSSL, is restored without it', 'sha256sum() { return 1; }', 'openssl() { return 127; }'],
  ])('%s', async (_which, made, restored) => {
    stage.before = made;
    const name = await make();
    stage.before = restored;
    expect(await restore(name)).toEqual([stage.home, `${stage.home}.replaced-1`, null]);
  });

  test('of a home with pipes and sockets is made, and the name of a file forges no verdict', async () => {
    spawnSync('mkfifo', [join(stage.home, 'pipe')]);
    spawnSync('python3', [
      '-c',
      `import socket; socket.socket(socket.AF_UNIX).bind(${JSON.stringify(join(stage.home, 's'))})`,
    ]);
    const name = await make();
    expect(await restore(name)).toEqual([stage.home, `${stage.home}.replaced-1`, null]);
    expect(statSync(join(stage.home, 'pipe')).isFIFO()).toBe(true);
    expect(existsSync(join(stage.home, 's'))).toBe(false);
    const forged = `x\nmade zstd 1 1 1 ${'a'.repeat(64)}`;
    mkdirSync(join(stage.home, 'jobs', forged, 'builds', '1'), { recursive: true });
    // Files of one tick of the kernel's clock have the same time.
    stage.before = `tar() { command tar "$@"; sleep 0.02; for it in "$home"/jobs/x*/builds/1; do : >"$it/log"; done; }`;
    expect(await make({ mode: 'dind' })).toContain('A build ran meanwhile');
    expect(listed()).toEqual([name]);
  });

  test('on a disk that shares blocks is a copy, with all but sockets and who has the home', async () => {
    // As on Btrfs: `cp` takes what it is asked, in each process.
    const bin = join(stage.root, 'bin');
    mkdirSync(bin);
    const real =
      '#!/bin/sh\nfor it; do case $it in --reflink=*) ;; *) set -- "$@" "$it" ;; esac; shift; done; exec /bin/cp "$@"\n';
    writeFileSync(join(bin, 'cp'), real, { mode: 0o755 });
    stage.before = `PATH=${bin}:$PATH`;
    const before = contents(stage.home);
    const name = await make();
    expect(JSON.parse(readFileSync(join(stage.folder, name, 'snapshot.json'), 'utf8'))).toMatchObject({
      ...{ method: 'reflink', size: 0 },
    });
    expect(contents(stage.home)).toBe(before);
    writeFileSync(join(stage.home, 'config.xml'), 'spoilt');
    expect(await restore(name)).toEqual([stage.home, `${stage.home}.replaced-1`, null]);
    expect(readFileSync(join(stage.home, 'config.xml'), 'utf8')).toContain('2.568.2');
    expect(existsSync(join(stage.home, '.jenkins-tray/heartbeat'))).toBe(false);
    expect(statSync(join(stage.home, 'jobs/train/last log')).nlink).toBe(2);
    rmSync(join(stage.folder, name, 'home/secrets/master.key'));
    expect(await restore(name, 2)).toMatch(/^snapshot\/damaged/);
    // The copies themselves are on the disk before they count.
    rmSync(join(stage.folder, name), { recursive: true });
    stage.before += '; sync() { [ "$1" != -f ] || { echo "sync: $2: Input/output error" >&2; return 1; }; }';
    expect(await make()).toContain('Input/output error');
    expect(listed()).toEqual([]);
  });

  // `cp` cannot share blocks here; what it is asked shows what would be done.
  const SHARES = `cp() { case $* in *--reflink=always*"$home/"*) : >"$(eval echo \\$$#)" ;; *) command cp "$@" ;; esac; }`;

  test.each([
    ['some files may not share their blocks', SHARES, 'packing'],
    [
      'another disk is mounted in it',
      `${SHARES}; find() { case $* in *%D*) echo 1 1 1 8; echo 2 1 1 8 ;; *) command find "$@" ;; esac; }`,
      'packing',
    ],
  ])('is packed where %s', async (_what, code, line) => {
    stage.before = code;
    expect(await make()).toMatch(/^1970/);
    expect(stage.lines.some((it) => it.startsWith(line))).toBe(true);
    const [name = ''] = listed();
    expect(readdirSync(join(stage.folder, name)).some((it) => it.startsWith('home.tar'))).toBe(true);
    stage.before = '';
    expect(await restore(name)).toEqual([stage.home, `${stage.home}.replaced-1`, null]);
  });

  test('of a quiet Jenkins may see its log grow, and no build', async () => {
    stage.before = 'tar() { command tar "$@"; return 1; }';
    expect(await make({ state: 'quiet' })).toMatch(/^1970/);
  });

  test.each(['tar', 'stat', 'mv'])(
    'that is killed at %s is not listed, and the next one removes what it left',
    async (command) => {
      stage.before = `${command}() { kill -9 $$; command sleep 1; }`;
      await make();
      expect(listed()).toEqual([]);
      stage.before = '';
      expect(await make()).toMatch(/^1970/);
      expect(readdirSync(stage.folder).filter((it) => it.endsWith('.part'))).toEqual([]);
    },
  );

  test('does not touch what else is in its folder', async () => {
    mkdirSync(join(stage.folder, '.mine.part'), { recursive: true });
    const { mode, uid } = statSync(stage.folder);
    await make();
    expect(existsSync(join(stage.folder, '.mine.part'))).toBe(true);
    expect(statSync(stage.folder)).toMatchObject({ mode, uid });
  });
});

describe.skipIf(!canStage)('a restore', () => {
  test('of what is damaged, or not there, changes nothing', async () => {
    const name = await make();
    const archive = join(
      stage.folder,
      name,
      readdirSync(join(stage.folder, name)).find((it) => it.startsWith('home.tar')) ?? '',
    );
    const before = contents(stage.home);
    spawnSync('dd', ['if=/dev/zero', `of=${archive}`, 'bs=1', 'count=2', 'seek=3000', 'conv=notrunc']);
    expect(await restore(name)).toMatch(/^snapshot\/damaged/);
    spawnSync('truncate', ['-s', '2000', archive]);
    expect(await restore(name)).toMatch(/^snapshot\/damaged/);
    expect(await restore('2026-01-01T00-00-00Z-dood-2.1')).toMatch(/^snapshot\/unknown/);
    expect(contents(stage.home)).toBe(before);
    expect(readdirSync(stage.root).sort()).toEqual(['the home', 'the home-snapshots']);
  });

  test.each([
    ...['tar', 'exchange', 'sync'].map((it) => [it, `${it}() { kill -9 $$; command sleep 1; }`]),
    [
      'each rename but the first',
      'mv() { case $* in *--exchange*) return 1 ;; esac; [ ! -e "$log.once" ] || kill -9 $$; : >"$log.once"; command mv "$@"; }; perl() { return 1; }',
    ],
    [
      'each rename but two',
      'perl() { return 1; }; mv() { case $* in *--exchange*) return 1 ;; esac; [ ! -e "$log.2" ] || kill -9 $$; [ ! -e "$log.1" ] || : >"$log.2"; : >"$log.1"; command mv "$@"; }',
    ],
  ])('that is killed at %s is completed by the next try, and no home is lost', async (_what, code) => {
    const name = await make();
    writeFileSync(join(stage.home, 'config.xml'), 'newer');
    stage.before = code;
    await restore(name);
    stage.before = '';
    expect(await restore(name)).toEqual([stage.home, `${stage.home}.replaced-1`, null]);
    expect(readFileSync(join(stage.home, 'config.xml'), 'utf8')).toContain('<version>2.568.2');
    expect(readFileSync(`${stage.home}.replaced-1/config.xml`, 'utf8')).toBe('newer');
    expect(readdirSync(stage.root).sort()).toEqual(['the home', 'the home-snapshots', 'the home.replaced-1']);
    expect(await restore(name)).toEqual([stage.home, `${stage.home}.replaced-1`, null]);
  });

  const byRenames = 'perl() { return 1; }; mv() { case $* in *--exchange*) return 1 ;; esac; ';
  const kills = (nth: number): string =>
    `${byRenames} echo >>"$log.n"; [ "$(wc -l <"$log.n")" -lt ${nth} ] || kill -9 $$; command mv "$@"; }`;

  test.each([
    ['nothing is killed', '', ''],
    ['the undoing is killed before it', '', 'exchange() { kill -9 $$; command sleep 1; }'],
    ...[1, 2, 3].map((nth) => [`the undoing is killed at rename ${nth}`, '', kills(nth)]),
    ...[1, 2, 3, 4].map((nth) => [`the restore is killed at rename ${nth}`, kills(nth), '']),
    ...[2, 3].map((nth) => [`both are killed at rename ${nth}`, kills(nth + 1), kills(nth)]),
  ])('is undone, also if %s: what it replaced is the home again', async (_what, first, second) => {
    const name = await make();
    writeFileSync(join(stage.home, 'config.xml'), 'newer');
    stage.before = first;
    await restore(name);
    const undo = (code: string) => {
      stage.before = code;
      return undoRestore({ name, stamp: 1, image: 'image' }, stage.run, never);
    };
    if (second !== '') await undo(second).catch(() => undefined);
    for (const _again of [1, 2]) {
      await undo('');
      expect(readFileSync(join(stage.home, 'config.xml'), 'utf8')).toBe('newer');
    }
    if (first === '') expect(readFileSync(`${stage.home}.replaced-1/config.xml`, 'utf8')).toContain('<version>2.568.2');
  });

  test('that fails at its last renames leaves the home', async () => {
    const name = await make();
    writeFileSync(join(stage.home, 'config.xml'), 'newer');
    stage.before = `${byRenames} case $2 in *.replaced-1) [ "$3" != "$home" ] || { echo "mv: failed" >&2; return 1; } ;; esac; command mv "$@"; }`;
    expect(await restore(name)).toContain('mv: failed');
    expect(readFileSync(join(stage.home, 'config.xml'), 'utf8')).toBe('newer');
  });

  test.each(['', '/jobs'])('beside a home that has a mount at it%s, which stays', async (at) => {
    const name = await make();
    const before = contents(stage.home);
    stage.before = `awk() { case "$*" in */mountinfo) echo "1 1 0:1 / $home${at} rw" | sed 's:the home:the\\\\040home:' | command awk "$1" "$2" "$3" ;; *) command awk "$@" ;; esac; }`;
    expect(await restore(name)).toEqual([`${stage.home}.restored-1`, stage.home, `${stage.home}.restored-1`]);
    expect(contents(stage.home)).toBe(before);
    expect([stored.home, stored.snapshots.folder]).toEqual([`${stage.home}.restored-1`, stage.folder]);
  });

  test('of a home that is gone makes it again', async () => {
    const name = await make();
    rmSync(stage.home, { recursive: true });
    expect(await restore(name)).toEqual([stage.home, null, null]);
    expect(readFileSync(join(stage.home, 'secrets/master.key'), 'utf8')).toBe('secret');
  });

  test('is looked at before anything stops: the snapshot, room, and who has the home', async () => {
    const name = await make();
    const look = (wanted: string, except: readonly string[] = []) =>
      confirmRestore({ name: wanted, stamp: 1, image: 'image' }, except, stage.run, never).then(
        () => 'fits',
        (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : `${thrown}`),
      );
    const before = readdirSync(stage.root);
    expect(await look(name)).toBe('fits');
    expect(await look('2026-01-01T00-00-00Z-dood-2.1')).toBe('snapshot/unknown');
    expect(await look('../../etc')).toBe('snapshot/unknown');
    stage.before = 'stat() { case $1 in -fc) echo 0 1048576 9 ;; *) command stat "$@" ;; esac; }';
    expect(await look(name)).toBe('snapshot/not-restored');
    expect(readdirSync(stage.root)).toEqual(before);
  });

  test('onto an older Jenkins is refused, and changes nothing', async () => {
    const name = await make();
    const before = contents(stage.home);
    const wanted = (jenkins: string | null) => ({ name, stamp: 1, image: 'image', jenkins });
    const codeOf = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'ok',
        (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : `${thrown}`),
      );
    const look = (jenkins: string | null) => codeOf(confirmRestore(wanted(jenkins), [], stage.run, never));
    for (const jenkins of ['2.568.2', '2.601', null, '2.579-SNAPSHOT']) expect(await look(jenkins)).toBe('ok');
    for (const jenkins of ['2.568.1', '2.99']) expect(await look(jenkins)).toBe('home/newer');
    expect(await codeOf(restoreSnapshot(wanted('2.99'), stage.run, never))).toBe('home/newer');
    expect(contents(stage.home)).toBe(before);
    expect(await codeOf(restoreSnapshot(wanted('2.601'), stage.run, never))).toBe('ok');
  });

  test('of a snapshot that a newer app made changes nothing', async () => {
    const name = await make();
    const said = join(stage.folder, name, 'snapshot.json');
    writeFileSync(said, readFileSync(said, 'utf8').replace('"format":1', '"format":2'));
    expect(await restore(name)).toContain('newer Jenkins Tray');
  });

  test('is not held up by a pipe in place of its mark', async () => {
    const name = await make();
    spawnSync('mkfifo', [join(stage.home, '.jenkins-tray/restored')]);
    expect(await restore(name)).toEqual([stage.home, `${stage.home}.replaced-1`, null]);
  });

  test('without space changes nothing', async () => {
    const name = await make();
    const before = contents(stage.home);
    stage.before = 'stat() { case $1 in -fc) echo 0 1048576 9 ;; *) command stat "$@" ;; esac; }';
    expect(await restore(name)).toContain('too little space');
    stage.before = 'tar() { command cat >/dev/null; echo "tar: x: No space left on device" >&2; return 2; }';
    expect(await restore(name)).toContain('too little space');
    expect(contents(stage.home)).toBe(before);
  });
});

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
import { makeSnapshot } from '../../../../electron/core/execute/make-snapshot.ts';
import {
  deleteSnapshot,
  exportSnapshot,
  importSnapshot,
  listSnapshots,
  pruneAutomatic,
  pruneSnapshots,
  verifySnapshot,
} from '../../../../electron/core/execute/snapshot-store.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import type { HomeSnapshot } from '../../../../electron/shared/home-snapshot.ts';
import { names, unseenHome } from '../../../doubles/situation.ts';
import { canStage, contents, type SnapshotStage, snapshotStage } from '../../../doubles/snapshot-stage.ts';

const never = new AbortController().signal;
let stage: SnapshotStage;
let tools: SnapshotStage['run'] & { image: string };
let at = 0;
beforeEach(() => {
  if (!canStage) return;
  stage = snapshotStage({}, { clock: { now: () => at, monotonic: () => 0, after: () => () => undefined } });
  tools = { ...stage.run, image: 'image' };
});
afterEach(() => stage.dispose());

async function made(seconds = 0, reason: HomeSnapshot['reason'] = 'asked'): Promise<string> {
  at = seconds * 1000;
  const wish = { reason, mode: 'dood', jenkins: '2.1', state: 'stopped', without: 'nothing' } as const;
  return (await makeSnapshot({ ...wish, image: 'image' }, stage.run, never)).name;
}
const said = (work: Promise<unknown>): Promise<string> =>
  work.then(
    (value) => `ok ${String(value)}`,
    (thrown: unknown) =>
      thrown instanceof FailureError ? `${thrown.failure.code}: ${thrown.failure.detail}` : `${thrown}`,
  );
const archive = (name: string): string =>
  join(stage.folder, name, readdirSync(join(stage.folder, name)).find((it) => it.startsWith('home.tar')) ?? '');

/** As on a disk that shares blocks between files, which the one of the tests may not be. */
function asReflink(name: string): void {
  const list = `find home -mindepth 1 '(' -type d -printf '%P\\t%y\\t%U:%G\\t%m\\n' -o -type f -printf '%P\\t%y\\t%U:%G\\t%m\\t%s\\t%T@\\n' -o -printf '%P\\t%y\\t%l\\n' ')' | LC_ALL=C sort`;
  const code = `cd "$1" && mkdir home && tar -C home -xpf home.tar.* && rm home.tar.* && ${list} >home.list
    s=$(sha256sum <home.list | cut -d' ' -f1); sed -i 's/"sha256":"[0-9a-f]*/"sha256":"'$s'/; s/"method":"[a-z]*/"method":"reflink/' snapshot.json`;
  spawnSync('bash', ['-c', code, 'bash', join(stage.folder, name)]);
}

describe.skipIf(!canStage)('snapshots', () => {
  test('are listed newest first, and those that lack data as incomplete', async () => {
    const [first, second] = [await made(1), await made(2)];
    rmSync(archive(first));
    writeFileSync(join(stage.folder, second, 'snapshot.json.part'), '');
    mkdirSync(join(stage.folder, '.1970-01-01T00-00-03Z-dood-2.1.part'));
    const all = await listSnapshots(tools, never);
    expect(all.map(({ name, complete }) => [name, complete])).toEqual([
      [second, true],
      [first, false],
    ]);
  });

  test('that are damaged are told', async () => {
    const name = await made();
    expect(await said(verifySnapshot(name, tools, never))).toBe('ok undefined');
    spawnSync('dd', ['if=/dev/zero', `of=${archive(name)}`, 'bs=1', 'count=2', 'seek=3000', 'conv=notrunc']);
    expect(await said(verifySnapshot(name, tools, never))).toMatch(/^snapshot\/damaged/);
  });

  test('are deleted by name alone', async () => {
    const name = await made();
    const before = contents(stage.home);
    for (const wrong of ['../the home', '.', '', name.replace('2.1', '2.2'), `${name}/../${name}`])
      expect(await said(deleteSnapshot(wrong, tools, never))).toMatch(/^snapshot\/unknown/);
    expect(await said(deleteSnapshot(name, tools, never))).toBe('ok undefined');
    expect(await listSnapshots(tools, never)).toEqual([]);
    expect(contents(stage.home)).toBe(before);
  });

  test('are pruned from the oldest, and the newest made stays though the clock was set back', async () => {
    const [a, b, c, now] = [await made(11), await made(12), await made(13), await made(1)];
    expect(await pruneSnapshots(2, now, tools, never)).toEqual([a, b]);
    expect((await listSnapshots(tools, never)).map(({ name }) => name)).toEqual([c, now]);
  });

  test('that were made automatically are pruned apart from those asked for, but for what is needed', async () => {
    const [asked, needed, old] = [await made(1), await made(2, 'upgrade'), await made(3, 'switch')];
    const [newer, now] = [await made(4, 'upgrade'), await made(5, 'switch')];
    expect(await pruneAutomatic(3, [now, needed], tools, never)).toEqual([old]);
    expect(await pruneAutomatic(1, [now, needed], tools, never)).toEqual([newer]);
    expect((await listSnapshots(tools, never)).map(({ name }) => name)).toEqual([now, needed, asked]);
  });

  test.each(['', 'shared'])(
    'made before it was noted by whom are pruned in the folder beside the home (folder: "%s")',
    async (folder) => {
      const set = { ...tools.settings.snapshots, folder: folder === '' ? '' : stage.folder };
      const run = { ...tools, settings: { ...tools.settings, snapshots: set } };
      const [old, now] = [await made(1, 'upgrade'), await made(2, 'upgrade')];
      const said = join(stage.folder, old, 'snapshot.json');
      writeFileSync(said, readFileSync(said, 'utf8').replace(/"owner":"[^"]*",/, ''));
      expect(await pruneAutomatic(1, [now], run, never)).toEqual(folder === '' ? [old] : []);
    },
  );

  test('of another home in the same folder are not pruned', async () => {
    const [theirs, own, now] = [await made(1), await made(2), await made(3)];
    const said = join(stage.folder, theirs, 'snapshot.json');
    writeFileSync(said, readFileSync(said, 'utf8').replace(JSON.stringify(stage.home), '"/srv/another"'));
    expect(await pruneSnapshots(1, now, tools, never)).toEqual([own]);
    expect((await listSnapshots(tools, never)).map(({ name }) => name)).toEqual([now, theirs]);
  });

  test.each(['asked', 'upgrade'] as const)(
    'of another computer with a home of that path are not pruned (%s)',
    async (reason) => {
      const mine = tools;
      const other = { ...names, owner: { ...names.owner, id: 'of-another-computer' } };
      stage = { ...stage, run: { ...stage.run, names: other } };
      const theirs = [await made(1, reason), await made(2, reason)];
      stage = { ...stage, run: mine };
      const [own, now] = [await made(3, reason), await made(4, reason)];
      const prune = reason === 'asked' ? pruneSnapshots(1, now, mine, never) : pruneAutomatic(1, [now], mine, never);
      expect(await prune).toEqual([own]);
      expect((await listSnapshots(mine, never)).map(({ name }) => name)).toEqual([now, ...theirs.toReversed()]);
    },
  );

  test('that were imported count as asked for', async () => {
    const name = await made(1, 'upgrade');
    const file = join(stage.root, 'saved.tar');
    await exportSnapshot(name, file, tools, never);
    await deleteSnapshot(name, tools, never);
    await importSnapshot(file, tools, never);
    const [old, now] = [await made(2, 'upgrade'), await made(3, 'upgrade')];
    expect(await pruneAutomatic(1, [now], tools, never)).toEqual([old]);
    expect(await said(verifySnapshot(name, tools, never))).toBe('ok undefined');
  });

  test('are exported to a new file, and imported as they were', async () => {
    const name = await made();
    const file = join(stage.root, 'saved.tar');
    const bytes = readFileSync(archive(name));
    expect(await said(exportSnapshot(name, file, tools, never))).toBe('ok undefined');
    expect(await said(exportSnapshot(name, file, tools, never))).toContain('One with that name is there already');
    expect(await said(importSnapshot(file, tools, never))).toContain('One with that name is there already');
    await deleteSnapshot(name, tools, never);
    expect(await said(importSnapshot(file, tools, never))).toBe(`ok ${name}`);
    expect(readFileSync(archive(name)).equals(bytes)).toBe(true);
    expect(readdirSync(stage.folder).filter((it) => it.endsWith('.part'))).toEqual([]);
  });

  test.each(['archive', 'reflink'] as const)('with links in the home come back from a file (%s)', async (method) => {
    for (const [to, at] of [
      ['../../shared/tool', 'tool'],
      ['..', 'up'],
      ['/etc/hostname', 'absolute'],
    ] as const)
      symlinkSync(to, join(stage.home, at));
    const name = await made();
    if (method === 'reflink') asReflink(name);
    const file = join(stage.root, 'saved.tar');
    expect(await said(exportSnapshot(name, file, tools, never))).toBe('ok undefined');
    await deleteSnapshot(name, tools, never);
    expect(await said(importSnapshot(file, tools, never))).toBe(`ok ${name}`);
  });

  test('are neither exported to a folder that is not there, nor imported from one, and none is made', async () => {
    const name = await made();
    const folder = join(stage.root, 'mistyped');
    const home = async (path: string) => ({ ...unseenHome, kind: existsSync(path) ? 'folder' : 'missing' }) as const;
    const world = { ...tools.world, host: { ...tools.world.host, home } };
    expect(await said(exportSnapshot(name, join(folder, 'x.tar'), { ...tools, world }, never))).toContain('no folder');
    expect(await said(importSnapshot(join(folder, 'x.tar'), { ...tools, world }, never))).toContain('no such file');
    expect(existsSync(folder)).toBe(false);
  });

  test('are imported to a folder that only the home’s owner may enter, and with room for them', async () => {
    const name = await made();
    const file = join(stage.root, 'saved.tar');
    await exportSnapshot(name, file, tools, never);
    rmSync(stage.folder, { recursive: true });
    stage.before = 'stat() { case $1 in -fc) echo 0 1048576 9 ;; *) command stat "$@" ;; esac; }';
    expect(await said(importSnapshot(file, tools, never))).toContain('too little space');
    stage.before = '';
    expect(await said(importSnapshot(file, tools, never))).toBe(`ok ${name}`);
    expect(statSync(stage.folder).mode & 0o777).toBe(0o700);
  });

  test('are not exported through a link that somebody else has made', async () => {
    const name = await made();
    const other = join(stage.root, 'of another');
    writeFileSync(other, 'theirs');
    symlinkSync(other, join(stage.root, '.saved.tar.part'));
    expect(await said(exportSnapshot(name, join(stage.root, 'saved.tar'), tools, never))).toBe('ok undefined');
    expect(readFileSync(other, 'utf8')).toBe('theirs');
  });

  test.each([
    ['a link in place of the archive', 'ln -sf /etc/passwd home.tar.*'],
    ['a name with a path', `sed -i 's/"name":"[^"]*"/"name":"1970-01-01T00-00-00Z-..\\/x"/' snapshot.json`],
    ['another file', 'echo x >.bashrc; set -- .bashrc'],
    ['another archive', 'echo x >>"$(echo home.tar.*)"'],
    ['no description', 'rm snapshot.json'],
    ['a program with root’s rights', 'mkdir home; cp /bin/true home/su; chmod 4755 home/su; set -- home'],
    ['a device', 'mkdir home; mknod home/disk b 8 0; set -- home'],
    ['a file of a newer app', `sed -i 's/"format":1/"format":2/' snapshot.json`],
    ['a name that leads out', 'mkdir home; echo x >home/f; set -- -P home/../home/f'],
    ['an absolute name', 'set -- -P /etc/hostname'],
    [
      'a name that leads out, in the archive',
      `mkdir t; cd t; echo x >f; tar -Pcf - ../t/f | gzip >../home.tar.gz; cd ..; rm -rf t home.tar.zst
      s=$(sha256sum <home.tar.gz | cut -d' ' -f1); sed -i 's/"sha256":"[0-9a-f]*/"sha256":"'$s'/' snapshot.json`,
    ],
  ])('with %s are not imported', async (_what, code) => {
    const name = await made();
    const file = join(stage.root, 'bad.tar');
    spawnSync('sh', [
      '-c',
      `cp -a "$1" "$2/x" && cd "$2/x" || exit; set --; ${code}; tar -cf ../bad.tar $(ls) "$@"`,
      'sh',
      join(stage.folder, name),
      stage.root,
    ]);
    await deleteSnapshot(name, tools, never);
    expect(await said(importSnapshot(file, tools, never))).toMatch(/^snapshot\/(not-moved|damaged)/);
    expect(await listSnapshots(tools, never)).toEqual([]);
    expect(readdirSync(stage.folder).filter((it) => !it.startsWith('.lock'))).toEqual([]);
    expect(existsSync(join(stage.root, 'x'))).toBe(true);
  });
});

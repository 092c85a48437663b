import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyHome } from '../../../../electron/core/execute/copy-home.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** The real script in a real shell, as root. */
const SQUASHED = '-dac_override,-dac_read_search,-fowner';
/** Of a Jenkins from apt. */
const OTHER = 107;
/** The folder of a Jenkins from apt, which is a link, and where it leads. */
const FORMERLY = ['/var/lib/jenkins', '/data/jenkins main'];
let root: string;
let from: string;
let home: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'copy-home-'));
  chmodSync(root, 0o755);
  from = join(root, 'from');
  home = join(root, 'the home');
  mkdirSync(from);
  mkdirSync(home);
  for (const folder of ['jobs', 'secrets', 'users', '.jenkins-tray', '.ssh']) mkdirSync(join(from, folder));
  writeFileSync(join(from, 'config.xml'), '<hudson/>');
  writeFileSync(join(from, 'secrets', 'master.key'), 'secret');
  writeFileSync(join(from, '.ssh', 'id'), 'key');
  writeFileSync(join(from, 'jobs', 'größer\nals "das"'), 'x'.repeat(100_000));
  writeFileSync(join(from, '.jenkins-tray', 'marker.json'), '{"id":"of-the-original"}');
  symlinkSync('/mnt/elsewhere', join(from, 'workspace'));
  linkSync(join(from, 'config.xml'), join(from, 'nextBuildNumber'));
  spawnSync('chown', ['-hR', `${OTHER}:${OTHER}`, from]);
  chmodSync(join(from, 'secrets'), 0o500);
  chmodSync(join(from, 'secrets', 'master.key'), 0o600);
  chmodSync(from, 0o700);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** `ok`, or the failure; and the lines of progress. */
async function copy({ squashed = false, before = '' } = {}) {
  const lines: string[] = [];
  const world = fakeWorld({
    engine: {
      async runOneShot({ command, binds, output }) {
        const [{ source, readOnly } = { source: '', readOnly: false }, { target } = { target: '' }] = binds;
        expect([source, readOnly, target]).toEqual([from, true, home]);
        const [sh = '', c = '', script = '', ...rest] = command;
        const argv = [sh, c, `${before}\n${script}`, ...rest.map((it, at) => (at === 1 ? from : it))];
        const ran = spawnSync('setpriv', [...(squashed ? ['--bounding-set', SQUASHED] : []), ...argv], {
          encoding: 'utf8',
        });
        for (const line of ran.stdout.split('\n')) output?.(line);
        return { exitCode: ran.status ?? 1, stdout: ran.stdout, stderr: ran.stderr };
      },
    },
  });
  const cause = { object: 'home', current: '', desired: '' };
  const said = await copyHome(
    { kind: 'copy-home', home, from, formerly: FORMERLY, name: 'theirs', image: 'image', cause },
    { world, settings: settings(), names, version: '1', output: (line) => lines.push(line) },
    new AbortController().signal,
  ).then(
    () => 'ok',
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.detail : `${thrown}`),
  );
  return { said, lines };
}

const contents = (folder: string): string =>
  spawnSync('sh', ['-c', 'find . -type f -exec sha256sum {} + | sort; find . -printf "%p %y %l %m\\n" | sort'], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout;

const canDrop = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
describe.skipIf(!canDrop)('a copy of a home', () => {
  test.each([false, true])(
    'has every file, for user 1000, without what this app keeps (root squashed: %j)',
    async (squashed) => {
      if (squashed) chownSync(home, 1000, 1000);
      const original = contents(from);
      const { said, lines } = await copy({ squashed });
      expect(said).toBe('ok');
      expect(contents(from)).toBe(original);
      rmSync(join(from, '.jenkins-tray'), { recursive: true });
      expect(contents(home)).toBe(contents(from));
      expect(spawnSync('find', [home, '!', '-uid', '1000'], { encoding: 'utf8' }).stdout).toBe('');
      expect(lines.join()).toMatch(
        /copying \d+ files and folders.*copied 50 %.*comparing the checksums.*copied \d+,?$/,
      );
    },
  );

  test('is made of a job about quotas, too, that is newer than the clock', async () => {
    const job = join(from, 'jobs', 'Disk quota');
    mkdirSync(job);
    // tar warns about its time.
    utimesSync(job, 4e9, 4e9);
    expect((await copy()).said).toBe('ok');
  });

  test('has links to the new place where they named the old one, and names those that lead outside', async () => {
    const links: readonly (readonly [string, string, string])[] = [
      ['absolute', '/var/lib/jenkins/jobs', `${home}/jobs`],
      ['real', '/data/jenkins main/jobs/a b', `${home}/jobs/a b`],
      ['itself', '/var/lib/jenkins', home],
      ['there-and-back', '../jenkins/jobs', `${home}/jobs`],
      ['jobs/inside', '../secrets/master.key', '../secrets/master.key'],
      ['in-container', '/var/jenkins_home/jobs', '/var/jenkins_home/jobs'],
      ['beside', '/var/lib/jenkins2/jobs', '/var/lib/jenkins2/jobs'],
      ['climbs', '../../data', '../../data'],
      ['secrets/read-only folder', '/var/lib/jenkins/users', `${home}/users`],
    ];
    for (const [path, target] of links) symlinkSync(target, join(from, path));
    const { said, lines } = await copy();
    expect(said).toBe('ok');
    expect(links.map(([path]) => [path, readlinkSync(join(home, path))])).toEqual(
      links.map(([path, , now]) => [path, now]),
    );
    expect(statSync(join(home, 'secrets')).mode & 0o777).toBe(0o500);
    expect(lines.filter((line) => line.startsWith('the link')).sort()).toEqual([
      'the link beside leads out of the home, to /var/lib/jenkins2/jobs',
      'the link climbs leads out of the home, to ../../data',
      'the link workspace leads out of the home, to /mnt/elsewhere',
    ]);
    expect(readlinkSync(join(from, 'absolute')), 'the original').toBe('/var/lib/jenkins/jobs');
  });

  test('that is killed has not ended, whatever it said of its progress', async () => {
    const { said, lines } = await copy({ before: 'sync() { kill -9 $$; }' });
    expect(lines.filter((line) => line !== '').at(-1)).toMatch(/^copied \d+ %$/);
    expect(said).toContain('The copy ended early: ');
    expect(readdirSync(home)).toEqual(['.jenkins-tray-copy']);
    expect((await copy()).said).toBe('ok');
  });

  test('is made only where nothing is', async () => {
    writeFileSync(join(home, 'config.xml'), 'mine');
    expect((await copy()).said).toBe('ok');
    expect(readdirSync(home)).toEqual(['config.xml']);
    expect(readFileSync(join(home, 'config.xml'), 'utf8')).toBe('mine');
  });

  test('that was interrupted begins anew, and one that was compared is completed', async () => {
    const part = join(home, '.jenkins-tray-copy');
    mkdirSync(join(part, 'jobs', 'left'), { recursive: true });
    mkdirSync(join(home, 'lost+found'));
    expect((await copy()).said).toBe('ok');
    expect(existsSync(join(home, 'jobs', 'left'))).toBe(false);
    const whole = join(home, '.jenkins-tray-copied');
    mkdirSync(whole);
    chownSync(whole, 1000, 1000);
    writeFileSync(join(whole, 'late.xml'), 'late');
    rmSync(from, { recursive: true });
    expect((await copy()).said).toBe('ok');
    expect(readFileSync(join(home, 'late.xml'), 'utf8')).toBe('late');
    expect(existsSync(whole)).toBe(false);
  });

  test.each([
    ['changes while it is copied', 'sync() { echo more >> "$from/config.xml"; }', 'differs from the original'],
    ['loses a file', 'sync() { rm "$part/.ssh/id"; }', 'differs from the original'],
    ['is cut off', 'tar() { command tar "$@" | head -c 20000; }', 'could not be written'],
    [
      'does not fit',
      `awk() { case "$*" in *'$3 > 0'*) echo 3 ;; *) command awk "$@" ;; esac; }`,
      'too little space (MiB free, MiB needed): 3 201',
    ],
  ])('that %s is not used', async (_what, before, says) => {
    expect((await copy({ before })).said).toContain(says);
    expect(readdirSync(home).filter((name) => name !== '.jenkins-tray-copy')).toEqual([]);
  });

  test('of what cannot be read is not made', async () => {
    mkdirSync(join(from, 'users', 'other'));
    chmodSync(join(from, 'users', 'other'), 0o700);
    chownSync(home, 1000, 1000);
    expect((await copy({ squashed: true })).said).toContain('could not be read completely: ');
    expect(statSync(home).uid).toBe(1000);
    expect(readdirSync(home).filter((name) => name !== '.jenkins-tray-copy')).toEqual([]);
  });
});

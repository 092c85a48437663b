import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PUT_BACK_PLUGINS } from '../../../../electron/core/execute/put-back-plugins.ts';
import { ROOT } from '../../../lab/paths.ts';

/** The image's script that keeps a home's plugins, and the one that puts them back, in a real shell. */
const UPGRADE = join(ROOT, 'assets/docker/jenkins/rootfs/usr/local/libexec/jenkins-tray/upgrade-plugins');
const NAME = 'plugins-20260301-120000';
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'put-back-'));
  for (const folder of ['.jenkins-tray', 'plugins/git/META-INF', 'jobs'])
    mkdirSync(join(home, folder), { recursive: true });
  put('config.xml', 'old config');
  put('credentials.xml', 'old credentials');
  put('plugins/git.jpi', 'git 4');
  put('plugins/git.jpi.disabled', '');
  put('plugins/git/META-INF/MANIFEST.MF', 'git 4');
  put('plugins/scm-api.jpi', 'scm-api 2');
  put('.jenkins-tray/upgrade-plugins', `${NAME}\n`);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Each of them long ago, so that a change shows by its time, as on a home. */
function put(name: string, content: string, at = 1_700_000_000): void {
  writeFileSync(join(home, name), content);
  utimesSync(join(home, name), at, at);
}
const files = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(home, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(join(home, folder).length + 1), readFileSync(path, 'utf8')]),
  );
/** Without what the app keeps for itself. */
const content = () =>
  Object.fromEntries(Object.entries(files('.')).filter(([name]) => !name.startsWith('.jenkins-tray')));
const kept = `.jenkins-tray/kept/${NAME}`;
/** As Jenkins' start script and Jenkins itself do. */
const UPGRADED = `
  cd ${'$'}1; [ "$PLUGINS_FORCE_UPGRADE$TRY_UPGRADE_IF_NO_MARKER" = truetrue ] || exit 9
  echo 'git 5' > plugins/git.jpi; rm -f plugins/git.jpi.disabled; rm -r plugins/git; mkdir -p plugins/git/META-INF
  echo 'git 5' > plugins/git/META-INF/MANIFEST.MF; echo new > plugins/new.jpi; echo 'new config' > config.xml; echo new > new.xml`;
const upgrade = (command = UPGRADED) =>
  spawnSync('sh', [UPGRADE, home, 'sh', '-c', command, 'sh', home], { encoding: 'utf8' });
const putBack = (free = 'free') =>
  spawnSync('sh', ['-c', PUT_BACK_PLUGINS, 'sh', home, NAME, free], { encoding: 'utf8' });

test('what was there is kept, told, and put back byte for byte; what replaced it is kept as well', () => {
  const before = content();
  const ran = upgrade();
  expect([ran.status, ran.stderr]).toEqual([
    0,
    `jenkins-tray: the plugins and settings before the upgrade are in ${home}/${kept}\n`,
  ]);
  expect(content()).not.toEqual(before);
  expect(putBack().stdout).toBe('put-back\n');
  expect(content()).toEqual(before);
  expect(statSync(join(home, 'plugins/git.jpi')).mtimeMs).toBe(1_700_000_000_000);
  expect(files(kept)['plugins/git.jpi']).toBe('git 4');
  expect(files(`${kept}.replaced`)).toMatchObject({
    'config.xml': 'new config\n',
    'new.xml': 'new\n',
    'plugins/git.jpi': 'git 5\n',
  });
  expect(existsSync(join(home, '.jenkins-tray/upgrade-plugins'))).toBe(false);
});

test('what there is of a copy that found no space goes, once nobody makes it', () => {
  mkdirSync(join(home, `${kept}.part/plugins`), { recursive: true });
  expect(putBack('in-use').stdout).toBe('put-back\n');
  expect(readdirSync(join(home, '.jenkins-tray/kept'))).toEqual([`${NAME}.part`]);
  expect(putBack().stdout).toBe('put-back\n');
  expect(readdirSync(join(home, '.jenkins-tray/kept'))).toEqual([]);
});

test('of the copies from before the newest four stay, whatever the time of the new one', () => {
  const kept = join(home, '.jenkins-tray/kept');
  const before = ['20260105', '20260106', '20260108', '20260109', '20260401', '20260402'];
  for (const day of before) mkdirSync(join(kept, `plugins-${day}-000000`), { recursive: true });
  for (const more of ['plugins-20260105-000000.replaced', 'plugins-20260402-000000.replaced'])
    mkdirSync(join(kept, more));
  writeFileSync(join(kept, 'jenkins-2.568.2-20250101-000000.tar.gz'), '');
  expect(upgrade().status).toBe(0);
  expect(readdirSync(kept).sort()).toEqual([
    'jenkins-2.568.2-20250101-000000.tar.gz',
    'plugins-20260108-000000',
    'plugins-20260109-000000',
    NAME,
    'plugins-20260401-000000',
    'plugins-20260402-000000',
    'plugins-20260402-000000.replaced',
  ]);
});

test('a restart keeps the first copy', () => {
  upgrade();
  upgrade();
  expect(files(kept)['config.xml']).toBe('old config');
  expect(readdirSync(join(home, '.jenkins-tray/kept'))).toEqual([NAME]);
});

test('a copy that was cut off is made anew', () => {
  mkdirSync(join(home, `${kept}.part/plugins`), { recursive: true });
  put(`${kept}.part/plugins/rest.jpi`, 'half');
  upgrade('true');
  expect(Object.keys(files(kept)).sort()).toEqual([
    'config.xml',
    'credentials.xml',
    'plugins/git.jpi',
    'plugins/git.jpi.disabled',
    'plugins/git/META-INF/MANIFEST.MF',
    'plugins/scm-api.jpi',
  ]);
});

test('without a copy nothing is replaced, and Jenkins does not start', () => {
  put('.jenkins-tray/kept', 'a file in the way');
  const before = content();
  expect(upgrade().status).toBe(74);
  expect(content()).toEqual(before);
});

test.each(['', '../../etc', 'plugins-1/../..'])('a request that is %o asks for nothing', (name) => {
  put('.jenkins-tray/upgrade-plugins', name);
  expect(upgrade('exit 7').status).toBe(7);
  expect(upgrade().status).toBe(9);
  expect(existsSync(join(home, '.jenkins-tray/kept'))).toBe(false);
});

test('before the copy there is nothing to put back, but the request', () => {
  const before = content();
  expect(putBack('in-use').stdout).toBe('put-back\n');
  expect(content()).toEqual(before);
  expect(existsSync(join(home, '.jenkins-tray/upgrade-plugins'))).toBe(false);
});

test('nothing is put back under a Jenkins that has the home', () => {
  upgrade();
  const now = content();
  expect(putBack('in-use').stdout).toBe('in-use\n');
  expect(content()).toEqual(now);
});

test('a link to a folder of plugins elsewhere stays one', () => {
  spawnSync('sh', ['-c', 'mv plugins elsewhere && ln -s elsewhere plugins', 'sh'], { cwd: home });
  const before = content();
  upgrade();
  putBack();
  expect(content()).toEqual(before);
});

test('killed at any moment and repeated, it puts everything back', async () => {
  const before = content();
  upgrade();
  for (let ms = 0; ms < 40; ms += 4) {
    const child = spawn('sh', ['-c', PUT_BACK_PLUGINS, 'sh', home, NAME, 'free'], { stdio: 'ignore', detached: true });
    const ended = once(child, 'exit');
    await new Promise((resolve) => setTimeout(resolve, ms));
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
    if (existsSync(join(home, '.jenkins-tray/upgrade-plugins'))) continue;
    expect(content()).toEqual(before);
    upgrade('true');
    put('.jenkins-tray/upgrade-plugins', `${NAME}\n`);
    upgrade();
  }
  expect(putBack().stdout).toBe('put-back\n');
  expect(content()).toEqual(before);
});

import { chownSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHost } from '../../electron/adapters/host.ts';
import { checkHome } from '../../electron/core/execute/check-home.ts';
import { settingsSchema } from '../../electron/shared/settings.ts';
import { fakeWorld } from '../doubles/world.ts';
import { badDay } from '../lab/bad-day.ts';
import { docker } from '../lab/setup.ts';
import { must, run } from '../lab/shell.ts';

/** A home that Jenkins cannot use is refused, or repaired with consent, and never changed otherwise. */
const { lab, switchTo, failure, change, foreign } = badDay('badhome', 23000);

/** A container that can write to a folder, and by its environment runs a Jenkins. */
const otherJenkins = (folder: string): unknown =>
  foreign(
    'run',
    '--name',
    'bad-jenkins',
    '--env',
    `JENKINS_HOME=${folder}`,
    '-v',
    `${folder}:${folder}`,
    'lab/debian:trixie',
    'sleep',
    '300',
  );

test('a home that another Jenkins uses is refused, through a symbolic link on either side as well', async () => {
  const link = join(lab.configDir, 'link');
  symlinkSync(lab.home, link);
  otherJenkins(link);
  const used = { code: 'home/in-use', title: 'bad-jenkins is using the home', command: 'docker stop bad-jenkins' };
  expect(await failure('dood', 'all')).toMatchObject(used);
  const other = join(lab.configDir, 'other');
  symlinkSync(lab.configDir, other);
  change({ home: join(other, 'link') });
  expect(await failure('dood', 'all')).toMatchObject(used);
  expect(docker('inspect', '-f', '{{.State.Running}}', 'bad-jenkins')).toBe('true');
  expect(readdirSync(lab.home)).toEqual([]);
});

test('what can write to the home is named, and left alone without consent', async () => {
  foreign('run', '--name', 'bad-backup', '-v', `${lab.home}:/backup`, 'lab/debian:trixie', 'sleep', '300');
  expect(await failure('dood')).toMatchObject({
    code: 'consent/needed',
    detail: expect.stringContaining('bad-backup'),
  });
  expect(docker('inspect', '-f', '{{.State.Running}}', 'bad-backup')).toBe('true');
});

test('a home that is a file, missing, or another user’s is reported with a fix', async () => {
  rmSync(lab.home, { recursive: true });
  writeFileSync(lab.home, 'not a folder');
  expect((await failure('dood', 'all')).code).toBe('home/not-a-folder');
  rmSync(lab.home);
  expect(await failure('dood')).toMatchObject({ code: 'consent/needed', detail: `Create the folder ${lab.home}` });
  mkdirSync(lab.home);
  chownSync(lab.home, 1001, 1001);
  expect(await failure('dood')).toMatchObject({
    code: 'consent/needed',
    detail: `Give ownership of ${lab.home} to Jenkins (uid 1000)`,
  });
  expect(readdirSync(lab.home)).toEqual([]);
});

test('Jenkins starts on a home with spaces and umlauts', async () => {
  const home = join(lab.home, 'Jenkins für Große');
  mkdirSync(home);
  chownSync(home, 1000, 1000);
  change({ home });
  const result = await switchTo('dood', 'all');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
});

test('a home on a full disk is refused', async () => {
  must('mount', ['-t', 'tmpfs', '-o', 'size=100m,uid=1000,gid=1000', 'tmpfs', lab.home]);
  try {
    expect(await failure('dood', 'all')).toMatchObject({ code: 'home/too-full' });
    expect(readdirSync(lab.home)).toEqual([]);
  } finally {
    must('umount', ['-l', lab.home]);
  }
});

test('a read-only home is refused, whether this user can see it or only a container can', async () => {
  must('mount', ['--bind', lab.home, lab.home]);
  must('mount', ['-o', 'remount,ro,bind', lab.home]);
  const found = { code: 'home/not-writable', title: `${lab.home} is mounted read-only` };
  try {
    expect(await failure('dood', 'all')).toMatchObject(found);
    expect(docker('ps', '-aq', '--filter', `label=io.jenkins-tray.instance=${lab.name}`)).toBe('');
    await expect(asJenkins('2.568.2')).rejects.toMatchObject({ failure: found });
    expect(readdirSync(lab.home)).toEqual([]);
  } finally {
    must('umount', ['-l', lab.home]);
  }
});

const cause = { object: 'home', current: '', desired: '' };
/** Runs the check in a container whose image names its Jenkins version, like the official one. */
const asJenkins = async (version: string) => {
  const world = fakeWorld({
    host: { home: (path) => createHost({}).home(path) },
    engine: {
      runOneShot: async ({ command: [entry = '', ...rest], user, binds }) => {
        const mounts = binds.flatMap(({ source, target }) => ['-v', `${source}:${target}`]);
        const env = ['-e', `JENKINS_VERSION=${version}`];
        const ran = run('docker', [
          ...['run', '--rm', '-u', user, ...env, ...mounts, '--entrypoint', entry],
          ...['lab/jenkins', ...rest],
        ]);
        return { exitCode: ran.status, stdout: ran.stdout, stderr: ran.stderr };
      },
    },
  });
  const step = {
    kind: 'check-home',
    home: lab.home,
    image: 'lab/jenkins',
    chown: false,
    release: null,
    updated: false,
    known: null,
    cause,
  } as const;
  const settings = settingsSchema.parse(lab.settings);
  const pass = { world, settings, names: lab.names, version: '0', output: () => undefined };
  await checkHome(step, pass, AbortSignal.timeout(60_000));
};

test('a home written by a newer Jenkins is not given to an older one', async () => {
  writeFileSync(join(lab.home, 'config.xml'), '<hudson><version>2.568.2</version></hudson>');
  chownSync(join(lab.home, 'config.xml'), 1000, 1000);
  await expect(asJenkins('2.541.1')).rejects.toMatchObject({
    failure: {
      code: 'home/newer',
      detail: expect.stringContaining('written by Jenkins 2.568.2, the image has 2.541.1'),
    },
  });
  expect(readdirSync(lab.home)).toEqual(['config.xml']);
  await asJenkins('2.568.2');
  expect(readdirSync(join(lab.home, '.jenkins-tray'))).toEqual(['marker.json']);
});

test('before a newer Jenkins starts, settings, jobs and secrets are backed up, but no builds', async () => {
  const job = join(lab.home, 'jobs', 'train größer');
  for (const folder of [
    join(job, 'builds', '1'),
    join(lab.home, 'secrets'),
    join(lab.home, 'plugins', 'git', 'META-INF'),
  ])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(lab.home, 'config.xml'), '<hudson><version>2.541.1</version></hudson>');
  writeFileSync(join(job, 'config.xml'), '<project/>');
  writeFileSync(join(job, 'builds', '1', 'log'), 'long');
  writeFileSync(join(lab.home, 'secrets', 'master.key'), 'secret');
  writeFileSync(join(lab.home, 'plugins', 'git', 'META-INF', 'MANIFEST.MF'), 'Plugin-Version: 5.7.0');
  must('chown', ['-R', '1000:1000', lab.home]);
  await asJenkins('2.568.2');
  const [kept = ''] = readdirSync(join(lab.home, '.jenkins-tray', 'kept'));
  expect(kept).toMatch(/^jenkins-2\.541\.1-\d{8}-\d{6}\.tar\.gz$/);
  const path = join(lab.home, '.jenkins-tray', 'kept', kept);
  expect([statSync(path).uid, (statSync(path).mode & 0o777).toString(8)]).toEqual([1000, '600']);
  expect(must('tar', ['-tzf', path, '--quoting-style=literal']).split('\n').sort()).toEqual([
    './config.xml',
    './jobs/train größer/config.xml',
    './plugins/git/META-INF/MANIFEST.MF',
    './secrets/master.key',
  ]);
});

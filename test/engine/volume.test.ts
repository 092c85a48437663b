import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSnapshot } from '../../electron/core/control/home-snapshots.ts';
import { offersOf } from '../../electron/core/settings/offers.ts';
import { withSettings } from '../../electron/core/settings/settings-change.ts';
import { badDay } from '../lab/bad-day.ts';
import { BASES } from '../lab/paths.ts';
import { docker, fingerprint, product } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** A home in a named volume, and a data mount where the nested engine would have its own volumes. */
const { lab, switchTo, failure, change, foreign } = badDay('volume', 25000);
const VOLUME = 'volume-home';
const BOUND = 'volume-bound';
const THEIRS = 'volume-theirs';
const data = join(lab.home, 'data');
/** As on a host whose engine has its data at the usual place. */
const TARGET = '/var/lib/docker/volumes/theirs/_data';

let home = '';

beforeAll(() => {
  docker('volume', 'create', VOLUME);
  home = docker('volume', 'inspect', '-f', '{{.Mountpoint}}', VOLUME);
});
afterAll(() => {
  run('docker', ['volume', 'rm', VOLUME, BOUND]);
});

const nested = (...command: string[]): string => docker('exec', lab.names.nestedEngine, 'docker', ...command);

function fill(folder: string): void {
  mkdirSync(join(folder, 'sub'), { recursive: true });
  writeFileSync(join(folder, 'sub', 'model.bin'), 'x'.repeat(100_000));
  chownSync(folder, 1000, 1000);
}

test('the nested engine never takes it for a volume of its own, nor does down remove it', async () => {
  fill(data);
  change({ home: `volume:${VOLUME}`, dataMounts: [{ source: data, target: TARGET }] });
  const up = await switchTo('dind', 'all');
  expect(up).toMatchObject({ ok: true, value: { jenkins: { kind: 'running', mode: 'dind' } } });
  const jenkins = lab.names.jenkins.dind;
  expect(docker('exec', jenkins, 'sh', '-c', 'echo "$JENKINS_HOME"; ls -d "$JENKINS_HOME/config.xml"')).toBe(
    `${home}\n${home}/config.xml`,
  );
  // A build's folder is the same one in a nested container.
  docker(
    'exec',
    jenkins,
    'sh',
    '-c',
    'mkdir -p "$JENKINS_HOME/workspace/a" && echo hello > "$JENKINS_HOME/workspace/a/file"',
  );
  expect(docker('exec', lab.names.nestedEngine, 'cat', `${home}/workspace/a/file`)).toBe('hello');
  // Docker itself knows that it is in use.
  expect(run('docker', ['volume', 'rm', VOLUME]).stderr).toContain('volume is in use');

  docker('stop', jenkins);
  const before = [fingerprint(home), fingerprint(data)];
  expect(nested('info', '-f', '{{.DockerRootDir}}')).toBe('/var/lib/jenkins-tray/docker');
  nested('volume', 'create', 'unused');
  expect(nested('volume', 'ls', '-q')).toBe('unused');
  nested('volume', 'prune', '-af');
  nested('system', 'prune', '-af', '--volumes');
  expect(nested('volume', 'ls', '-q')).toBe('');
  expect([fingerprint(home), fingerprint(data)]).toEqual(before);

  const { controller } = product(lab);
  const down = await controller.fulfil({ mode: 'off', consents: 'all', purge: ['volumes'] });
  await controller.close();
  expect(down.ok).toBe(true);
  expect(docker('volume', 'ls', '-q').split('\n')).toContain(VOLUME);
  expect([fingerprint(home), fingerprint(data)]).toEqual(before);
});

test('it is restored from a snapshot to a new volume, which the setting names, and stays as it is', async () => {
  change({ home: `volume:${VOLUME}` });
  const { world, controller } = product(lab);
  const { signal } = new AbortController();
  const talk = { version: '1', output: () => undefined };
  const { name } = await createSnapshot(world, talk, { wait: null, without: 'nothing' }, signal);
  writeFileSync(join(home, 'since'), 'newer');
  const before = fingerprint(home);
  const result = await controller.fulfil({ mode: 'off', consents: 'all', restore: name });
  await controller.close();
  expect(result).toMatchObject({ ok: false, failure: { code: 'snapshot/home-moved' } });
  expect(fingerprint(home)).toBe(before);
  const restored = world.settings.load().settings.home.slice('volume:'.length);
  expect(restored).toMatch(new RegExp(`^${VOLUME}-restored-`));
  const at = docker('volume', 'inspect', '-f', '{{.Mountpoint}}', restored);
  const there = ['config.xml', 'since'].filter((name) => existsSync(join(at, name)));
  docker('volume', 'rm', restored, `${VOLUME}-snapshots`);
  expect(there).toEqual(['config.xml']);
}, 60_000);

test('a Jenkins on its folder, or on what it is bound to, is on the same home', async () => {
  fill(data);
  docker('volume', 'create', '-o', 'type=none', '-o', 'o=bind', '-o', `device=${data}`, BOUND);
  for (const [set, mounted] of [
    [`volume:${VOLUME}`, home],
    [`volume:${BOUND}`, data],
    [data, BOUND],
  ] as const) {
    change({ home: set });
    foreign('run', '--name', THEIRS, '-v', `${mounted}:/var/jenkins_home`, BASES.jenkins);
    expect(await failure('dood', 'all'), `${set} and ${mounted}`).toMatchObject({ code: 'home/in-use' });
    docker('rm', '-f', '-v', THEIRS);
  }
  change({ home: 'volume:volume-gone' });
  expect(await failure('dood', 'all')).toMatchObject({ code: 'home/volume-missing' });
});

test('a home in a volume without a name is copied to a folder, with progress, and the volume stays as it is', async () => {
  change({ others: {} });
  foreign('run', '--name', THEIRS, '--entrypoint', 'sleep', '-v', '/var/jenkins_home', BASES.jenkins, 'infinity');
  const config = '<hudson><useSecurity>true</useSecurity><numExecutors>7</numExecutors></hudson>';
  const fill = `cd /var/jenkins_home && mkdir -p jobs/ä/builds && echo '${config}' > config.xml && head -c 3000000 /dev/urandom > jobs/ä/builds/1 && chmod 0600 jobs/ä/builds/1 && ln -s 1 jobs/ä/builds/last`;
  docker('exec', '-u', '1000', THEIRS, 'sh', '-c', fill);
  docker('kill', THEIRS);
  const volume = docker('inspect', '-f', '{{(index .Mounts 0).Source}}', THEIRS);
  const before = fingerprint(volume);
  const { world, controller } = product(lab);
  const offer = (await offersOf(world, new AbortController().signal)).find(({ name }) => name === THEIRS);
  expect(offer?.carried.join()).toContain(`a copy of its home in ${lab.home}`);
  await world.settings.update((now) => withSettings(now, offer?.change ?? {}));
  const lines = new Set<string>();
  controller.subscribe(({ activity }) => {
    if (activity.kind === 'working') for (const line of activity.output) lines.add(line);
  });
  const up = await controller.fulfil({ mode: 'dood', consents: 'all' });
  await controller.close();
  expect(up).toMatchObject({ ok: true, value: { jenkins: { kind: 'running', mode: 'dood' } } });
  expect([...lines].join()).toMatch(/copying \d+ files and folders.*copied 50 %.*comparing the checksums/);
  expect(fingerprint(volume)).toBe(before);
  const sum = (folder: string): string =>
    docker('exec', lab.names.jenkins.dood, 'sha256sum', `${folder}/jobs/ä/builds/last`).slice(0, 64);
  expect(before).toContain(sum(lab.home));
  expect(readFileSync(join(lab.home, 'config.xml'), 'utf8')).toContain('<numExecutors>7</numExecutors>');
});

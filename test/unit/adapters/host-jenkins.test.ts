import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostJenkins } from '../../../electron/adapters/host-jenkins.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'host-jenkins-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'proc', 'self'), { recursive: true });
  writeFileSync(join(folder, 'proc', 'self', 'cgroup'), '0::/user.slice\n');
  writeFileSync(join(folder, 'passwd'), `root:x:0:0::/root:/bin/sh\njenkins:x:115:122::${folder}/user:/bin/sh\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WAR = ['/usr/bin/java', '-jar', '/usr/share/java/jenkins.war', '--httpPort=9090'];
interface Process {
  readonly comm?: string;
  readonly words?: readonly string[];
  readonly cgroup?: string;
  readonly ids?: string;
  /** It ends while it is looked at: nothing but its name and its command was still there. */
  readonly isEnding?: boolean;
  /** Null: another user's. */
  readonly environ?: readonly string[] | null;
}
function process(
  pid: number,
  { comm = 'java', words = WAR, cgroup, ids, isEnding, environ = null }: Process = {},
): void {
  const at = join(folder, 'proc', String(pid));
  mkdirSync(at);
  const write = (name: string, text: string): void => writeFileSync(join(at, name), text);
  write('comm', `${comm}\n`);
  write('cmdline', words.map((word) => `${word}\0`).join(''));
  if (isEnding === true) return;
  write('cgroup', cgroup ?? '0::/user.slice/session-1.scope\n');
  write('status', `Name:\tjava\nUid:\t115\t115\t115\t115\nNSpid:\t${ids ?? pid}\n`);
  if (environ !== null) write('environ', environ.map((line) => `${line}\0`).join(''));
}

/** A `systemctl` that knows this unit, or says that there is no systemd. */
function systemd(lines: readonly string[] | null): void {
  const show = (lines ?? []).map((line) => `echo '${line}'`).join('\n');
  const text = lines === null ? 'echo "System has not been booted with systemd" >&2; exit 1' : show;
  writeFileSync(join(folder, 'bin', 'systemctl'), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, 'bin', 'systemctl'), 0o755);
}
const look = () =>
  hostJenkins({ PATH: `${folder}/bin` }, { proc: join(folder, 'proc'), passwd: join(folder, 'passwd') });

const unit = (change: Readonly<Record<string, string>> = {}) =>
  Object.entries({
    LoadState: 'loaded',
    ActiveState: 'active',
    UnitFileState: 'enabled',
    MainPID: '812',
    User: 'jenkins',
    Environment: '"JAVA_OPTS=-Djava.awt.headless=true" JENKINS_HOME=/srv/jenkins JENKINS_PORT=9090',
    ...change,
  }).map(([key, value]) => `${key}=${value}`);

describe('the Jenkins of this computer', () => {
  test('from apt: its unit tells what its process does not tell another user', async () => {
    process(812, { cgroup: '0::/system.slice/jenkins.service\n' });
    systemd(unit());
    expect(await look()).toEqual([
      {
        name: 'jenkins.service',
        unit: 'jenkins.service',
        enabled: true,
        pid: 812,
        user: 'jenkins',
        home: '/srv/jenkins',
        port: 9090,
      },
    ]);
  });

  test('that rests, and starts with the computer', async () => {
    systemd(unit({ ActiveState: 'inactive', MainPID: '0', Environment: '' }));
    expect(await look()).toMatchObject([
      { unit: 'jenkins.service', enabled: true, pid: null, home: '/var/lib/jenkins' },
    ]);
  });

  test.each<readonly [string, Process, string | null]>([
    ['the command', { words: [...WAR, '-DJENKINS_HOME=/srv/a home'] }, '/srv/a home'],
    ['the environment', { environ: ['PATH=/bin', 'JENKINS_HOME=/srv/mine'] }, '/srv/mine'],
    ['nothing that this user may see', {}, null],
  ])('without a unit: its home from %s', async (_what, given, home) => {
    process(7, given);
    expect(await look()).toEqual([
      { name: 'jenkins.war', unit: null, enabled: false, pid: 7, user: 'jenkins', home, port: 9090 },
    ]);
  });

  test('without a unit and a home that is set, it has the one of its user', async () => {
    mkdirSync(join(folder, 'user', '.jenkins'), { recursive: true });
    systemd(null);
    process(7);
    expect(await look()).toMatchObject([{ home: join(folder, 'user', '.jenkins') }]);
  });

  test.each<readonly [string, Process]>([
    ['in a container', { ids: '7 1' }],
    ['in a container that shares its process ids', { cgroup: `0::/system.slice/docker-${'a1'.repeat(32)}.scope\n` }],
    ['in a container that ends meanwhile', { isEnding: true }],
    ['that is an agent', { words: ['java', '-jar', '/srv/agent.jar', '-url', 'http://jenkins.war.example/'] }],
    ['that only names it', { comm: 'less', words: ['less', 'jenkins.war'] }],
  ])('is no process %s', async (_what, given) => {
    process(7, given);
    systemd(['LoadState=not-found', 'ActiveState=inactive', 'MainPID=0']);
    expect(await look()).toEqual([]);
  });

  test('is unknown where this user may not list processes, which is no error', async () => {
    rmSync(join(folder, 'proc'), { recursive: true });
    writeFileSync(join(folder, 'proc'), '');
    systemd(null);
    expect(await look()).toEqual([]);
  });

  test.each<readonly [string, string, number]>([
    ['docker run', '{ path=/usr/bin/docker ; argv[]=/usr/bin/docker run --name jenkins jenkins/jenkins ; }', 0],
    ['a shell that starts a container', '{ path=/bin/sh ; argv[]=/bin/sh -c exec docker start -a jenkins ; }', 0],
    ['Jenkins itself', '{ path=/usr/bin/jenkins ; argv[]=/usr/bin/jenkins ; ignore_errors=no ; }', 1],
  ])('a unit that runs %s', async (_what, start, count) => {
    systemd(unit({ ExecStart: start }));
    expect(await look()).toHaveLength(count);
  });
});

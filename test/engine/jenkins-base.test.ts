import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildImage } from '../../electron/adapters/engine/build.ts';
import { houseAuthority } from '../lab/house-authority.ts';
import { answers, home, IMAGES, newHome, removeAll, state, until } from '../lab/image-lab.ts';
import { JENKINS_21, makeJenkins21Base } from '../lab/jenkins-21.ts';
import { assets, docker } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** Our Jenkins image on a base that is laid out as the official one: see its recipe. */
const URL = 'http://127.0.0.1:20195';
const NAME = 'imgt-official';

beforeAll(async () => {
  removeAll();
  makeJenkins21Base();
  const overlay = { 'company-ca.crt': houseAuthority().certificate };
  const spec = { reference: IMAGES.jenkins, role: 'jenkins' as const, context: join(assets, 'jenkins'), overlay };
  const more = { buildArgs: { BASE: JENKINS_21 }, base: JENKINS_21, labels: { 'imgt.test': '1' } };
  await buildImage(new Docker(), { ...spec, ...more }, () => {}, AbortSignal.timeout(280_000));
});
afterAll(() => {
  removeAll();
  run('docker', ['rmi', '-f', IMAGES.jenkins]);
});

const inImage = (script: string): string => docker('run', '--rm', '--entrypoint', 'sh', IMAGES.jenkins, '-c', script);

test('plugins are below the reference folder, their tool leaves nothing in the home, the version is known', () => {
  expect(inImage('ls $REF/plugins').split('\n')).toEqual(
    expect.arrayContaining(['git.jpi', 'junit.jpi', 'credentials.jpi']),
  );
  expect(inImage('ls -A /var/jenkins_home')).toBe('');
  expect(docker('inspect', '-f', '{{index .Config.Labels "io.jenkins-tray.jenkins"}}', IMAGES.jenkins)).toBe('2.580.1');
});

test('a company’s authority is trusted by the system and by Java', () => {
  expect(inImage('ls /etc/ssl/certs | grep company-1')).toMatch(/company-1/);
  expect(inImage('keytool -list -cacerts -storepass changeit 2>/dev/null | grep -c jenkins-tray-company-1')).toBe('1');
});

test('it starts through the chain of start scripts, behind a proxy whose password no command line has, and restarts', async () => {
  newHome();
  mkdirSync(join(home, 'init.groovy.d'));
  writeFileSync(join(home, 'init.groovy.d/jenkins-tray.groovy'), 'of an older image');
  writeFileSync(join(home, 'init.groovy.d/jenkins-tray.drain.groovy'), 'of an older image');
  for (const path of ['', '/jenkins-tray.groovy', '/jenkins-tray.drain.groovy'])
    chownSync(join(home, `init.groovy.d${path}`), 1000, 1000);
  const proxy = ['-e', 'HTTPS_PROXY=http://ann:geheim@proxy.house:3128', '-e', 'JENKINS_OPTS=--sessionTimeout=5'];
  const at = ['-e', `JENKINS_HOME=${home}`, '-e', `COPY_REFERENCE_FILE_LOG=${home}/copy.log`, '-v', `${home}:${home}`];
  const quoted = ['-e', 'JAVA_OPTS=-Da="two words" -Dlast=1'];
  const policy = ['--restart', 'unless-stopped', '-p', '127.0.0.1:20195:8080'];
  docker('run', '-d', '--name', NAME, ...policy, ...at, ...proxy, ...quoted, IMAGES.jenkins);
  await until(() => answers(`${URL}/login`), 60);
  const page = await fetch(`${URL}/`);
  expect([page.status, page.headers.get('x-jenkins'), await page.text()]).toEqual([
    403,
    '2.580.1',
    '/ --sessionTimeout=5',
  ]);
  const java = docker('exec', NAME, 'sh', '-c', 'cat /proc/$(pgrep -o java)/cmdline | tr "\\0" "\\n"; id -u');
  expect(java).toContain('\n-Da=two words\n-Dlast=1\n');
  expect(java).toMatch(/\n@\/tmp\/java-proxy\.\w+\n/);
  expect(java).not.toContain('geheim');
  expect(java.endsWith('\n1000')).toBe(true);
  expect(docker('exec', NAME, 'head', '-1', `${home}/init.groovy.d/jenkins-tray.groovy`)).not.toContain('older image');
  expect(existsSync(join(home, 'init.groovy.d/jenkins-tray.drain.groovy'))).toBe(false);

  // It may end before it has answered.
  await fetch(`${URL}/restart`).catch(() => null);
  await until(
    () => state(NAME, 'Status') === 'running' && docker('inspect', '-f', '{{.RestartCount}}', NAME) === '1',
    30,
  );
  await until(() => answers(`${URL}/login`), 60);
  expect(docker('exec', NAME, 'sh', '-c', 'ls /tmp | grep -c java-proxy')).toBe('1');
  docker('stop', '-t', '30', NAME);
  expect(state(NAME, 'ExitCode')).toBe('143');
});

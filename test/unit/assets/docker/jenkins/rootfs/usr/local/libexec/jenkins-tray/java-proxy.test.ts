import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../../../../../doubles/script-stage.ts';

const SCRIPT = 'assets/docker/jenkins/rootfs/usr/local/libexec/jenkins-tray/java-proxy';

/** The Java options for this environment, by name; the script prints only the file that has them. */
function options(env: Record<string, string>): Record<string, string> {
  const stage = scriptStage();
  stage.stub('java', `echo 'openjdk version "21.0.9"' >&2`);
  const ran = stage.run(SCRIPT, [], { TMPDIR: stage.folder, ...env });
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  if (ran.stdout === '') return {};
  const file = ran.stdout.trim().slice(1);
  expect(ran.stdout.startsWith('@')).toBe(true);
  expect(statSync(file).mode & 0o077).toBe(0);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => JSON.parse(line).slice(2).split(/=(.*)/s, 2)));
}

test('without a proxy there are no options', () => {
  expect(options({})).toEqual({});
});

test('Java gets the proxies with their passwords, and the hosts without a proxy', () => {
  const env = {
    HTTP_PROXY: 'http://proxy.house:3128',
    https_proxy: 'http://ann:p%40ss%22w%5Cd@proxy.house:3129/',
    NO_PROXY: 'localhost,.house.example, 10.0.0.5,registry:5000,10.0.0.0/8',
  };
  expect(options(env)).toEqual({
    'http.proxyHost': 'proxy.house',
    'http.proxyPort': '3128',
    'https.proxyHost': 'proxy.house',
    'https.proxyPort': '3129',
    'https.proxyUser': 'ann',
    'https.proxyPassword': 'p@ss"w\\d',
    'http.nonProxyHosts':
      'localhost|127.*|[::1]|localhost|*.localhost|house.example|*.house.example|10.0.0.5|registry|*.registry',
    'jdk.http.auth.tunneling.disabledSchemes': '',
  });
});

test('Java 8 gets them on its command line, without the password', () => {
  const stage = scriptStage();
  stage.stub('java', `echo 'openjdk version "1.8.0_402"' >&2`);
  const { stdout } = stage.run(SCRIPT, [], { TMPDIR: stage.folder, HTTP_PROXY: 'http://ann:geheim@proxy.house:3128' });
  expect(stdout).toContain('-Dhttp.proxyHost=proxy.house');
  expect(stdout).not.toContain('geheim');
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../doubles/script-stage.ts';
import { ROOT } from '../../../../../lab/paths.ts';

/** Every tool but one, which is to be installed. */
const bareBase = (update: string, install = 'true') => {
  const stage = scriptStage();
  for (const name of ['dpkg', 'apt-cache', 'ln']) stage.stub(name);
  stage.stub('apt-get', `case "$*" in *update*) ${update} ;; *install*) ${install} ;; esac`);
  return stage;
};
const OFFLINE = `echo "W: Failed to fetch http://deb.example/InRelease  Could not resolve 'deb.example'"; echo "E: Some index files failed to download."; exit 100`;

const scripts = ['jenkins/build/tools', 'dind/build/engine'] as const;

test('both build contexts have the same file', () => {
  const [a, b] = ['jenkins', 'dind'].map((role) =>
    readFileSync(join(ROOT, 'assets/docker', role, 'build/apt'), 'utf8'),
  );
  expect(a).toBe(b);
});

test.each(scripts)('%s: without a network the build fails and says what could not be fetched', (script) => {
  const stage = bareBase(OFFLINE);
  const ran = stage.run(`assets/docker/${script}`);
  expect(ran.status).toBe(1);
  expect(ran.stderr.trim()).toBe(
    "jenkins-tray: the package lists of the base image could not be fetched: Failed to fetch http://deb.example/InRelease  Could not resolve 'deb.example' (check the network, DNS servers and proxy)",
  );
  // Without this mode apt-get exits with 0.
  expect(stage.calls().find((call) => call.includes('update'))).toContain('-o APT::Update::Error-Mode=any');
});

test.each([
  ['The HTTP server replied 407 Proxy Authentication Required', ' (the proxy wants'],
  ['Certificate verification failed: the certificate is NOT trusted', ' (a company’s certificate'.replace('’', "'")],
])('%s is told as what it is', (reason, told) => {
  const stage = bareBase(`echo "E: Failed to fetch https://deb.example/InRelease  ${reason} "; exit 100`);
  expect(stage.run('assets/docker/dind/build/engine').stderr).toContain(told);
});

test('a package that cannot be installed is told with apt’s reason, not as a missing network', () => {
  const stage = bareBase('true', 'echo "E: Unable to locate package iptables"; exit 100');
  const { stderr } = stage.run('assets/docker/dind/build/engine');
  expect(stderr).toMatch(
    /^jenkins-tray: the tools could not be installed \(iptables .*\): Unable to locate package iptables\n$/,
  );
});

test.each(scripts)('%s: a base that is not apt’s is refused by name', (script) => {
  const stage = scriptStage();
  const ran = stage.run(`assets/docker/${script}`, [], { BASE: 'alpine:3.22' });
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain('the base image alpine:3.22 (');
  expect(ran.stderr).toContain('has no apt-get; choose one that is based on Debian or Ubuntu');
});

test('what is there already is not installed again, and needs no network', () => {
  const stage = bareBase(OFFLINE);
  const tools = 'iptables openssl pigz xz ip modprobe curl ps git ssh tini dnsmasq dockerd docker';
  for (const name of tools.split(' ')) stage.stub(name);
  stage.write('etc/ssl/certs/ca-certificates.crt', '');
  expect(stage.run('assets/docker/dind/build/engine')).toMatchObject({ status: 0, stderr: '' });
  expect(stage.calls().some((call) => call.startsWith('apt-get'))).toBe(false);
});

test('the nested engine can fetch remote Git contexts', () => {
  const stage = bareBase('true');
  stage.stub('tini');
  stage.run('assets/docker/dind/build/engine');
  expect(stage.calls().find((call) => call.includes('install'))).toMatch(/ git openssh-client/);
});

test('a base without time zones gets them, since TZ would mean UTC there', () => {
  const installed = (stage: ReturnType<typeof bareBase>): string | undefined => {
    stage.stub('tini');
    stage.run('assets/docker/dind/build/engine');
    return stage.calls().find((call) => call.includes('install'));
  };
  expect(installed(bareBase('true'))).toMatch(/ tzdata/);
  const complete = bareBase('true');
  complete.write('usr/share/zoneinfo/Europe/Berlin', '');
  complete.write('etc/hostname', '');
  expect(installed(complete)).not.toContain('tzdata');
});

test('a company’s mirror takes the place of the distribution’s servers, in either format', () => {
  const stage = bareBase('true');
  stage.write('etc/apt/sources.list', 'deb http://deb.debian.org/debian trixie main\n');
  const field = (uri: string) => `Types: deb\nURIs: ${uri}\n`;
  stage.write('etc/apt/sources.list.d/ubuntu.sources', field('http://archive.ubuntu.com/ubuntu/'));
  stage.write('etc/apt/sources.list.d/other.sources', field('https://other.example/deb'));
  stage.run('assets/docker/dind/build/engine', [], { APT_MIRROR: 'https://mirror.house/' });
  expect(stage.read('etc/apt/sources.list')).toBe('deb https://mirror.house/debian trixie main\n');
  expect(stage.read('etc/apt/sources.list.d/ubuntu.sources')).toBe(field('https://mirror.house/ubuntu/'));
  expect(stage.read('etc/apt/sources.list.d/other.sources')).toBe(field('https://other.example/deb'));
});

test.each([
  ['without certificates, as Ubuntu’s, the mirror is reached, and checked from then on', false, '"false"'],
  ['with certificates the mirror is checked', true, ''],
])('on a base %s', (_, has, wanted) => {
  const stage = bareBase('true');
  const conf = 'etc/apt/apt.conf.d/90jenkins-tray-ca';
  if (has) stage.write('etc/ssl/certs/ca-certificates.crt', '');
  stage.stub('apt-get', `cat ${join(stage.folder, conf)} >> ${stage.write('seen', '')} 2>/dev/null; true`);
  stage.run('assets/docker/dind/build/engine', [], { APT_MIRROR: 'https://mirror.house/' });
  expect(stage.read('seen')).toContain(wanted);
  expect(stage.read('seen') === '').toBe(has);
  expect(existsSync(join(stage.folder, conf))).toBe(false);
});

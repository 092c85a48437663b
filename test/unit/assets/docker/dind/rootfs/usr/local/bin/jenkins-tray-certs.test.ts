import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../../../../../../../lab/paths.ts';

const SCRIPT = join(ROOT, 'assets/docker/dind/rootfs/usr/local/bin/jenkins-tray-certs');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
const make = (env: NodeJS.ProcessEnv = process.env) => spawnSync('sh', [SCRIPT, folder], { encoding: 'utf8', env });
const ca = () => readFileSync(join(folder, 'ca/cert.pem'), 'utf8');
const verifies = (who: string): boolean =>
  spawnSync('openssl', ['verify', '-CAfile', join(folder, who, 'ca.pem'), join(folder, who, 'cert.pem')]).status === 0;

/** Replaces the authority's certificate by one of the same key that is valid from `since` on. */
function issueSince(since: string): void {
  const lines = ['[ca]', 'default_ca=own', '[own]', 'database=index', 'serial=serial', 'new_certs_dir=.', 'policy=any'];
  writeFileSync(
    join(folder, 'conf'),
    [
      ...lines,
      'x509_extensions=v3',
      '[any]',
      'commonName=supplied',
      '[v3]',
      'basicConstraints=critical,CA:TRUE',
      '',
    ].join('\n'),
  );
  writeFileSync(join(folder, 'index'), '');
  writeFileSync(join(folder, 'serial'), '01\n');
  mkdirSync(join(folder, 'ca'), { recursive: true });
  openssl('req', '-new', '-key', 'ca/key.pem', '-subj', '/CN=from a clock ahead', '-out', 'csr');
  const own = ['-selfsign', '-keyfile', 'ca/key.pem', '-in', 'csr', '-out', 'ca/cert.pem'];
  openssl(
    'ca',
    '-batch',
    '-notext',
    '-config',
    'conf',
    '-md',
    'sha256',
    ...own,
    '-startdate',
    since,
    '-enddate',
    '20491231000000Z',
  );
}

describe.skipIf(process.getuid?.() !== 0)('the certificates of the nested engine', () => {
  test('an authority from a clock that was ahead is made anew, with server and client', () => {
    expect(make().status).toBe(0);
    issueSince('20401231000000Z');
    expect(make().stderr).toContain('creating a certificate authority');
    expect([verifies('server'), verifies('client')]).toEqual([true, true]);
  });

  test.each(['exec sleep 60', 'exit 2'])('names come from the setting where a look-up does: %s', (lookUp) => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const program of ['getent', 'ip', 'hostname'])
      writeFileSync(join(bin, program), `#!/bin/sh\n${lookUp}\n`, { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env.PATH}`, JENKINS_TRAY_TLS_NAMES: 'nvidia-dind-container' };
    const began = Date.now();
    expect(make(env).status).toBe(0);
    expect(Date.now() - began).toBeLessThan(20_000);
    const text = openssl('x509', '-in', 'server/cert.pem', '-noout', '-ext', 'subjectAltName');
    for (const name of ['DNS:docker', 'DNS:nvidia-dind-container']) expect(text).toContain(name);
  });

  test('a valid authority is kept', () => {
    make();
    issueSince('20200101000000Z');
    const before = ca();
    expect(make().stderr).toBe('');
    expect(ca()).toBe(before);
    expect([verifies('server'), verifies('client')]).toEqual([true, true]);
  });

  describe('what an earlier start has checked', () => {
    /** Makes them where each run of openssl fails. */
    const withoutOpenssl = (names = '') => {
      const bin = join(folder, 'bin');
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, 'openssl'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      return make({ PATH: `${bin}:${process.env.PATH}`, JENKINS_TRAY_TLS_NAMES: names }).status;
    };
    const age = (days: number): void => {
      const file = join(folder, 'checked');
      const [at = '', ...files] = readFileSync(file, 'utf8').split('\n');
      writeFileSync(file, [Number(at) - days * 86_400, ...files].join('\n'));
    };
    beforeEach(() => {
      expect(make({ ...process.env, JENKINS_TRAY_TLS_NAMES: 'one' }).status).toBe(0);
    });

    test('is not checked again for a month', () => {
      expect(withoutOpenssl('one')).toBe(0);
      age(29);
      expect(withoutOpenssl('one')).toBe(0);
      age(2);
      expect(withoutOpenssl('one')).not.toBe(0);
    });

    test('is checked again before its time came', () => {
      age(-1);
      expect(withoutOpenssl('one')).not.toBe(0);
    });

    test('is checked again for other names', () => {
      expect(withoutOpenssl('two')).not.toBe(0);
    });

    test.each([
      'ca/key',
      'ca/cert',
      'server/ca',
      'server/cert',
      'server/key',
      'client/ca',
      'client/cert',
      'client/key',
    ])('is checked again where %s.pem is another file, or none', (name) => {
      const file = join(folder, `${name}.pem`);
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
      expect(withoutOpenssl('one')).not.toBe(0);
      rmSync(file);
      expect(withoutOpenssl('one')).not.toBe(0);
      expect(make({ ...process.env, JENKINS_TRAY_TLS_NAMES: 'one' }).status).toBe(0);
      expect([verifies('server'), verifies('client')]).toEqual([true, true]);
      expect(withoutOpenssl('one')).toBe(0);
    });

    test.each(['', 'soon\n', '99\n'])('is checked again where its note says %j', (text) => {
      writeFileSync(join(folder, 'checked'), text);
      expect(withoutOpenssl('one')).not.toBe(0);
    });
  });
});

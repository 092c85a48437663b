import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GROOVY } from '../../../../../../../../../../lab/groovy.ts';
import { ROOT } from '../../../../../../../../../../lab/paths.ts';

const JENKINS = join(ROOT, 'assets/docker/jenkins');
const SCRIPT = join(JENKINS, 'rootfs/usr/local/lib/jenkins-tray/scripts/home.groovy');
const VERIFY = join(JENKINS, 'ref/init.groovy.d/jenkins-tray.verify.groovy.override');

/** As much of Jenkins as the scripts use, by https://javadoc.jenkins.io. */
const STUBS: Readonly<Record<string, string>> = {
  'hudson/security/HudsonPrivateSecurityRealm': `import java.util.*; public class HudsonPrivateSecurityRealm {
    public static List<User> accounts = new ArrayList<>(System.getProperty("has").isEmpty() ? List.of()
      : List.of(new User(System.getProperty("has"), "before")));
    public List<User> getAllUsers() { return accounts; }
    public User createAccount(String name, String password) { User user = new User(name, password); accounts.add(user); return user; }
    public static class User { public final String id; final String password;
      User(String id, String password) { this.id = id; this.password = password; }
      public String toString() { return id + ":" + password; } public void setFullName(String name) {} public void save() {} } }`,
  'hudson/security/LdapRealm': 'public class LdapRealm { }',
  'jenkins/model/Jenkins': `public class Jenkins { static Jenkins one = new Jenkins(); public static Jenkins get() { return one; }
    public static Object ANONYMOUS2 = "anonymous"; public static Object READ = "read";
    public Object securityRealm = System.getProperty("realm").equals("other")
      ? new hudson.security.LdapRealm() : new hudson.security.HudsonPrivateSecurityRealm();
    public java.io.File getRootDir() { return new java.io.File(System.getProperty("home")); }
    public Acl getACL() { return new Acl(); } public int executors = 2; public void save() {}
    public void setNumExecutors(int number) { executors = number; }
    public static class Acl { public boolean hasPermission2(Object who, Object what) {
      return System.getProperty("realm").equals("open"); } } }`,
  'jenkins/model/JenkinsLocationConfiguration': `public class JenkinsLocationConfiguration {
    static JenkinsLocationConfiguration one = new JenkinsLocationConfiguration(); String url = System.getProperty("url");
    public static JenkinsLocationConfiguration get() { return one; }
    public String getUrl() { return url; } public void setUrl(String url) { this.url = url; } }`,
};

/** Runs the scripts as hudson.init.impl.GroovyInitScript does, which only logs what one throws, and goes on. */
const RUN = `
for (file in args) {
  try { new GroovyShell().evaluate(new File(file)) } catch (Exception thrown) { println 'logged: ' + thrown.class.simpleName }
}
def jenkins = jenkins.model.Jenkins.get()
println 'accounts ' + hudson.security.HudsonPrivateSecurityRealm.accounts
println 'executors ' + jenkins.executors + ', url ' + jenkins.model.JenkinsLocationConfiguration.get().url
`;

const folder = mkdtempSync(join(tmpdir(), 'jt-set-up-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const classes = join(folder, 'classes');

function put(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

interface Given {
  readonly isNew?: boolean;
  readonly password?: string | null;
  readonly realm?: 'own' | 'other' | 'open';
  /** Jenkins ended or restarted after it had read the password; the account that it has. */
  readonly readBefore?: string;
  readonly script?: string;
  readonly executors?: string;
  readonly applied?: string;
  readonly url?: string;
}
let homes = 0;
interface Ended {
  readonly status: number | null;
  readonly lines: readonly string[];
  /** What is in the tmpfs. */
  readonly left: readonly string[];
}
function start(given: Given): Ended {
  homes += 1;
  const home = join(folder, `home${homes}`);
  put(join(home, '.jenkins-tray/marker.json'), '{}');
  if (given.isNew !== false) put(join(home, '.jenkins-tray/new'), '');
  if (given.applied !== undefined) put(join(home, '.jenkins-tray/executors'), `${given.applied}\n`);
  const run = dirname(put(join(home, 'run/mark'), ''));
  if (given.password !== null) put(join(run, 'admin-password'), given.password ?? 'päss "wört" $x\n');
  if (given.readBefore !== undefined) {
    put(join(run, 'admin-password.read'), '');
    put(join(home, '.jenkins-tray/administrator'), 'admin\n');
  }
  const ran = spawnSync(
    'java',
    [
      ...[
        `-Dhome=${home}`,
        `-Drealm=${given.realm ?? 'own'}`,
        `-Durl=${given.url ?? ''}`,
        `-Dhas=${given.readBefore ?? ''}`,
        '-Dfile.encoding=UTF-8',
      ],
      ...['-cp', `${GROOVY}:${classes}`, 'groovy.ui.GroovyMain', '-e', RUN, given.script ?? SCRIPT, VERIFY],
    ],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        LANG: 'C.UTF-8',
        JENKINS_TRAY_RUN: run,
        JENKINS_TRAY_URL: 'http://127.0.0.1:8082/',
        JENKINS_TRAY_OUR_URLS: 'http://127.0.0.1:8081/,http://127.0.0.1:8082/',
        ...(given.executors === undefined ? {} : { JENKINS_TRAY_EXECUTORS: given.executors }),
      },
    },
  );
  return {
    status: ran.status,
    lines: ran.stdout.trim().split('\n'),
    left: readdirSync(run).filter((it) => it !== 'mark'),
  };
}

describe.skipIf(!existsSync(GROOVY))('the start of a home', () => {
  beforeAll(() => {
    const sources = Object.entries(STUBS).map(([path, text]) =>
      put(join(folder, 'src', `${path}.java`), `package ${dirname(path).replaceAll('/', '.')};\n${text}`),
    );
    mkdirSync(classes);
    const made = spawnSync('javac', ['-nowarn', '-d', classes, ...sources], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
  }, 180_000);

  test('a new home gets its administrator, executors and address', () => {
    expect(start({ executors: '4' })).toEqual({
      status: 0,
      lines: ['accounts [admin:päss "wört" $x]', 'executors 4, url http://127.0.0.1:8082/'],
      left: ['admin-password.read'],
    });
  }, 180_000);

  test.each([
    ['whose password is missing', { password: null }],
    ['whose password was read for an account that is not there', { password: null, readBefore: 'ann' }],
    ['whose password is empty', { password: '\n' }],
    ['into which anybody gets', { realm: 'open' as const }],
    ['whose script throws', { script: 'throw new IllegalStateException()' }],
    ['whose script does not compile', { script: 'def x = {{{ (' }],
  ])(
    'a new home %s does not start',
    (_what, given: Given) => {
      const own = given.script === undefined ? {} : { script: put(join(folder, 'own.groovy'), given.script) };
      const { status, lines } = start({ ...given, ...own });
      expect(status).toBe(70);
      expect(lines.join()).not.toContain('accounts');
    },
    60_000,
  );

  test('a new home’s Jenkins that restarts in its container keeps the administrator that it has', () => {
    const { status, lines } = start({ password: null, readBefore: 'admin' });
    expect([status, lines[0]]).toEqual([0, 'accounts [admin:before]']);
    const open = start({ password: null, readBefore: 'admin', realm: 'open' });
    expect(open.status).toBe(70);
  }, 180_000);

  test('accounts of elsewhere stay, and no administrator is added', () => {
    const { lines, left } = start({ realm: 'other' });
    expect([lines[0], left]).toEqual(['accounts []', ['admin-password.read']]);
  }, 180_000);

  test('a number of executors is applied once, so that a later change in Jenkins stays', () => {
    const lines = (given: Given) => start({ isNew: false, url: 'http://jenkins.house/', ...given }).lines;
    const stays = 'url http://jenkins.house/';
    expect(lines({ executors: '4', applied: '4' })).toEqual(['accounts []', `executors 2, ${stays}`]);
    expect(lines({ executors: '0', applied: '4' })).toEqual(['accounts []', `executors 0, ${stays}`]);
    expect(lines({})).toEqual(['accounts []', `executors 2, ${stays}`]);
  }, 180_000);

  test('the address of the other mode is replaced', () => {
    expect(start({ isNew: false, url: 'http://127.0.0.1:8081/' }).lines[1]).toBe(
      'executors 2, url http://127.0.0.1:8082/',
    );
  }, 180_000);
});

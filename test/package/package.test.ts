import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OtherRoot, otherRoot } from '../lab/other-root.ts';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, docker, fingerprint, setup } from '../lab/setup.ts';
import { must, run } from '../lab/shell.ts';
import { until } from '../lab/until.ts';
import { listed, makeDeb, makeNewer, removePackages, type Session, session } from './deb.ts';

/** The deb in a life: made, checked, installed in a copy of this root, used, upgraded while Jenkins runs, removed. */
const lab = setup('package', 21700);
const app = '/opt/jenkins-tray/jenkins-tray';
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
let deb: string;
let there: OtherRoot;
let user: Session;

beforeAll(async () => {
  removePackages();
  deb = makeDeb('first.deb');
  there = await otherRoot();
  user = session(there, lab);
});
afterAll(() => {
  there?.close();
  cleanUp(lab);
  removePackages();
});

const inRoot = (script: string): string => {
  const { status, stdout, stderr } = there.root('sh', ['-ec', script]);
  expect(status, stdout + stderr).toBe(0);
  return stdout;
};
const installed = (file: string): string =>
  inRoot(`DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${file}`);
/** Chromium's processes of one kind, with what keeps each in. */
const processes = (
  type: string,
): readonly { readonly seccomp: string; readonly user: string; readonly pid: string }[] =>
  inRoot(`for p in $(pgrep -f -- '^${app}.* --type=${type}'); do
      echo $(sed -n 's/^Seccomp:\\s*//p' /proc/$p/status) $(readlink /proc/$p/ns/user) $(readlink /proc/$p/ns/pid); done`)
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [seccomp = '', own = '', pid = ''] = line.split(' ');
      return { seccomp, user: own, pid };
    });
const jenkins = (): string =>
  docker('inspect', '-f', '{{.Id}} {{.State.StartedAt}} {{.State.Running}}', lab.names.jenkins.dood).trim();

test('it holds what belongs there alone, owned by root, and two builds of one commit are alike', () => {
  const files = listed(deb);
  expect(files.filter((line) => !/^[-dl](rwxr-xr-x|rw-r--r--|rwxrwxrwx) root\/root /.test(line))).toEqual([]);
  expect(files.filter((line) => /\/(test|node_modules|renderer|\.lab|\.git)\/|\.(ts|tsx|map)$/.test(line))).toEqual([]);
  const content = (name: string): string => must('sh', ['-ec', `dpkg-deb --fsys-tarfile '${name}' | sha256sum`]);
  expect(content(makeDeb('second.deb'))).toBe(content(deb));
});

test('Debian’s checkers find no error in it', () => {
  const found = run('lintian', ['--allow-root', deb]).stdout;
  expect(found.split('\n').filter((line) => line.startsWith('E:'))).toEqual([]);
});

test('apt installs it; menu entry, metadata, manual page and completions are valid', () => {
  installed(deb);
  inRoot('desktop-file-validate /usr/share/applications/jenkins-tray.desktop');
  inRoot('appstreamcli validate --no-net /usr/share/metainfo/jenkins-tray.metainfo.xml');
  // From the package: some systems leave manual pages out when they install.
  const page = must('sh', [
    '-ec',
    `dpkg-deb --fsys-tarfile '${deb}' | tar -xO ./usr/share/man/man1/jenkins-tray.1.gz | zcat`,
  ]);
  const shown = run('man', ['--local-file', '--warnings', '-'], { input: page });
  expect(shown.stderr).toBe('');
  expect(shown.stdout).toContain('take-over');
  const completed = inRoot(`bash -c '. /usr/share/bash-completion/completions/jenkins-tray
    COMP_WORDS=(jenkins-tray up ""); COMP_CWORD=2; _jenkins_tray; echo "\${COMPREPLY[@]}"'`);
  expect(completed).toMatch(/^dind dood --.* --json/);
});

test('an ordinary user starts it from the menu, and its window is in Chromium’s sandbox', async () => {
  const exec = inRoot("sed -n 's/^Exec=//p' /usr/share/applications/jenkins-tray.desktop | head -1")
    .replace('%U', '')
    .trim();
  user.run(`${exec} > app.log 2>&1 &`);
  const renderer = await until('a window with a filter of system calls', () =>
    processes('renderer').find(({ seccomp }) => seccomp === '2'),
  );
  const own = must('readlink', ['/proc/self/ns/user']).trim();
  expect(renderer.user).not.toBe(own);
  expect(renderer.pid).not.toBe(there.root('readlink', ['/proc/self/ns/pid']).stdout.trim());
});

test('the running app does the main job: a second start hands it over', async () => {
  expect(user.run('jenkins-tray --up dood').status).toBe(0);
  await until(
    'Jenkins',
    () =>
      fetch(`http://127.0.0.1:${lab.ports.dood}/login`).then(
        ({ ok }) => ok,
        () => false,
      ),
    240_000,
  );
  await until('the end of the switch', () =>
    user.run('jenkins-tray status').stdout.includes(`http://127.0.0.1:${lab.ports.dood}`),
  );
});

test('nobody runs another program in its name', () => {
  const asNode = user.run(`ELECTRON_RUN_AS_NODE=1 ${app} -e 'console.log(6 * 7)' 2>&1`);
  // A line of its own: the app's log lines have times with any digits.
  expect(asNode.stdout).not.toMatch(/^42$/m);
  const options = user.run(`NODE_OPTIONS='--require /etc/hostname' jenkins-tray --version 2>&1`);
  expect(options.stdout.trim()).toBe(version);
  const inspected = user.run(`timeout 20 ${app} --inspect=127.0.0.1:21709 2>&1`);
  expect(inspected.stdout).not.toContain('Debugger listening');
  expect(user.run(`touch ${app} /opt/jenkins-tray/resources/app.asar`).status).not.toBe(0);
});

test('an upgrade leaves the running Jenkins alone', () => {
  const before = jenkins();
  const newer = `${version}.1`;
  installed(makeNewer(deb, newer));
  expect(inRoot('dpkg -s jenkins-tray')).toContain(`Version: ${newer}\n`);
  expect(jenkins()).toBe(before);
});

test('removed and purged, it leaves Jenkins, its home and the settings, and nothing else', () => {
  user.run(`pkill -f '^${app}'`);
  const before = {
    jenkins: jenkins(),
    home: fingerprint(join(lab.home, 'users')),
    settings: readFileSync(join(lab.configDir, 'settings.json'), 'utf8'),
  };
  const files = inRoot('dpkg -L jenkins-tray')
    .split('\n')
    .filter((path) => /jenkins/.test(path));
  inRoot('apt-get purge -y jenkins-tray');
  expect(inRoot(`for f in ${files.join(' ')} /etc/apparmor.d/jenkins-tray; do [ ! -e $f ] || echo $f; done`)).toBe('');
  expect({
    jenkins: jenkins(),
    home: fingerprint(join(lab.home, 'users')),
    settings: readFileSync(join(lab.configDir, 'settings.json'), 'utf8'),
  }).toEqual(before);
});

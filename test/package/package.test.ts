import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DevTools, devTools } from '../lab/devtools.ts';
import { type OtherRoot, otherRoot } from '../lab/other-root.ts';
import { ROOT } from '../lab/paths.ts';
import { PRESS_DIALOG } from '../lab/press-dialogs.ts';
import { cleanUp, docker, fingerprint, setup } from '../lab/setup.ts';
import { must, run } from '../lab/shell.ts';
import { until } from '../lab/until.ts';
import { listed, makeDeb, makeNewer, PACKAGES, removePackages, type Session, session } from './deb.ts';
import { agreeingPkexec, type TestFeed, testFeed } from './feed.ts';

/** The deb in a life: made, checked, installed in a copy of this root, used, upgraded while Jenkins runs, removed. */
const lab = setup('package', 21740);
const app = '/opt/jenkins-tray/jenkins-tray';
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
let deb: string;
let there: OtherRoot;
let user: Session;
let feed: TestFeed;

beforeAll(async () => {
  removePackages();
  feed = await testFeed(21708);
  deb = makeDeb('first.deb', feed.env);
  there = await otherRoot();
  agreeingPkexec(there);
  user = session(there, lab);
});
afterAll(async () => {
  there?.close();
  await feed?.server.close();
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
/** The command that prints a file of the deb. */
const unpacking = (path: string): string => `dpkg-deb --fsys-tarfile '${deb}' | tar -xO './${path}'`;
const contentOf = (path: string): string => must('sh', ['-ec', unpacking(path)]);
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
  for (const size of ['16x16', '22x22', '48x48', '256x256', '512x512', 'scalable', 'symbolic'])
    expect(
      files.some((line) => line.includes(`/icons/hicolor/${size}/apps/jenkins-tray`)),
      size,
    ).toBe(true);
  const content = (name: string): string => must('sh', ['-ec', `dpkg-deb --fsys-tarfile '${name}' | sha256sum`]);
  expect(content(makeDeb('second.deb', feed.env))).toBe(content(deb));
});

test('its list of licences has all that is in its bundles', () => {
  const bundles = readdirSync(join(ROOT, 'out')).filter((name) => name.endsWith('.js'));
  const text = bundles.map((name) => readFileSync(join(ROOT, 'out', name), 'utf8')).join('\n');
  const inside = new Set(
    [...text.matchAll(/^\s*\/\/ .*node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//gm)].map(([, it = '']) => it),
  );
  const licences = contentOf('opt/jenkins-tray/resources/third-party-licences.txt');
  const parts: { components: { name: string }[] } = JSON.parse(contentOf('opt/jenkins-tray/resources/sbom.json'));
  const listed = new Set(parts.components.map(({ name }) => name));
  expect(inside.size).toBeGreaterThan(20);
  expect([...inside].filter((name) => !licences.includes(`\n${name} `) || !listed.has(name))).toEqual([]);
});

/** By the places of `FuseV1Options`: RunAsNode, NODE_OPTIONS and --inspect are off (0), only the archive is loaded (1). */
test('its fuses forbid another program in its name', () => {
  const binary = readFileSync(join(ROOT, 'release', 'linux-unpacked', 'jenkins-tray'));
  const wire = binary.subarray(binary.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 34).toString('latin1');
  expect([wire[0], wire[2], wire[3], wire[5]]).toEqual(['0', '0', '0', '1']);
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
  const page = must('sh', ['-ec', `${unpacking('usr/share/man/man1/jenkins-tray.1.gz')} | zcat`]);
  const shown = run('man', ['--local-file', '--warnings', '-'], { input: page });
  expect(shown.stderr).toBe('');
  expect(shown.stdout).toContain('take-over');
  const completed = inRoot(`bash -c '. /usr/share/bash-completion/completions/jenkins-tray
    COMP_WORDS=(jenkins-tray up ""); COMP_CWORD=2; _jenkins_tray; echo "\${COMPREPLY[@]}"'`);
  expect(completed).toMatch(/^dind dood --.* --json/);
});

/** Whether a shell that somebody types `$1` and Tab into then shows `$2`. */
const ZSH_COMPLETES = `zmodload zsh/zpty; zpty z zsh -f -i
  zpty -w z "autoload -Uz compinit; compinit -u -D; print re\\"\\"ady"
  zpty -r -m z seen "*ready*"; zpty -w -n z "$1$(printf "\\t")"; zpty -r -m z seen "*$2*"`;

test('fish and zsh find the completions where the package puts them', () => {
  const fish = (typed: string): string =>
    inRoot(
      `fish --no-config -c 'set -p fish_complete_path /usr/share/fish/vendor_completions.d; complete -C "${typed}"' 2>&1`,
    );
  expect(fish('jenkins-tray sta')).toMatch(/^status\t.*\n$/);
  expect(fish('jenkins-tray up ')).toBe('dind\ndood\n');
  expect(fish('jenkins-tray up --js')).toMatch(/^--json\t.*\n$/);
  expect(fish('jenkins-tray status --config /us')).toBe('/usr/\n');
  expect(fish('jenkins-tray config set ports.d')).toBe('ports.dind\nports.dood\n');
  expect(fish('jenkins-tray gpu --ledger ')).toBe('build\njob\n');
  expect(fish('jenkins-tray --up ')).toMatch(/^dind\t.*\ndood\t.*\n$/);
  for (const [typed, becomes] of [
    ['sta', 'status'],
    ['up di', 'up dind'],
    ['up dind --js', 'up dind --json'],
    ['config set ports.ag', 'config set ports.agents'],
    ['--tog', '--toggle'],
  ])
    inRoot(`timeout 20 zsh -fc '${ZSH_COMPLETES}' zsh 'jenkins-tray ${typed}' 'jenkins-tray ${becomes}'`);
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

test('the command line of an unpacked tar.gz runs through a link on the PATH', () => {
  const link = join(PACKAGES, 'jenkins-tray');
  symlinkSync(join(ROOT, 'release', 'linux-unpacked', 'resources', 'cli', 'jenkins-tray-cli'), link);
  expect(must(link, ['--version']).trim()).toBe(version);
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

/** A later version of the last number. */
const later = (by: number): string => version.replace(/\d+$/, (last: string) => String(Number(last) + by));
const versionNow = (): string =>
  inRoot('dpkg -s jenkins-tray')
    .split('\n')
    .find((line) => line.startsWith('Version: '))
    ?.slice(9) ?? '';
const isRunning = (): boolean => there.root('pgrep', ['-f', `^${app} --hidden`]).status === 0;
const kept = (name: string): string => join(lab.configDir, 'updates', name);

/** Ends the app and starts it with a door for DevTools. */
async function debugged(port: number): Promise<DevTools> {
  user.run(`pkill -f '^${app}'; while pgrep -f '^${app}' > /dev/null; do sleep 0.1; done
    ${app} --remote-debugging-port=${port} >> app.log 2>&1 &`);
  return devTools(port);
}
const call = <T>(page: DevTools, name: string, argument = ''): Promise<T> =>
  page.evaluate(`window.jenkinsTray.call('${name}'${argument})`);
/** The notice that offers a version. */
const offered = (page: DevTools, to: string): Promise<unknown> =>
  until(`an offer of ${to}`, async () => {
    // A window that has just opened may get a failure for an answer.
    const answer = await call<{ value?: { notices: { id: string }[] } }>(page, 'snapshot').catch(() => null);
    return answer?.value?.notices.find(({ id }) => id === `update-to-${to}`);
  });
/** Asks for the installation, as the window's button does, and agrees; returns a function with what went wrong. */
async function install(page: DevTools): Promise<() => string> {
  let refused = '';
  call<{ failure?: { code: string } }>(page, 'installUpdate').then(
    ({ failure }) => {
      refused = failure?.code ?? '';
    },
    // The window goes with the app.
    () => undefined,
  );
  await until('the dialog', () => user.run(PRESS_DIALOG).stdout.includes('pressed'));
  return () => refused;
}

test('an update is offered once it is wanted, and installed while Jenkins runs', async () => {
  const before = jenkins();
  feed.offer(makeNewer(deb, { from: version, to: later(1) }), later(1));
  const page = await debugged(21707);
  expect(feed.server.asked).toEqual([]);
  user.run('jenkins-tray config set desktop.updates true');
  await offered(page, later(1));
  const refused = await install(page);
  await until('the newer version', () => refused() !== '' || (versionNow() === later(1) && isRunning()));
  await until('its note', () => !existsSync(kept('installed.json')));
  expect(refused()).toBe('');
  page.close();
  expect(jenkins()).toBe(before);
  expect(existsSync(kept(`${later(1)}.deb`))).toBe(true);
});

test('a newer version that does not start is told, with the command that goes back', async () => {
  const broken = `find opt/jenkins-tray -type f ! -name chrome-sandbox -delete; printf '#!/bin/sh\\nexit 1\\n' > .${app}; chmod 755 .${app}`;
  feed.offer(makeNewer(deb, { from: version, to: later(2) }, broken), later(2));
  const page = await debugged(21706);
  await offered(page, later(2));
  const refused = await install(page);
  await until('a note of it', () => refused() !== '' || existsSync(kept('not-started.json')));
  expect(refused()).toBe('');
  page.close();
  expect(versionNow()).toBe(later(2));
  await until('the command', () => user.run('cat app.log').stdout.includes('--allow-downgrades'));
  const [, back = ''] = /^sudo (apt install .*)$/m.exec(user.run('cat app.log').stdout) ?? [];
  inRoot(`${back} -y`);
  expect(versionNow()).toBe(later(1));
  expect(user.run(`timeout 20 ${app} --hidden > /dev/null 2>&1 & sleep 5; pgrep -f '^${app}'`).status).toBe(0);
});

test('removed and purged, it leaves Jenkins, its home and the settings, and nothing else', () => {
  user.run(`pkill -f '^${app}'`);
  const before = {
    jenkins: jenkins(),
    home: fingerprint(join(lab.home, '.jenkins-tray')),
    settings: readFileSync(join(lab.configDir, 'settings.json'), 'utf8'),
  };
  const files = inRoot('dpkg -L jenkins-tray')
    .split('\n')
    .filter((path) => /jenkins/.test(path));
  inRoot('apt-get purge -y jenkins-tray');
  expect(inRoot(`for f in ${files.join(' ')} /etc/apparmor.d/jenkins-tray; do [ ! -e $f ] || echo $f; done`)).toBe('');
  expect({
    jenkins: jenkins(),
    home: fingerprint(join(lab.home, '.jenkins-tray')),
    settings: readFileSync(join(lab.configDir, 'settings.json'), 'utf8'),
  }).toEqual(before);
});

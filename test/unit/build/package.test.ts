import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LinuxConfiguration } from 'electron-builder';
import { expect, test } from 'vitest';
import { commandsOf } from '../../../build/package/commands.ts';
import { APP_OPTIONS, bashCompletion, fishCompletion, zshCompletion } from '../../../build/package/completions.ts';
import { configuration } from '../../../build/package/config.ts';
import { manPage } from '../../../build/package/man-page.ts';
import { metainfo } from '../../../build/package/parts.ts';
import { publisher } from '../../../build/package/publisher.ts';
import { copyright, licences } from '../../../build/package/third-party.ts';
import { exit } from '../../../electron/cli/io.ts';
import { commandLine } from '../../../electron/cli/program.ts';
import { startOptions } from '../../../electron/shell/start-options.ts';
import { ROOT } from '../../lab/paths.ts';

const commands = commandsOf(commandLine(() => undefined));

/** Names of Ubuntu 24.04 (packages.ubuntu.com, noble): those of the 64-bit time_t change provide the old name. */
const UBUNTU_24_04: Readonly<Record<string, string>> = {
  libc6: 'libc6',
  'libgtk-3-0': 'libgtk-3-0t64',
  libnss3: 'libnss3',
  'libatk-bridge2.0-0': 'libatk-bridge2.0-0t64',
  libgbm1: 'libgbm1',
  libasound2: 'libasound2t64',
  libnotify4: 'libnotify4',
  'libsecret-1-0': 'libsecret-1-0',
  'xdg-utils': 'xdg-utils',
  'hicolor-icon-theme': 'hicolor-icon-theme',
};

test('every dependency of the deb is in Ubuntu 24.04', () => {
  const depends = configuration('/project', null).deb?.depends ?? [];
  expect(depends.filter((it) => !((it.split(' ')[0] ?? '') in UBUNTU_24_04))).toEqual([]);
  expect(depends.length).toBeGreaterThan(5);
});

test('a menu entry starts the program of its own package, and an AppImage keeps the sandbox', () => {
  const { linux, appImage, toolsets } = configuration('/project', null);
  const started = (of: Pick<LinuxConfiguration, 'desktop'> | null | undefined): readonly (string | undefined)[] =>
    Object.values(of?.desktop?.desktopActions ?? {}).map((action) => action?.Exec);
  expect(started(linux)).toEqual(['--toggle', '--open', ''].map((it) => `/opt/jenkins-tray/jenkins-tray ${it}`.trim()));
  expect(started(appImage)).toEqual(['AppRun --toggle', 'AppRun --open', 'AppRun']);
  // electron-builder writes --no-sandbox into the entry for this one.
  expect(toolsets?.appimage ?? '0.0.0').not.toBe('0.0.0');
});

test('a desktop finds the menu entry of a window by its name, on Wayland as well', () => {
  const { linux, extraMetadata } = configuration('/project', null);
  // electron-builder's entry is named by the executable, and its StartupWMClass by desktopName, as Electron's app id is.
  expect(extraMetadata?.desktopName).toBe(`${linux?.executableName}.desktop`);
  expect(linux?.syncDesktopName).toBe(true);
});

test('every file that a package takes from the checkout exists', () => {
  const { deb, rpm } = configuration(ROOT, null);
  const sources = [...(deb?.fpm ?? []), ...(rpm?.fpm ?? [])].map((it) => it.split('=')[0] ?? '');
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.filter((it) => !/^(out\/|--)/.test(it) && !existsSync(join(ROOT, it)))).toEqual([]);
});

test('an rpm owns its folders, so that none is left behind', () => {
  const { rpm } = configuration(ROOT, null);
  // fpm takes no options after the first file.
  expect(rpm?.fpm?.slice(0, 2)).toEqual([
    '--directories=/opt/jenkins-tray',
    '--directories=/usr/share/doc/jenkins-tray',
  ]);
});

test('an rpm has no links by build id, which another package with the same Electron has as well', () => {
  const { rpm } = configuration(ROOT, null);
  const firstFile = rpm?.fpm?.findIndex((it) => !it.startsWith('--'));
  expect(rpm?.fpm?.indexOf('--rpm-rpmbuild-define=_build_id_links none')).toBeLessThan(firstFile ?? 0);
  expect(rpm?.fpm).toContain('--rpm-rpmbuild-define=_build_id_links none');
});

test('the publisher is named in one place', () => {
  const template = readFileSync(join(ROOT, 'build/package/linux/metainfo.xml'), 'utf8');
  const made = metainfo(template);
  expect(made).toContain(`<id>${publisher.id}.jenkins_tray</id>`);
  expect(made).toContain(`<url type="homepage">${publisher.page}</url>`);
  expect(made).not.toMatch(/@\w+@/);
  expect(template).not.toMatch(/example/);
  expect(copyright('MIT License\n\nText', publisher)).toContain(`Copyright: 2026 ${publisher.name}\n`);
});

test('the licences name Node with what it contains, since its executable is in the package', () => {
  const texts = licences(ROOT);
  expect(texts).toContain(`Node.js ${process.versions.node}\n`);
  expect(texts).toContain('OpenSSL');
  expect(texts).toContain('\ncommander ');
});

test('the manual page has every command with its options, and every exit code', () => {
  const page = manPage(commands, '1.2.3', '2026-11-26');
  for (const code of Object.values(exit)) expect(page).toContain(`.TP\n.B ${code}\n`);
  for (const { name, options } of commands) {
    expect(page).toContain(`.B jenkins\\-tray ${name.replaceAll('-', '\\-')}`);
    for (const { long } of options) expect(page).toContain(long.replaceAll('-', '\\-'));
  }
  expect(page).not.toMatch(/^[.'](?!TH|SH|TP|BR?|I|RS|RE|br)/m);
});

test('the shell completes commands, what they take, and their options', () => {
  const complete = (...typed: string[]): string =>
    execFileSync(
      'bash',
      [
        '-c',
        `${bashCompletion(commands)}
      compopt() { echo "$*"; }
      COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _jenkins_tray; echo "\${COMPREPLY[@]}"`,
      ],
      { encoding: 'utf8' },
    ).trim();
  expect(complete('jenkins-tray', 'st')).toBe('status');
  expect(complete('jenkins-tray', 'up', 'di')).toBe('dind');
  expect(complete('jenkins-tray', 'down', '--v')).toBe('--volumes');
  expect(complete('jenkins-tray', 'update', 'do')).toBe('dood');
  expect(complete('jenkins-tray', '--tog')).toBe('--toggle');
  expect(complete('jenkins-tray', '--up', '')).toBe('dind dood');
  expect(complete('jenkins-tray', 'status', '--config', '')).toBe('-o dirnames');
  expect(complete('jenkins-tray', 'take-over', '--copy-to', 'My\\ F')).toBe('-o dirnames');
  expect(complete('jenkins-tray', 'up', 'dind', '--trace', '')).toBe('-o default');
  for (const option of ['--tail', '-n', '--since', '--format'])
    expect(complete('jenkins-tray', 'logs', option, '')).toBe('');
  expect(complete('jenkins-tray', 'gpu', '--ledger', '')).toBe('build job');
  expect(complete('jenkins-tray', 'config', 'set', 'ports.d')).toBe('ports.dind ports.dood');
  expect(complete('jenkins-tray', 'images', 'prepare', 'do')).toBe('dood');
  expect(complete('jenkins-tray', 'snapshot', 'import', '~/Do')).toBe('-o default');
});

test('the app’s options that the shell completes are those that the launcher gives to the app', () => {
  const launcher = readFileSync(join(ROOT, 'build/package/linux/launcher'), 'utf8');
  const handed = [...(/^(--.*)\) exec/m.exec(launcher)?.[1] ?? '').matchAll(/--\w+(?= |$)/g)].map(([it]) => it);
  expect([...APP_OPTIONS].sort()).toEqual(handed.sort());
  for (const option of APP_OPTIONS)
    expect(startOptions([option, 'dind'])).not.toEqual({ hidden: false, action: { kind: 'none' } });
});

test('every command that takes a mode completes the modes', () => {
  const taking = commands.filter(({ usage }) => /\bmode\b/.test(usage));
  expect(taking.map(({ name }) => name)).toEqual(['up', 'update', 'plan']);
  for (const { values } of taking) expect(values).toEqual(expect.arrayContaining(['dind', 'dood']));
});

test('every command that takes an action completes the actions', () => {
  const taking = commands.filter(({ usage }) => /\baction\b/.test(usage));
  expect(taking.map(({ name }) => name)).toEqual(expect.arrayContaining(['images', 'snapshot', 'password', 'config']));
  for (const { name, values } of taking) expect(values, name).not.toEqual([]);
});

test('completions of zsh and fish quote the texts', () => {
  const options = [
    { flags: '--lines <count>', long: '--lines', description: 'number', takes: 'count', choices: [] },
    { flags: '--config <dir>', long: '--config', description: 'folder', takes: 'dir', choices: [] },
    { flags: '--json', long: '--json', description: 'as data', takes: null, choices: [] },
  ];
  const one = [
    { name: 'open', usage: 'open', description: "open Jenkins' page: [now]", options, values: ['a'], next: {} },
  ];
  expect(zshCompletion(one)).toContain("'open:open Jenkins'\\'' page\\: \\[now\\]'");
  expect(zshCompletion(one)).toContain("'--lines[number]:count:' '--config[folder]:dir:_files -/' '--json[as data]'");
  expect(fishCompletion(one)).toContain("-a open -d 'open Jenkins\\' page: [now]'");
  expect(fishCompletion(one)).toContain("-l lines -x -d 'number'");
  expect(fishCompletion(one)).toContain("-l config -r -F -d 'folder'");
  expect(fishCompletion(commands)).toContain("__fish_contains_opt ledger' -f -a 'build job'");
  // fish refuses a line that wants files and none.
  expect(fishCompletion(one)).not.toMatch(/ -f .* -F | -F .* -f /);
});

test('updates are built in with a feed, and only then', () => {
  const names = (hasFeed: boolean): readonly string[] =>
    [configuration(ROOT, null, hasFeed).extraResources ?? []]
      .flat()
      .flatMap((it) => (typeof it === 'string' ? [] : [it.to ?? '']));
  expect(names(true)).toContain('update-source.json');
  expect(names(false)).not.toContain('update-source.json');
});

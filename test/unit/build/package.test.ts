import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandsOf } from '../../../build/package/commands.ts';
import { bashCompletion, fishCompletion, zshCompletion } from '../../../build/package/completions.ts';
import { configuration } from '../../../build/package/config.ts';
import { manPage } from '../../../build/package/man-page.ts';
import { commandLine } from '../../../electron/cli/program.ts';

const commands = commandsOf(commandLine([], () => undefined));

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
  expect(depends.filter((name) => !(name in UBUNTU_24_04))).toEqual([]);
  expect(depends.length).toBeGreaterThan(5);
});

test('the manual page has every command with its options', () => {
  const page = manPage(commands, '1.2.3', '2026-11-26');
  for (const { name, options } of commands) {
    expect(page).toContain(`.B jenkins\\-tray ${name.replaceAll('-', '\\-')}`);
    for (const { long } of options) expect(page).toContain(long.replaceAll('-', '\\-'));
  }
  expect(page).not.toMatch(/^[.'](?!TH|SH|TP|B|I|RS|RE|br)/m);
});

test('the shell completes commands, what they take, and their options', () => {
  const complete = (...typed: string[]): string =>
    execFileSync(
      'bash',
      [
        '-c',
        `${bashCompletion(commands)}
      COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _jenkins_tray; echo "\${COMPREPLY[@]}"`,
      ],
      { encoding: 'utf8' },
    ).trim();
  expect(complete('jenkins-tray', 'st')).toBe('status');
  expect(complete('jenkins-tray', 'up', 'di')).toBe('dind');
  expect(complete('jenkins-tray', 'down', '--v')).toBe('--volumes');
});

test('completions of zsh and fish quote the texts', () => {
  const one = [{ name: 'open', usage: 'open', description: "open Jenkins' page: [now]", options: [], values: ['a'] }];
  expect(zshCompletion(one)).toContain("'open:open Jenkins'\\'' page\\: \\[now\\]'");
  expect(fishCompletion(one)).toContain("-a open -d 'open Jenkins\\' page: [now]'");
});

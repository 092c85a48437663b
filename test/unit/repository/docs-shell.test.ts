import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../lab/paths.ts';
import { codeOf, pages } from './pages.ts';

/** Commands of pages that are not ours: those that change a computer are read by a shell, the others are run. */

/** Programs that pages name, and why they are not run here. */
const PROGRAMS: Readonly<Record<string, string>> = {
  ...of('needs an engine of the reader', ['docker']),
  ...of("changes the reader's system, as root", [
    'apt',
    'snap',
    'systemctl',
    'usermod',
    'groupadd',
    'loginctl',
    'newgrp',
    'sysctl',
    'apparmor_parser',
    'nvidia-ctk',
    'gpg',
    'tee',
    'chown',
    'cp',
    'rm',
    'du',
    'dmesg',
  ]),
  ...of('needs a GPU', ['nvidia-smi']),
  ...of('fetches from the network', ['curl']),
  ...of('works on files of the reader', ['ln', 'sed', 'grep', 'findmnt']),
  ...of('its scripts and files are checked below', ['npm', 'npx', 'git']),
  ...of('run below', ['openssl']),
};

function of(why: string, programs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(programs.map((program) => [program, why]));
}

/** Every line of shell on a page: of blocks that say so or that begin with a program, and between backticks. */
const shown = pages.flatMap((page) => {
  const { blocks, inline } = codeOf(page);
  const lines = blocks
    .filter(({ language }) => language === 'sh' || language === '')
    .flatMap(({ code, language }) => code.split('\n').filter((line) => language === 'sh' || isCommand(line)));
  return [...lines, ...inline.filter(isCommand)].filter((line) => line.trim() !== '').map((line) => ({ page, line }));
});

/** Whether a line begins with one of the programs, ours included, and names something more. */
function isCommand(line: string): boolean {
  const [first = '', ...more] = plain(line).split(' ');
  return more.length > 0 && (first in PROGRAMS || first === 'jenkins-tray');
}

/** Without variables that are set in front, sudo, and what explains it. */
function plain(line: string): string {
  return line
    .replace(/(\s{2,}| #).*$/, '')
    .replace(/^(\s*\w+=("[^"]*"|\S*) )+/, '')
    .replace(/^\s*(\$ )?(sudo )?/, '');
}

/** Placeholders that a shell would take for something else. */
const asShell = (line: string): string => line.replace(/(\s{2,}| #).*$/, '').replace(/…|<[\w-]+>/g, 'X');

/** Whether bash can read it. */
const isShell = (script: string): boolean => spawnSync('bash', ['-n'], { input: script }).status === 0;

test('every line of shell on a page is one to a shell', () => {
  const lines = shown
    .map(({ page, line }) => ({ page, line: asShell(line).replaceAll('\\|', '|') }))
    // Options in brackets are the reader's choice.
    .filter(({ line }) => !line.includes('[--'));
  expect(lines.length).toBeGreaterThan(100);
  const isEach = isShell(lines.map(({ line }) => `(\n${line}\n)`).join('\n'));
  expect(isEach ? [] : lines.filter(({ line }) => !isShell(line))).toEqual([]);
  expect(isEach).toBe(true);
});

test('every program in a block of shell is known, and either run or not for a reason', () => {
  const blocks = pages.flatMap((page) => codeOf(page).blocks.filter(({ language }) => language === 'sh'));
  const parts = blocks
    .flatMap(({ code }) => code.split('\n'))
    .flatMap((line) => asShell(line).split(/ && | \| |; /))
    .map((part) => plain(part).split(' ')[0] ?? '')
    .filter((program) => program !== '' && !program.startsWith('#'));
  expect(parts.length).toBeGreaterThan(40);
  expect(parts.filter((program) => program !== 'jenkins-tray' && !(program in PROGRAMS))).toEqual([]);
});

test('every file and test of the checkout that a command names is there', () => {
  const tests = execFileSync('git', ['ls-files', 'test/unit'], { cwd: ROOT, encoding: 'utf8' });
  const wrong = shown.flatMap(({ page, line }) => {
    const words = plain(line).split(' ');
    const files = words.filter((word) => /^(build|docs|electron|renderer|test)\/[\w./-]+$/.test(word));
    const filter = /^npx vitest run --project unit (\S+) -u$/.exec(plain(line))?.[1];
    const isMissing = files.some((file) => !existsSync(join(ROOT, file)));
    return isMissing || (filter !== undefined && !tests.includes(filter)) ? [`${page}: ${line}`] : [];
  });
  expect(wrong).toEqual([]);
});

test('the keys for updates that docs/install.md makes are such keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docs-shell-'));
  const page = codeOf('docs/install.md');
  const keys = page.blocks.flatMap(({ code }) => code.split('\n')).filter((line) => line.startsWith('openssl '));
  expect(keys).toHaveLength(2);
  for (const line of keys) execFileSync('bash', ['-ec', line], { cwd: folder, stdio: 'ignore' });
  expect(readFileSync(join(folder, 'update-key.pub.pem'), 'utf8')).toContain('BEGIN PUBLIC KEY');
  rmSync(folder, { recursive: true });
});

test('every command of docker that a page shows is one of docker', () => {
  // Of `docker --help`, version 29.
  const known =
    `attach build builder buildx checkpoint commit compose config container context cp create diff events exec
    export history image images import info inspect kill load login logout logs manifest network node pause plugin port ps
    pull push rename restart rm rmi run save search secret service stack start stats stop swarm system tag top trust unpause
    update version volume wait`.split(/\s+/);
  const commands = shown
    .flatMap(({ line }) => asShell(line).split(/ && | \| |; /))
    .map(plain)
    .filter((part) => part.startsWith('docker '))
    .map((part) => part.replace(/^docker (--context \S+ ?)?(--format.*)?/, '').split(' ')[0] ?? '');
  expect(commands.length).toBeGreaterThan(20);
  expect(commands.filter((it) => it !== '' && !known.includes(it))).toEqual([]);
});

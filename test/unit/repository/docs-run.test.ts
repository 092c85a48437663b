import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { APP_OPTIONS } from '../../../build/package/completions.ts';
import { exit } from '../../../electron/cli/io.ts';
import { runOn } from '../../doubles/command-line.ts';
import { Machine } from '../../doubles/model-engine/machine.ts';
import { BLUE, begin } from '../../doubles/other-jenkins.ts';
import { upgrade } from '../../doubles/upgrades.ts';
import { ROOT } from '../../lab/paths.ts';
import { codeOf, commandsIn, pages } from './pages.ts';

/** Every command of ours that a page shows is run, to its end, on a model of a computer whose Jenkins runs. */

const folder = mkdtempSync(join(tmpdir(), 'docs-run-'));
const SNAPSHOT = '2026-01-01T00-00-00Z-dood-2.1';
const list = join(folder, 'plugins.txt');

beforeAll(() => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync('/bin/true', join(bin, 'xdg-open'));
  symlinkSync(join(ROOT, 'test', 'lab', 'nvidia-smi'), join(bin, 'nvidia-smi'));
  writeFileSync(list, 'git:5.10.1\n');
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  vi.stubEnv('NVIDIA_SMI_SCENARIO', 'ok-1');
  vi.stubEnv('EDITOR', 'true');
  vi.stubEnv('VISUAL', '');
  // For what is not asked of the model.
  vi.stubEnv('DOCKER_HOST', `unix://${folder}/no-engine`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** What stands for a word that the reader replaces. */
const VALUES: Readonly<Record<string, string>> = {
  ADDRESS: 'https://example.org/libnvidia-container',
  COPY: list,
  DRIVER: 'vfs',
  FILE: list,
  FOLDER: join(folder, 'empty'),
  IMAGE: 'example.org/jenkins:1',
  KEY: 'ports.dind',
  MINUTES: '5',
  MODE: 'dind',
  VALUE: '8090',
  VERSION: '2.600.1',
  YOUR_IMAGE: 'example.org/engine:1',
};
const NAMES: Readonly<Record<string, string>> = { 'take-over': BLUE, snapshot: SNAPSHOT, config: 'NAME' };

const filledIn = ([command = '', ...words]: readonly string[]): readonly string[] => [
  command,
  ...words.map((word) => word.replace(/\bNAME$/, NAMES[command] ?? 'NAME')).map((word) => VALUES[word] ?? word),
];

/** What ends otherwise on such a computer, and how; with the reason. */
const OTHERWISE: Readonly<Record<string, string>> = {
  // Goes to the engine's own socket.
  shell: 'engine/unreachable',
  'shell dind': 'engine/unreachable',
  // Nothing was changed since Jenkins was ready.
  'config back': 'settings/invalid',
  // The ladder's containers are not in the model.
  'doctor --gpu': '',
};

/** Not commands to be run: the app's own options, and what stands for any command. */
const isOurs = ([name = '']: readonly string[]): boolean =>
  name !== '' && name !== 'COMMAND' && !APP_OPTIONS.includes(name);

/** A computer whose Jenkins runs; an upgrade that can be gone back from, a snapshot, and somebody else's Jenkins are there. */
async function computer(words: readonly string[]): Promise<Machine> {
  const isBack = words.includes('--back');
  const machine = await Machine.running(isBack ? 'dood' : 'dind');
  if (isBack) await upgrade(machine);
  machine.upgrades.snapshots.set(SNAPSHOT, []);
  machine.files.set(list, 'git:5.10.1\n');
  machine.emptyFolders.add(join(folder, 'empty'));
  begin(machine);
  return machine;
}

/** Why a command does not do what its page says; null: it does. */
async function refusal(machine: Machine, words: readonly string[], isMention: boolean): Promise<string | null> {
  const { code, failure, output } = await runOn(
    machine,
    [...filledIn(words), '--yes'],
    words.includes('KEY') ? '8090\n' : 'typed\n',
  );
  if (code === exit.done || (code === exit.interrupted && failure === null)) return null;
  const expected = OTHERWISE[words.join(' ')];
  if (code === exit.failed && (expected === '' || (expected !== undefined && failure === expected))) return null;
  // In a sentence a command may be named by its first words alone.
  const lacks = /^✗ (Missing required argument|[a-z]+ [a-z]+ needs a )/m.test(output);
  return isMention && code === exit.usage && lacks ? null : `exit ${code}: ${output.trim()}`;
}

let configs = 0;
/** Every command of these lines, one after the other; on one computer, or each on a new one. */
async function refused(page: string, lines: readonly string[], how: 'in-order' | 'apart' | 'mentions') {
  const seen: string[] = [];
  let machine: Machine | null = null;
  for (const words of lines.flatMap(commandsIn).filter(isOurs)) {
    if (machine === null || how !== 'in-order') {
      vi.stubEnv('JENKINS_TRAY_CONFIG', join(folder, `config-${configs++}`));
      machine = await computer(words);
    }
    const why = await refusal(machine, words, how === 'mentions');
    if (why !== null) seen.push(`${page}: jenkins-tray ${words.join(' ')}\n${why}`);
  }
  return seen;
}

test('the commands in blocks of shell commands run, one after the other', async () => {
  const found: string[] = [];
  for (const page of pages)
    for (const { language, code } of codeOf(page).blocks)
      if (language === 'sh') found.push(...(await refused(page, code.split('\n'), 'in-order')));
  expect(found).toEqual([]);
});

test('every other command on a page runs by itself', async () => {
  const found: string[] = [];
  const seen = new Set<string>();
  const unseen = (line: string): boolean => !seen.has(line) && seen.add(line) !== undefined;
  for (const page of pages) {
    const { blocks, inline } = codeOf(page);
    const listed = blocks.filter(({ language }) => language === '').flatMap(({ code }) => code.split('\n'));
    found.push(...(await refused(page, listed.filter(unseen), 'apart')));
    // docs/commands.md has the definitions' own arguments: `up <mode>`.
    const used = inline.filter((it) => !/ [<[]/.test(it)).filter(unseen);
    found.push(...(await refused(page, used, 'mentions')));
  }
  expect(seen.size).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

test('a command that does not exist, or is refused, is noticed', async () => {
  const bad = [
    'jenkins-tray frobnicate',
    'jenkins-tray snapshot keep NAME',
    'jenkins-tray status --fast',
    'jenkins-tray up sideways',
    'jenkins-tray logs --since yesterday-ish',
    'jenkins-tray config set ports.dood 99999',
    'jenkins-tray plugins add "not a plugin"',
    'jenkins-tray snapshot verify 2020-01-01T00-00-00Z-dood-2.1',
    "jenkins-tray status --format '{{.jenkins.mood}}'",
  ];
  expect(await refused('page', bad, 'mentions')).toHaveLength(bad.length);
  expect(await refused('page', ['jenkins-tray snapshot restore', 'jenkins-tray up'], 'apart')).toHaveLength(2);
});

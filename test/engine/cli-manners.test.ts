import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASES, ROOT } from '../lab/paths.ts';
import { cleanUp, docker, type Setup, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';
import { ENTER, onTerminal } from '../lab/terminal.ts';

/** Commands on a container with Jenkins' name, which is no Jenkins: shells and logs as users of docker know them. */
let lab: Setup;
let name = '';

beforeAll(() => {
  lab = setup('manners', 21480);
  name = 'jenkins-dood-container-manners';
  const script = 'echo one; echo; sleep 0.1; echo two >&2; sleep 0.1; echo three; exec sleep 300';
  docker('run', '-d', '--name', name, '--stop-timeout', '1', BASES.debian, 'sh', '-c', script);
});
afterAll(() => {
  run('docker', ['rm', '-f', name]);
  cleanUp(lab);
});

const bundle = join(ROOT, 'out/cli.js');
const tray = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [bundle, ...args, '--config', lab.configDir], { input, encoding: 'utf8' });

test('logs: both streams in the order of their writing, blank lines, times, and a part', async () => {
  await expect.poll(() => tray(['logs']).stdout).toBe('one\n\ntwo\nthree\n');
  expect(tray(['logs', '-n', '2']).stdout).toBe('two\nthree\n');
  expect(tray(['logs', '-t', '-n', '1']).stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{18}Z three\n$/);
  expect(tray(['logs', '--since', '1h']).stdout).toContain('one\n');
  expect(tray(['logs', '--since', '1ms']).stdout).toBe('');
});

test('shell: commands by standard input, output and errors apart, and the exit code', () => {
  const ended = tray(['shell'], 'echo here; echo wrong >&2; test -t 0 || echo no terminal; exit 7\n');
  expect([ended.status, ended.stdout, ended.stderr]).toEqual([7, 'here\nno terminal\n', 'wrong\n']);
});

test('shell: on a terminal with its size, keys and colours', async () => {
  const on = onTerminal(`exec ${process.execPath} ${bundle} shell --config ${lab.configDir}`, { columns: 93 });
  await on.shows(/[#$]/);
  on.type(`stty size; test -t 0 && echo "a $TERM"${ENTER}`);
  await on.shows(/^30 93\na xterm-256color$/m);
  on.type(`exit 5${ENTER}`);
  expect(await on.ended).toBe(5);
});

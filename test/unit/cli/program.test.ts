import { afterEach, expect, test, vi } from 'vitest';
import { main } from '../../../electron/cli/program.ts';

let printed = '';
const said = async (...args: readonly string[]) => {
  printed = '';
  const keep = (text: string | Uint8Array): boolean => {
    printed += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  return main(['node', 'jenkins-tray', ...args]);
};
afterEach(() => {
  vi.restoreAllMocks();
});

const COMMANDS = [
  'status',
  'up',
  'toggle',
  'restart',
  'down',
  'plan',
  'take-over',
  'open',
  'builds',
  'logs',
  'shell',
  'gpu',
  'doctor',
  'config',
] as const;

test('--help lists every command and exits with 0', async () => {
  expect(await said('--help')).toBe(0);
  for (const command of COMMANDS) expect(printed).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
  expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test.each(COMMANDS)('%s --help explains its arguments and gives an example', async (command) => {
  expect(await said(command, '--help')).toBe(0);
  expect(printed).toMatch(new RegExp(`^Usage: jenkins-tray ${command}\\b`));
  expect(printed).toContain('--json');
  expect(printed).toMatch(new RegExp(`Example:\n {2}\\$ jenkins-tray ${command}\\b`));
});

test('a mode that --when-idle would take for its minutes is told', async () => {
  expect(await said('up', '--when-idle', 'dind')).toBe(2);
  expect(printed).toContain('Put the mode before it: dind --when-idle');
});

test('a usage error exits with 2, and with --json is one document', async () => {
  expect(await said('status', '--colour')).toBe(2);
  expect(printed).toContain("✗ Unknown option '--colour' (usage/invalid)");
  expect(await said('sideways', '--json')).toBe(2);
  expect(JSON.parse(printed)).toMatchObject({ failure: { code: 'usage/invalid', command: 'jenkins-tray --help' } });
});

test('a template that is not valid is refused before anything is done, and not together with --json', async () => {
  expect(await said('up', 'dind', '--format', '{{.jenkins')).toBe(2);
  expect(printed).toContain('The template of --format cannot be used (usage/invalid)');
  expect(await said('up', 'dind', '--format', '{{.jenkins}}', '--json')).toBe(2);
  expect(printed).toContain('--json and --format cannot be combined');
});

test('a usage error with --format json is a document as well', async () => {
  expect(await said('status', '--colour', '--format', 'json')).toBe(2);
  expect(JSON.parse(printed)).toMatchObject({ failure: { code: 'usage/invalid' } });
});

test('a failure with --format is text, with --format json a document', async () => {
  expect(await said('up', 'sideways', '--format', '{{.intent}}')).toBe(2);
  expect(printed).toContain('✗ There is no mode "sideways" (usage/invalid)');
  expect(await said('up', 'sideways', '--format', 'json')).toBe(2);
  expect(JSON.parse(printed)).toMatchObject({ failure: { code: 'usage/invalid' } });
});

test('what is missing or unknown is told as a failure, with what it can be and the help of the command', async () => {
  expect(await said('snapshot')).toBe(2);
  expect(printed).toBe(`✗ Missing required argument 'action' (usage/invalid)
  It can be create, list, verify, restore, export, import, delete.

  What it takes:

    jenkins-tray snapshot --help
`);
  expect(await said('upp')).toBe(2);
  expect(printed).toBe(`✗ Unknown command 'upp' (usage/invalid)
  Did you mean up?

  All commands:

    jenkins-tray --help
`);
});

test('an empty folder of settings is refused, as of a variable that is not set', async () => {
  expect(await said('config', 'path', '--config', '')).toBe(2);
  expect(printed).toContain('It is empty; name a folder.');
});

test('who knows docker is told what a command is called here', async () => {
  for (const [typed, here] of [
    ['start', 'up dind or up dood'],
    ['ps', 'status'],
    ['version', '--version'],
  ]) {
    expect(await said(typed ?? '')).toBe(2);
    expect(printed).toContain(`Here it is ${here}.`);
  }
});

test('what is told is about the command that was meant, not about a word after it', async () => {
  expect(await said('frobnicate', 'start')).toBe(2);
  expect(printed).not.toContain('Here it is');
  expect(await said('frobnicate', 'status')).toBe(2);
  expect(printed).toContain('jenkins-tray --help');
  expect(await said('take-over', 'status', '--sideways')).toBe(2);
  expect(printed).toContain('jenkins-tray take-over --help');
});

test('words too many are not repeated, which may be a password', async () => {
  expect(await said('password', 'set', 'hunter2. Hunter3\nhunter4')).toBe(2);
  expect(printed).toContain('Expected 1 argument but got 2.');
  expect(printed).not.toMatch(/hunter/i);
});

test('an unknown action is refused before anything is asked', async () => {
  for (const command of ['images', 'snapshot', 'config', 'password', 'plugins']) {
    expect(await said(command, 'sideways')).toBe(2);
    expect(printed).toContain('sideways');
  }
});

test('an action says how many words it takes', async () => {
  expect(await said('snapshot', 'create', 'name')).toBe(2);
  expect(printed).toContain('snapshot create does not take "name"');
  expect(await said('snapshot', 'export', 'name')).toBe(2);
  expect(printed).toContain('snapshot export needs a NAME and a FILE');
});

test('without anything typed the commands are listed, which is no error', async () => {
  expect(await said()).toBe(0);
  expect(printed).toContain('Commands:');
  expect(await said('--json')).toBe(2);
  expect(JSON.parse(printed)).toMatchObject({ failure: { code: 'usage/invalid' } });
  expect(await said('help', 'nope')).toBe(2);
  expect(printed).toContain("Unknown command 'nope'");
  expect(await said('--yes')).toBe(2);
  expect(printed).toMatch(/^✗ No command was given \(usage\/invalid\)\n/);
});

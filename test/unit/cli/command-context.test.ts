import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ROOT } from '../../lab/paths.ts';

const PROGRAM = `import { createCommandContext } from './electron/cli/command-context.ts';
const { io, signal } = createCommandContext({}, async () => null, new AbortController().signal);
process.stdout.write(JSON.stringify(await io.ask('Token: ', signal, true)));`;

/** What is taken as the answer, where this comes by a pipe. */
const answerTo = (input: string): unknown => {
  const words = ['--input-type=module', '-e', PROGRAM];
  const { stdout } = spawnSync(process.execPath, words, { cwd: ROOT, input, encoding: 'utf8' });
  return JSON.parse(stdout);
};

test.each([
  ['a-token', 'a-token'],
  ['a-token\n', 'a-token'],
  ['a-token\r\n', 'a-token'],
  ['first\nsecond\n', 'first'],
  ['\n', ''],
  ['', ''],
])('of the input %j the answer is %j', (input, answer) => {
  expect(answerTo(input)).toBe(answer);
});

import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { writers } from '../../../electron/cli/writers.ts';

const RED = '\u001b[31mred\u001b[39m';

function written(isTTY: boolean, colour: { out: boolean; err: boolean }) {
  const texts: string[] = [];
  const stream = { isTTY, write: (text: string) => texts.push(text) > 0 };
  return { texts, ...writers(stream, stream, colour) };
}

test('each stream has colours or not, whatever the other has', () => {
  const { texts, out, err } = written(false, { out: true, err: false });
  out(RED);
  err(RED);
  expect(texts).toEqual([`${RED}\n`, 'red\n']);
});

test('a log keeps its colours on a terminal unless they are not wanted, and everything elsewhere', () => {
  const coloured = written(true, { out: true, err: true });
  coloured.log(RED);
  const plain = written(true, { out: false, err: false });
  plain.log(`${RED}\u001b[2J`);
  const file = written(false, { out: false, err: false });
  file.log(`${RED}\u001b[2J`);
  expect([...coloured.texts, ...plain.texts, ...file.texts]).toEqual([
    `${RED}\u001b[0m\n`,
    'red\n',
    `${RED}\u001b[2J\n`,
  ]);
});

test('a reader that takes no more is waited for', async () => {
  const output = new PassThrough({ highWaterMark: 8 });
  const { log, full } = writers(output, output, { out: false, err: false });
  expect(full()).toBeNull();
  log('longer than the buffer');
  let isFree = false;
  const waiting = full()?.then(() => {
    isFree = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isFree).toBe(false);
  output.resume();
  await waiting;
  expect([isFree, full()]).toEqual([true, null]);
});

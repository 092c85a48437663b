import { expect, test } from 'vitest';
import { tableText } from '../../../electron/cli/table.ts';
import { lines } from '../../doubles/command.ts';

const rows = [
  ['train-a-model-that-is-large #42', 'running', '3 min ago'],
  ['日本語のジョブ #7', 'success', '2 h ago'],
];
const heads = ['Build', 'Result', 'Started'];
const io = { colour: false, columns: 80, live: true };

test('columns are as wide as their widest cell, and a wide character counts twice', () => {
  expect(tableText(heads, rows, io)).toBe(
    lines(
      'Build                            Result   Started',
      'train-a-model-that-is-large #42  running  3 min ago',
      '日本語のジョブ #7                success  2 h ago',
    ),
  );
});

test('on a narrow terminal the first column gives way, and no line is longer than it', () => {
  expect(tableText(heads, rows, { ...io, columns: 40 })).toBe(
    lines(
      'Build                 Result   Started',
      'train-a-model-that-…  running  3 min ago',
      '日本語のジョブ #7     success  2 h ago',
    ),
  );
  for (const line of tableText(heads, rows, { ...io, columns: 20 }).split('\n')) expect(line.length).toBeLessThan(21);
});

test('elsewhere nothing is left out', () => {
  expect(tableText(heads, rows, { ...io, columns: 40, live: false })).toContain(
    'train-a-model-that-is-large #42  running',
  );
});

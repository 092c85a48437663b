import { expect, test } from 'vitest';
import { parsePmon } from '../../../../electron/core/gpu/pmon.ts';

// The format of nvidia-smi's manual, as posted in https://github.com/Ricks-Lab/gpu-utils/issues/88
const OLD = `# gpu        pid  type    sm   mem   enc   dec   command
# Idx          #   C/G     %     %     %     %   name
    0      14835     C    90    10     0     0   python
    0      14945     C     -     -     -     -   python
    1       1234     G     -     -     -     -   Xorg
    2          -     -     -     -     -     -   -
`;

// Newer drivers have more columns: https://docs.nvidia.com/deploy/nvidia-smi/index.html
const NEW = `# gpu         pid   type     sm    mem    enc    dec    jpg    ofa    command
# Idx           #    C/G      %      %      %      %      %      %    name
    0        2001      C     45      5      -      -      -      -    python
`;

test('how busy each process keeps its GPU; one that does nothing counts as 0 beside another', () => {
  expect(parsePmon(OLD)).toEqual([
    { gpu: 0, pid: 14835, utilization: 90 },
    { gpu: 0, pid: 14945, utilization: 0 },
  ]);
  expect(parsePmon(NEW)).toEqual([{ gpu: 0, pid: 2001, utilization: 45 }]);
  expect(parsePmon('Not supported on the device(s)')).toEqual([]);
});

test('of lines that are none, nothing is made up', () => {
  const rows = (...lines: readonly string[]) =>
    parsePmon(['# gpu pid type sm', ...lines].join('\n')).map(({ pid, utilization }) => [pid, utilization]);
  expect(rows('  0 7 C 5')).toEqual([[7, 5]]);
  expect(rows('0 7 C 100')).toEqual([[7, 100]]);
  expect(rows('0 7 C 1000', '0 8 C x5', '0 9 C 5x')).toEqual([]);
  expect(rows('x0 7 C 5', '0x 7 C 5', '12345 7 C 5', '0 x7 C 5', '0 7x C 5', '0 12345678901 C 5')).toEqual([]);
  expect(rows('1234 1234567890 C 5', '1 8 C -')).toEqual([[1234567890, 5]]);
  expect(rows('0 7')).toEqual([]);
});

test.each(['# gpu pid type', '# gpu sm', '# pid sm', 'gpu pid sm', '#gpux pid sm', ''])(
  'without its columns (%j), nothing is read',
  (head) => {
    expect(parsePmon(`${head}\n0 7 5\n`)).toEqual([]);
  },
);

test('the columns are found wherever they are, and after other lines', () => {
  expect(parsePmon('hint\n#gpu   sm\tpid\n0 5 7\n')).toEqual([{ gpu: 0, pid: 7, utilization: 5 }]);
  expect(parsePmon('#  pid   sm gpu\n0 5 7\n')).toEqual([]);
});

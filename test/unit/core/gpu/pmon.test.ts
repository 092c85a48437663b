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

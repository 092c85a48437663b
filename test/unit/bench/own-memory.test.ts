import { expect, test } from 'vitest';
import { ownPart } from '../../bench/own-memory.ts';

/** As Linux 6.18 writes it for a process, alone and beside another one of the same program. */
const rollup = (file: number): string => `560aac7a2000-7ffe32245000 ---p 00000000 00:00 0 [rollup]
Rss:               92160 kB
Pss:               ${10_240 + file} kB
Pss_Dirty:          9216 kB
Pss_Anon:           8192 kB
Pss_File:          ${file} kB
Pss_Shmem:          2048 kB
Shared_Clean:      81920 kB
`;

test('what a process has made for itself does not depend on who else runs its program', () => {
  expect(ownPart(rollup(81_920))).toBe(10);
  expect(ownPart(rollup(40_960))).toBe(10);
});

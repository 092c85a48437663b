import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createProc } from '../../../electron/adapters/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'jt-proc-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('/proc is read as the kernel writes it; missing values are null', async () => {
  mkdirSync(join(folder, '77'));
  const stat = `77 (a) b (c)) S ${Array.from({ length: 49 }, (_, at) => at + 1).join(' ')}`;
  writeFileSync(join(folder, '77', 'stat'), stat);
  writeFileSync(
    join(folder, '77', 'status'),
    'Name:\tx\nPPid:\t1\nUid:\t1000\t1000\t1000\t1000\nNSpid:\t77\t12\t3\nVmRSS:\t  2048 kB\n',
  );
  writeFileSync(join(folder, '77', 'cmdline'), 'python\0-m\0train\0');
  writeFileSync(join(folder, 'stat'), 'cpu 1 2\nbtime 1700000000\n');
  writeFileSync(join(folder, '77', 'environ'), 'BUILD_TAG=jenkins-a-1\0X=1\0');
  writeFileSync(join(folder, 'passwd'), 'root:x:0:0::/:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n');
  const proc = createProc(folder, join(folder, 'passwd'));
  expect(await proc.born(77)).toBe('19');
  expect(await proc.pids(77)).toEqual([77, 12, 3]);
  expect(await proc.user(77)).toBe('ada');
  expect(await proc.environments(77)).toEqual([{ BUILD_TAG: 'jenkins-a-1', X: '1' }]);
  expect(await proc.about?.(77)).toEqual({
    command: 'python -m train',
    startedAt: 1_700_000_000_190,
    hostMemoryBytes: 2 * 1024 ** 2,
  });
  expect(await proc.about?.(78)).toEqual({ command: null, startedAt: null, hostMemoryBytes: null });
  expect([await proc.born(78), await proc.cgroup(78), await proc.user(78), await proc.pids(78)]).toEqual([
    null,
    null,
    null,
    [],
  ]);
});

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createGpuGate } from '../../../electron/adapters/gpu-gate.ts';
import { GIB, gpuSample, readable } from '../../doubles/gpu-sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'jt-gate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const free = (gib: number) => readable(gpuSample({ memoryUsedBytes: (10 - gib) * GIB, memoryTotalBytes: 10 * GIB }));

test('the file in the home follows the readings, and is written at most every few seconds', async () => {
  const home = join(folder, 'home');
  mkdirSync(join(home, '.jenkins-tray'), { recursive: true });
  let now = 0;
  const gate = createGpuGate(
    () => home,
    () => now,
  );
  const read = () => readFileSync(join(home, '.jenkins-tray/gpu-memory'), 'utf8');
  await gate(free(6));
  expect(read()).toBe('10240 6144\n');
  now = 1000;
  await gate(free(2));
  expect(read()).toBe('10240 6144\n');
  now = 10_000;
  await gate(free(2));
  expect(read()).toBe('10240 2048\n');
  expect(readdirSync(join(home, '.jenkins-tray'))).toEqual(['gpu-memory']);
});

test('a home that hangs holds one call, however many readings there are', async () => {
  let asked = 0;
  let now = 0;
  const gate = createGpuGate(
    () => {
      asked += 1;
      return join(folder, 'hung');
    },
    () => now,
  );
  const first = gate(free(1));
  now = 100_000;
  await gate(free(1));
  expect(asked).toBe(1);
  await first;
  now = 200_000;
  await gate(free(1));
  expect(asked).toBe(2);
});

test('nothing is written into a home that is not ours, or through a link', async () => {
  const other = join(folder, 'other');
  mkdirSync(other);
  await createGpuGate(() => other)(free(1));
  expect(readdirSync(other)).toEqual([]);
  symlinkSync(folder, join(other, '.jenkins-tray'));
  await createGpuGate(() => other)(free(1));
  expect(existsSync(join(folder, 'gpu-memory'))).toBe(false);
});

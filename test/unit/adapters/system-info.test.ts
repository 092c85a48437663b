import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemInfo } from '../../../electron/adapters/system-info.ts';

const folder = mkdtempSync(join(tmpdir(), 'jt-info-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const worker = (name: string, script: string): string => {
  const path = join(folder, `${name}.cjs`);
  writeFileSync(path, `const { parentPort } = require('node:worker_threads'); ${script}`);
  return path;
};

test('a worker that blocks is ended at its deadline without blocking this thread', async () => {
  let turns = 0;
  const turning = setInterval(() => {
    turns += 1;
  }, 5);
  const hung = worker('hung', 'for (;;) {}');
  expect(await systemInfo(hung, '/', 400)).toBeNull();
  clearInterval(turning);
  // 80 on an idle machine; a thread that waits for its worker makes none.
  expect(turns).toBeGreaterThan(5);
});

test('a worker’s answer is validated, and a crash is no answer', async () => {
  const info = {
    controllers: [{ vendor: 'Intel', model: 'UHD' }],
    memory: { usedBytes: 1, totalBytes: 2 },
    disk: null,
    battery: null,
  };
  const says = (what: unknown) =>
    worker('says', `parentPort.on('message', () => parentPort.postMessage(${JSON.stringify(what)}));`);
  expect(await systemInfo(says({ info }), '/')).toEqual(info);
  expect(await systemInfo(says({ info: { ...info, memory: 'much' } }), '/')).toBeNull();
  expect(await systemInfo(worker('breaks', 'throw new Error("x")'), '/')).toBeNull();
});

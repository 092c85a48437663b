import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGpuRelease } from '../../../electron/adapters/gpu-release.ts';

test('two processes share until when the GPUs are let go', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jt-release-'));
  const app = createGpuRelease(folder);
  expect(app.until()).toBe(0);
  const changed = new Promise<void>((resolve) => {
    const end = app.watch(() => {
      end();
      resolve();
    });
  });
  await createGpuRelease(folder).set(1234);
  await changed;
  expect(app.until()).toBe(1234);
  writeFileSync(join(folder, 'gpu-release.json'), '{');
  expect(app.until()).toBe(0);
  rmSync(folder, { recursive: true });
});

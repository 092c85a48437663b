import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProcessList } from '../../../electron/adapters/nvidia-processes.ts';

const double = join(import.meta.dirname, '../../lab/nvidia-smi');

test('a process listing that hangs is given up in time and is empty', async () => {
  const hung = createProcessList(double, null, 300);
  process.env.NVIDIA_SMI_SCENARIO = 'hung';
  const began = Date.now();
  expect(await hung()).toEqual([]);
  delete process.env.NVIDIA_SMI_SCENARIO;
  // The double itself would sleep for an hour.
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(await createProcessList('/nonexistent/nvidia-smi')()).toEqual([]);
});

test('processes on a MIG instance belong to its card', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jt-mig-'));
  const program = join(folder, 'smi');
  writeFileSync(
    program,
    '#!/bin/sh\ncase $1 in -L) printf "GPU 0: A100 (UUID: GPU-7fda)\\n  MIG 1g.10gb Device 0: (UUID: MIG-feb8)\\n" ;; *) echo "MIG-feb8, 7, 100, python" ;; esac\n',
    { mode: 0o755 },
  );
  expect(await createProcessList(program)()).toMatchObject([{ pid: 7, uuid: 'GPU-7fda' }]);
  rmSync(folder, { recursive: true });
});

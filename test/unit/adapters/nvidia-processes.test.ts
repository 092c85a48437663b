import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProcessList } from '../../../electron/adapters/nvidia-processes.ts';

const double = join(import.meta.dirname, '../../lab/nvidia-smi');

/** A program that prints and ends like nvidia-smi did. */
async function listed(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'jt-smi-'));
  const program = join(folder, 'smi');
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  try {
    return await createProcessList(program)();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a process listing that hangs is given up in time, and says so', async () => {
  const hung = createProcessList(double, null, 300);
  process.env.NVIDIA_SMI_SCENARIO = 'hung';
  const began = Date.now();
  await expect(hung()).rejects.toMatchObject({ words: 'nvidia-smi did not answer within 0.3 s.', missing: false });
  delete process.env.NVIDIA_SMI_SCENARIO;
  // The double itself would sleep for an hour.
  expect(Date.now() - began).toBeLessThan(10_000);
  await expect(createProcessList('/nonexistent/nvidia-smi')()).rejects.toMatchObject({ missing: true });
});

const ONE = 'echo "GPU-7fda, 7, 100, python"';

test('what is listed counts, whatever the exit status', async () => {
  const lost = 'echo "Unable to determine the device handle for GPU 0000:02:00.0: Unknown Error"';
  expect(await listed(`${ONE}; echo "WARNING: infoROM is corrupted at gpu 0000:B3:00.0"; exit 14`)).toHaveLength(1);
  expect(await listed(`${ONE}; ${lost}; exit 15`)).toMatchObject([{ pid: 7 }]);
  expect(await listed('echo "WARNING: infoROM is corrupted at gpu 0000:B3:00.0"; exit 14')).toEqual([]);
  expect(await listed('exit 0')).toEqual([]);
});

test('an error is not an empty list', async () => {
  const words = 'Failed to initialize NVML: Driver/library version mismatch';
  await expect(listed(`echo '${words}'; exit 18`)).rejects.toMatchObject({ words: `${words}\n` });
  await expect(listed('echo no >&2; exit 15')).rejects.toMatchObject({ words: 'no\n' });
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

test('a build that only holds memory is idle, although a desktop draws on the same GPU', async () => {
  // Worded after the manual of nvidia-smi, section pmon: a process that did nothing has dashes.
  const pmon = 'printf "# gpu pid type sm mem\\n# Idx # C/G %% %%\\n 0 7 C - -\\n 0 1248 G 6 1\\n"';
  const list = 'printf "GPU 0: A (UUID: GPU-7fda)\\n"';
  expect(await listed(`case $1 in -L) ${list} ;; pmon) ${pmon} ;; *) ${ONE} ;; esac`)).toMatchObject([
    { pid: 7, utilization: 0 },
  ]);
});

test('a driver that does not tell how busy a process is is asked again only a minute later', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jt-pmon-'));
  const program = join(folder, 'smi');
  const asked = join(folder, 'asked');
  const script = `echo $1 >>${asked}; case $1 in -L) echo "GPU 0: A (UUID: GPU-7fda)" ;; pmon) exit 3 ;; *) ${ONE} ;; esac`;
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const list = createProcessList(program);
  for (let n = 0; n < 3; n += 1) expect(await list()).toHaveLength(1);
  const lines = readFileSync(asked, 'utf8').trim().split('\n');
  expect(lines.map((line) => line.split('=')[0])).toEqual([
    '--query-compute-apps',
    '-L',
    'pmon',
    '--query-compute-apps',
    '--query-compute-apps',
  ]);
  rmSync(folder, { recursive: true });
});

test('where processes share a GPU, each is asked how busy it is', async () => {
  const two = 'printf "GPU-7fda, 7, 100, a\\nGPU-7fda, 8, 100, b\\nGPU-8, 9, 100, c\\n"';
  const list = 'printf "GPU 0: A (UUID: GPU-7fda)\\nGPU 1: A (UUID: GPU-8)\\n"';
  const pmon = 'printf "# gpu pid type sm mem\\n# Idx # C/G %% %%\\n 0 7 C 90 1\\n 0 8 C - -\\n 1 9 C 5 1\\n"';
  const script = `case $1 in -L) ${list} ;; pmon) ${pmon} ;; *) ${two} ;; esac`;
  expect((await listed(script)).map(({ pid, utilization }) => [pid, utilization])).toEqual([
    [7, 90],
    [8, 0],
    [9, 5],
  ]);
  expect((await listed(`case $1 in -L) ${list} ;; pmon) exit 3 ;; *) ${two} ;; esac`))[0]).not.toHaveProperty(
    'utilization',
  );
});

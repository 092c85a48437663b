import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, expect, test } from 'vitest';
import { createGpuContainers } from '../../electron/adapters/gpu-containers.ts';
import { listProcesses } from '../../electron/adapters/nvidia-smi.ts';
import { createProc } from '../../electron/adapters/processes.ts';
import { createGpuMonitor } from '../../electron/core/gpu/monitor.ts';

const docker = new Docker();
const double = join(import.meta.dirname, '../lab/nvidia-smi');
const folder = mkdtempSync(join(tmpdir(), 'jt-gpu-engine-'));
const workspace = join(folder, 'workspace/train-model');
mkdirSync(workspace, { recursive: true });
const started: Docker.Container[] = [];
afterAll(async () => {
  await Promise.all(started.map((container) => container.remove({ force: true })));
  rmSync(folder, { recursive: true, force: true });
});

async function run(name: string, binds: string[], env: string[]): Promise<number> {
  const container = await docker.createContainer({
    name,
    Image: 'lab/debian:trixie',
    Cmd: ['sleep', '600'],
    Env: env,
    HostConfig: { Binds: binds },
  });
  started.push(container);
  await container.start();
  return (await container.inspect()).State.Pid;
}

test('real processes in real containers show up as their builds', async () => {
  const tag = `jt-gpu-${process.pid}`;
  const byMount = await run(`${tag}-mount`, [`${workspace}:/w`], []);
  const byTag = await run(`${tag}-tag`, [], ['BUILD_TAG=jenkins-other-7']);
  const stranger = await run(`${tag}-stranger`, [], []);
  const list = join(folder, 'processes');
  writeFileSync(
    list,
    [byMount, byTag, stranger, process.pid].map((pid, at) => `0 ${pid} ${(at + 1) * 1000} python\n`).join(''),
  );
  process.env.NVIDIA_SMI_PROCESSES = list;

  const monitor = createGpuMonitor({
    smi: { start: () => ({ kill: () => {} }) },
    clock: { now: () => Date.now(), after: () => () => {} },
    proc: createProc(),
    hardware: () => ({ card: true, driver: true, power: [] }),
    processes: () => listProcesses(double),
    container: createGpuContainers(
      async () => docker,
      async () => null,
    ),
    builds: async () => [
      { job: 'train-model', number: 42, url: 'http://localhost/job/train-model/42/', workspace },
      { job: 'other', number: 7, url: 'http://localhost/job/other/7/', workspace: join(folder, 'workspace/other') },
    ],
    store: { load: async () => ({ history: null, ledger: [] }), save: async () => {} },
  });
  const rows = await monitor.processes();
  expect(
    rows.map(({ container, build }) => [container, build]),
    readFileSync(`/proc/${byMount}/cgroup`, 'utf8'),
  ).toEqual([
    [`${tag}-mount`, { job: 'train-model', number: 42 }],
    [`${tag}-tag`, { job: 'other', number: 7 }],
    [`${tag}-stranger`, null],
    [null, null],
  ]);
  expect(rows[3]?.user).toBe(execFileSync('id', ['-un'], { encoding: 'utf8' }).trim());
  await monitor.close();
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProcessList } from '../../electron/adapters/nvidia-processes.ts';
import { createProc } from '../../electron/adapters/processes.ts';
import { createAttribution } from '../../electron/core/gpu/attribution.ts';
import { LAB } from '../lab/paths.ts';
import { type Figure, figure } from './figure.ts';

const GPUS = 8;
const PROCESSES = 200;
const ROUNDS = 20;

/** An nvidia-smi that lists the processes at once, and a `/proc` that has them. */
function machine(folder: string): { readonly smi: string; readonly proc: string } {
  const pids = Array.from({ length: PROCESSES }, (_, at) => 100_000 + at);
  const uuid = (at: number): string => `GPU-${String(at % GPUS).padStart(8, '0')}-1111-4222-8333-444444444444`;
  const proc = join(folder, 'proc');
  for (const pid of pids) {
    const own = join(proc, String(pid));
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'stat'), `${pid} (python) S ${Array.from({ length: 49 }, (_, at) => at).join(' ')}`);
    writeFileSync(join(own, 'status'), `PPid:\t1\nUid:\t0\t0\t0\t0\nNSpid:\t${pid}\n`);
    writeFileSync(join(own, 'cgroup'), '0::/user.slice/user-1000.slice/session-2.scope\n');
    writeFileSync(join(own, 'environ'), `BUILD_TAG=jenkins-train-1\0${'X=1\0'.repeat(40)}`);
  }
  writeFileSync(join(folder, 'apps'), pids.map((pid, at) => `${uuid(at)}, ${pid}, 512, python\n`).join(''));
  const gpus = Array.from({ length: GPUS }, (_, at) => `GPU ${at}: NVIDIA H100 (UUID: ${uuid(at)})\n`).join('');
  writeFileSync(join(folder, 'gpus'), gpus);
  const loads = pids.map((pid, at) => ` ${at % GPUS} ${pid} C 10 5 - - python\n`).join('');
  writeFileSync(join(folder, 'pmon'), `# gpu pid type sm mem enc dec command\n${loads}`);
  const smi = join(folder, 'nvidia-smi');
  const script = `case $1 in -L) f=gpus ;; pmon) f=pmon ;; *) f=apps ;; esac; exec cat "${folder}/$f"`;
  writeFileSync(smi, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { smi, proc };
}

/** The nvitop of PyPI in a folder of the lab, outside of the repository's dependencies; null if it does not install. */
function nvitop(): string | null {
  const folder = join(LAB, 'nvitop');
  const program = join(folder, 'bin', 'nvitop');
  if (!existsSync(program)) {
    spawnSync('python3', ['-m', 'venv', folder], { timeout: 60_000 });
    spawnSync(join(folder, 'bin', 'pip'), ['install', '--quiet', 'nvitop'], { timeout: 120_000 });
  }
  return existsSync(program) ? program : null;
}

/** CPU time of a program and its children, in milliseconds, the lowest of three. */
function cpuOf(program: string, args: readonly string[]): number {
  const times = [1, 2, 3].map(() => {
    const script = `import os,subprocess,sys; subprocess.run(sys.argv[1:], stdout=-3, stderr=-3); t=os.times(); print((t.children_user+t.children_system)*1000)`;
    const { stdout } = spawnSync('python3', ['-c', script, program, ...args], { encoding: 'utf8', timeout: 60_000 });
    return Number(stdout);
  });
  return Math.min(...times);
}

export const benchmarks: Record<string, () => Promise<Record<string, Figure>>> = {
  /**
   * CPU time of this process for a listing of 200 processes on 8 GPUs with their users, containers and builds, as after
   * a start. The baseline is `nvitop --once`; where there is no driver it ends early, so that it is measured too low.
   */
  'gpu.listing': async () => {
    const program = nvitop();
    if (program === null) {
      console.log('gpu.listing          not measured: nvitop did not install');
      return {};
    }
    const folder = mkdtempSync(join(tmpdir(), 'jt-listing-'));
    try {
      const { smi, proc } = machine(folder);
      const list = createProcessList(smi);
      const once = async (): Promise<number> => {
        const attribution = createAttribution({
          clock: { now: () => Date.now(), monotonic: () => performance.now(), after: () => () => undefined },
          proc: createProc(proc),
          container: async () => null,
          containerOfProcess: async () => null,
          environmentsInside: async () => [],
          builds: async () => [{ job: 'train', number: 1, url: 'http://h/job/train/1/', workspaces: ['/w/train'] }],
        });
        return (await attribution.rows(await list())).filter(({ build }) => build !== null).length;
      };
      await once();
      const start = process.cpuUsage();
      for (let round = 0; round < ROUNDS; round += 1) {
        const found = await once();
        if (found !== PROCESSES) throw new Error(`${found} processes were attributed`);
      }
      const { user, system } = process.cpuUsage(start);
      const ours = (user + system) / 1000 / ROUNDS;
      const baseline = cpuOf(program, ['--once']);
      return { 'gpu.listing': figure(ours, baseline, 'ms') };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createSmi } from '../../electron/adapters/nvidia-smi.ts';
import { createHistory } from '../../electron/core/gpu/history.ts';
import { createSampler } from '../../electron/core/gpu/sampler.ts';
import type { GpuSample } from '../../electron/shared/gpu.ts';
import { gpuSample } from '../doubles/gpu-sample.ts';
import { type Figure, figure } from './figure.ts';

const double = join(import.meta.dirname, '../lab/nvidia-smi');
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

function sampler(scenario: string, interval: number, got: () => void) {
  const smi = createSmi(double, { ...process.env, NVIDIA_SMI_SCENARIO: scenario });
  const hardware = () => ({ card: true, driver: true, power: [], sleeps: false, battery: false });
  const one = createSampler({ smi, clock, hardware, state: (state) => state.kind === 'ok' && got() });
  one.every(interval);
  return one;
}

/** Runs systeminformation in its own process: `code` sees it as `si`, with the double as nvidia-smi. */
export function systeminformation(code: string, scenario: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'jt-bench-'));
  symlinkSync(double, join(folder, 'nvidia-smi'));
  // Without an answer from lspci, graphics() gives up before it runs nvidia-smi.
  const card = '01:00.0 VGA compatible controller: NVIDIA Corporation GA102 [GeForce RTX 3080] (rev a1)';
  writeFileSync(join(folder, 'lspci'), `#!/bin/sh\necho '${card}'\n`, { mode: 0o755 });
  try {
    const script = `const si = require('systeminformation'); (async () => { ${code} })()`;
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, NVIDIA_SMI_SCENARIO: scenario };
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      env,
      cwd: import.meta.dirname,
      encoding: 'utf8',
      timeout: 60_000,
    });
    const value = Number(stdout.trim());
    if (!Number.isFinite(value) || stdout.trim() === '') throw new Error(`systeminformation gave no figure: ${stderr}`);
    return value;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const benchmarks: Record<string, () => Promise<Figure>> = {
  /** CPU time of this process for one reading, without the children's, which is the double's in both. At most 0.1. */
  'gpu.sample-cpu': async () => {
    let readings = 0;
    const one = sampler('ok-1', 200, () => {
      readings += 1;
    });
    while (readings < 3) await sleep(20);
    const start = process.cpuUsage();
    const from = readings;
    await sleep(5000);
    const { user, system } = process.cpuUsage(start);
    const taken = readings - from;
    one.close();
    const ours = (user + system) / 1000 / taken;
    const baseline = systeminformation(
      'await si.graphics(); const s = process.cpuUsage(); for (let n = 0; n < 10; n += 1) await si.graphics(); const { user, system } = process.cpuUsage(s); console.log((user + system) / 10000);',
      'ok-1',
    );
    return figure(ours, baseline, 'ms');
  },
  /** 16 GPUs with their whole history: growth of this process's memory, at most 16 MB. */
  'gpu.memory': async () => {
    // Garbage of earlier measurements would hide the growth.
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const taken = () => {
      collect();
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const before = taken();
    const history = createHistory();
    const gpus = Array.from({ length: 16 }, (_, index): GpuSample => ({ ...blank, uuid: `GPU-${index}`, index }));
    for (let second = 0; second < 86_400; second += 1) history.add(1_700_000_000_000 + second * 1000, gpus);
    const ours = (taken() - before) / 1e6;
    // The rings must still exist to be measured.
    if (ours * 1e6 < history.bytes() * 0.9) throw new Error(`${ours} MB cannot be all of ${history.bytes()} bytes`);
    return figure(ours, 16, 'MB');
  },
};

const blank = gpuSample({ uuid: '', name: 'GPU', memoryUsedBytes: 1e9, memoryTotalBytes: 1e10 });

import { expect, test } from 'vitest';
import { emptyRow } from '../../../../electron/core/gpu/ledger-row.ts';
import { prometheusText } from '../../../../electron/core/gpu/prometheus.ts';
import type { GpuProcessRow } from '../../../../electron/shared/gpu.ts';
import { GIB, gpuSample, readable, silentGpu } from '../../../doubles/gpu-sample.ts';

const row = (job: string, uuid: string, memoryBytes: number | null): GpuProcessRow => ({
  pid: 7,
  name: 'python',
  user: null,
  uuid,
  memoryBytes,
  container: null,
  engine: null,
  build: { job, number: 3 },
  utilization: null,
});
const text = (facts: Partial<Parameters<typeof prometheusText>[0]> = {}) =>
  prometheusText({
    state: readable(gpuSample({ uuid: 'GPU-a', bus: '00000000:01:00.0' })),
    listing: { rows: [], at: 0, failure: null },
    ledger: [],
    hostname: 'desk',
    ...facts,
  });
const lines = (given: string, name: string) => given.split('\n').filter((line) => line.startsWith(name));

// https://github.com/NVIDIA/dcgm-exporter/blob/main/README.md shows its output.
test('readings have the names, units and labels of DCGM’s exporter', () => {
  const labels =
    'gpu="0",UUID="GPU-a",pci_bus_id="00000000:01:00.0",device="nvidia0",modelName="NVIDIA GeForce RTX 3080",Hostname="desk",DCGM_FI_DRIVER_VERSION="580.95.05"';
  expect(lines(text(), 'DCGM_FI_DEV_GPU_TEMP')).toEqual([`DCGM_FI_DEV_GPU_TEMP{${labels}} 61`]);
  expect(lines(text(), 'DCGM_FI_DEV_FB_USED')).toEqual([`DCGM_FI_DEV_FB_USED{${labels}} 4239`]);
  expect(lines(text(), '# TYPE DCGM_FI_DEV_GPU_UTIL')).toEqual(['# TYPE DCGM_FI_DEV_GPU_UTIL gauge']);
  expect(lines(text(), 'jenkins_tray_gpu_up')).toEqual(['jenkins_tray_gpu_up 1']);
});

test('what is not known has no sample, instead of a zero', () => {
  const silent = text({ state: readable(silentGpu()) });
  expect(silent).not.toContain('DCGM_FI_DEV_');
  expect(text({ state: { kind: 'asleep' } })).toBe(
    '# HELP jenkins_tray_gpu_up Whether nvidia-smi returns readings.\n# TYPE jenkins_tray_gpu_up gauge\njenkins_tray_gpu_up 0\n',
  );
});

test('builds have their memory on each GPU, and their minutes and energy once', () => {
  const state = readable(gpuSample({ uuid: 'GPU-a' }), gpuSample({ uuid: 'GPU-b', index: 1 }));
  const rows = [row('a"b\\', 'GPU-a', GIB), row('a"b\\', 'GPU-a', GIB), row('a"b\\', 'GPU-b', null)];
  const ledger = [{ ...emptyRow({ job: 'a"b\\', number: 3 }, 0), gpuMinutes: 4.5 }];
  const found = text({ state, listing: { rows, at: 0, failure: null }, ledger });
  const build = String.raw`job_name="a\"b\\",build="3"`;
  expect(lines(found, 'jenkins_tray_build')).toEqual([
    `jenkins_tray_build_gpu_memory_bytes{${build},gpu="0",UUID="GPU-a"} ${2 * GIB}`,
    `jenkins_tray_build_gpu_minutes{${build}} 4.5`,
  ]);
});

test('a name cannot write to the terminal or add lines', () => {
  const evil = text({ hostname: '\u001b]0;x\u0007a\nDCGM_FI_DEV_GPU_TEMP 1\u001b[2J' });
  expect(evil).not.toContain('\u001b');
  expect(lines(evil, 'DCGM_FI_DEV_GPU_TEMP')).toHaveLength(1);
});

test('each line is a comment or a sample, and each name has its help once', () => {
  const all = text().trimEnd().split('\n');
  expect(all.filter((line) => !/^(# (HELP|TYPE) \w+ .+|\w+(\{.+\})? -?[\d.]+)$/.test(line))).toEqual([]);
  const help = all.filter((line) => line.startsWith('# HELP')).map((line) => line.split(' ')[2]);
  expect(new Set(help).size).toBe(help.length);
});

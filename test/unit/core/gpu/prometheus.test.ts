import { expect, test } from 'vitest';
import { emptyRow } from '../../../../electron/core/gpu/ledger-row.ts';
import { prometheusText } from '../../../../electron/core/gpu/prometheus.ts';
import type { Failure } from '../../../../electron/shared/failure.ts';
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

const CARD = 'gpu="0",UUID="GPU-a"';
const value = (given: string, name: string): string | undefined => lines(given, `${name}{`)[0]?.split('} ')[1];

test('free memory is what is left of a known size', () => {
  const free = (memoryUsedBytes: number | null, memoryTotalBytes: number | null) =>
    value(text({ state: readable(gpuSample({ memoryUsedBytes, memoryTotalBytes })) }), 'DCGM_FI_DEV_FB_FREE');
  expect([free(GIB, 4 * GIB), free(null, 4 * GIB), free(GIB, null)]).toEqual(['3072', undefined, undefined]);
});

test('a card whose driver and bus are unknown has no labels of them', () => {
  const state = { ...readable(gpuSample({ uuid: 'GPU-a', bus: null })), driver: null } as Parameters<
    typeof prometheusText
  >[0]['state'];
  expect(lines(text({ state }), 'DCGM_FI_DEV_GPU_TEMP')).toEqual([
    `DCGM_FI_DEV_GPU_TEMP{${CARD},device="nvidia0",modelName="NVIDIA GeForce RTX 3080",Hostname="desk"} 61`,
  ]);
});

test('the last Xid of a card has its name and help', () => {
  const xids = [{ bus: '0000:01:00', code: 79, at: 1, message: '' }];
  const found = text({ listing: { rows: [], at: 0, failure: null, xids } });
  expect(value(found, 'DCGM_FI_DEV_XID_ERRORS')).toBe('79');
  expect(found).toContain(
    '# HELP DCGM_FI_DEV_XID_ERRORS Value of the last XID error encountered.\n# TYPE DCGM_FI_DEV_XID_ERRORS gauge\n',
  );
  expect(value(text(), 'DCGM_FI_DEV_XID_ERRORS')).toBeUndefined();
});

const build = (job: string, number: number, uuid = 'GPU-a') => ({ ...row(job, uuid, GIB), build: { job, number } });
const used = (rows: readonly GpuProcessRow[], failure: Failure | null = null) => {
  const ledger = [
    { ...emptyRow({ job: 'a', number: 1 }, 0), gpuMinutes: 1 },
    { ...emptyRow({ job: 'a', number: 2 }, 0), gpuMinutes: 2 },
    { ...emptyRow({ job: 'b', number: 1 }, 0), gpuMinutes: 3 },
  ];
  const state = readable(gpuSample({ uuid: 'GPU-a' }), gpuSample({ uuid: 'GPU-b', index: 1 }));
  return lines(text({ state, ledger, listing: { rows, at: 0, failure } }), 'jenkins_tray_build_gpu_').map((line) =>
    line
      .replace(/^jenkins_tray_build_gpu_/, '')
      .replace('job_name=', '')
      .replace(',UUID="GPU-a"', ''),
  );
};

test('each build has its own minutes, and one of which nothing is known none', () => {
  expect(used([build('a', 1), build('a', 2), build('b', 1), build('c', 1)])).toEqual([
    `memory_bytes{"a",build="1",gpu="0"} ${GIB}`,
    `memory_bytes{"a",build="2",gpu="0"} ${GIB}`,
    `memory_bytes{"b",build="1",gpu="0"} ${GIB}`,
    `memory_bytes{"c",build="1",gpu="0"} ${GIB}`,
    'minutes{"a",build="1"} 1',
    'minutes{"a",build="2"} 2',
    'minutes{"b",build="1"} 3',
  ]);
  expect(used([build('a', 1, 'GPU-b')])).toEqual([
    `memory_bytes{"a",build="1",gpu="1",UUID="GPU-b"} ${GIB}`,
    'minutes{"a",build="1"} 1',
  ]);
});

test('processes of no build, or on no card, are in no metric, nor what could not be listed', () => {
  expect(used([{ ...build('a', 1), build: null }, build('a', 1, 'GPU-gone')])).toEqual([]);
  expect(used([build('a', 1)], { code: 'internal/error', title: '', detail: '' })).toEqual([]);
});

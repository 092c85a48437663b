import { expect, test } from 'vitest';
import { gpuText } from '../../../electron/cli/gpu-text.ts';
import type { GpuListing, GpuProcessRow, GpuSample, GpuState } from '../../../electron/shared/gpu.ts';
import { GIB, gpuSample, readable } from '../../doubles/gpu-sample.ts';

const gpu = (index: number, change: Partial<GpuSample> = {}): GpuSample =>
  gpuSample({
    uuid: `GPU-${index}`,
    index,
    utilizationGpu: 97,
    memoryUsedBytes: 8.1 * GIB,
    powerWatts: 220.4,
    fan: 35,
    ...change,
  });
const row: GpuProcessRow = {
  pid: 7,
  name: 'python',
  user: 'root',
  uuid: 'GPU-0',
  memoryBytes: 8.1 * GIB,
  utilization: null,
  container: 'trainer',
  engine: 'nested',
  build: { job: 'train-model', number: 42 },
};
const listed = (...rows: readonly GpuProcessRow[]): GpuListing => ({ rows, at: 0, failure: null });
const plain = { colour: false, columns: 80 };

test('GPUs, missing readings and the owners of processes fit 80 columns', () => {
  const none = { utilizationGpu: null, memoryUsedBytes: null, memoryTotalBytes: null, temperature: null };
  const text = gpuText(
    readable(
      gpu(0, { throttle: ['power cap'] }),
      gpu(1, { name: 'NVIDIA RTX PRO 6000 Blackwell Workstation Edition', mig: true, ...none, powerWatts: null }),
      gpu(15, { lost: true, ...none }),
    ),
    listed(
      row,
      { ...row, build: null, uuid: 'GPU-1', memoryBytes: null },
      { ...row, build: null, user: null, container: null },
    ),
    plain,
  );
  expect(text).toMatchInlineSnapshot(`
    "#  GPU                      Load   Memory                °C   Power      State
    0  GeForce RTX 3080         97 %   8.1 GiB / 10.0 GiB    61   220/320 W  P2
    1  RTX PRO 6000 Blackwell … -      - / -                 -    -/320 W    P2 MIG
    15 GeForce RTX 3080         -      - / -                 -    220/320 W  lost
    GPU 0 is throttled by: power cap

    train-model #42: 8.1 GiB on GPU 0
    python (root, in trainer): - on GPU 1
    python (unknown user): 8.1 GiB on GPU 0"
  `);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('colour is used only where it is wanted', () => {
  const text = (colour: boolean) =>
    gpuText(readable(gpu(0, { throttle: ['power cap'] })), listed(), { colour, columns: 80 });
  expect(text(false)).not.toContain('\u001b');
  expect(text(true)).toContain('\u001b[');
});

test('stale readings are marked as old', () => {
  expect(gpuText({ kind: 'stale', since: 0, last: [gpu(0)] }, listed(), plain)).toContain('has stopped responding');
});

test('an ordinary power cap has no colour of a warning; heat has', () => {
  const text = (reason: string) =>
    gpuText(readable(gpu(0, { throttle: [reason] })), listed(), { colour: true, columns: 80 });
  expect(text('power cap')).not.toContain('\u001b[33m');
  expect(text('thermal slowdown (hardware)')).toContain('\u001b[33m');
});

test('processes that cannot be listed are old or unknown, not none', () => {
  const failure = { code: 'gpu/driver-mismatch', title: 'The NVIDIA driver was updated', detail: '' } as const;
  const state = readable(gpu(0));
  expect(gpuText(state, { rows: [row], at: Date.now() - 120_000, failure }, plain)).toMatch(
    /Processes: 2 min ago, since they cannot be listed\. The NVIDIA driver was updated\ntrain-model #42/,
  );
  const never = gpuText(state, { rows: [], at: null, failure }, plain);
  expect(never).toContain('Processes: unknown');
  expect(never).not.toContain('No compute process');
});

test('what the driver asks for and warns of is said below the table', () => {
  const warnings = [{ code: 'gpu/inforom', title: 'A GPU’s infoROM is damaged', detail: '', fix: 'Ask.' } as const];
  const text = gpuText({ ...readable(gpu(0, { recovery: 'Reset' })), warnings } as GpuState, listed(), plain);
  expect(text).toContain('GPU 0 needs: Reset\nA GPU’s infoROM is damaged. Ask.');
});

test('the table is as wide as the terminal, and no line of it is wider', () => {
  const widths = [60, 80, 100].map((columns) => {
    const [head = '', row = ''] = gpuText(readable(gpu(0)), listed(), { colour: false, columns }).split('\n');
    return Math.max(head.length, row.length);
  });
  expect(widths[0]).toBeLessThanOrEqual(60);
  expect(widths[1]).toBeLessThanOrEqual(80);
  expect(widths[2]).toBeGreaterThan(80);
});

import { expect, test } from 'vitest';
import { readingsOf } from '../../electron/core/gpu/fields.ts';
import { ok } from '../../electron/shared/failure.ts';
import { gpuDriverUpdated, gpuOffTheBus } from '../../electron/shared/failures/gpu.ts';
import { buildsWithoutGpus } from '../../electron/shared/failures/gpu-containers.ts';
import { type GpuListing, type GpuProcessRow, type GpuState, toolkitNotice } from '../../electron/shared/gpu.ts';
import { GIB, gpuSample, readable } from '../doubles/gpu-sample.ts';
import { violations } from '../lab/axe.ts';
import { shows } from '../lab/gpu-view.ts';
import { shots } from '../lab/shots.ts';
import { idle } from '../lab/situations.ts';
import { browser, openWindow } from '../lab/window.ts';

/** A build's process, and those of a desktop. */
const TRAINING: GpuProcessRow = {
  pid: 4000,
  name: '/usr/bin/python3',
  user: 'jenkins',
  uuid: 'GPU-0',
  memoryBytes: 19 * GIB,
  container: 'train-7f3k',
  engine: 'nested',
  build: { job: 'train-model', number: 42 },
  utilization: 87,
  command: 'python3 -m train --epochs 30',
  startedAt: Date.now() - 7_380_000,
  hostMemoryBytes: 6.2 * GIB,
};
const DESKTOP: readonly GpuProcessRow[] = ['/usr/lib/xorg/Xorg', '/usr/bin/gnome-shell'].map((name, at) => ({
  ...TRAINING,
  pid: 1248 + at,
  name,
  user: at === 0 ? 'root' : 'jörg',
  memoryBytes: (2 - at) * GIB,
  container: null,
  engine: null,
  build: null,
  utilization: null,
  command: name,
  hostMemoryBytes: 0.2 * GIB,
  graphics: true,
}));

test('states that this machine cannot reach are drawn correctly as well', async () => {
  const silentReadings = readingsOf(() => undefined);
  const states: Readonly<Record<string, GpuState>> = {
    unknown: { kind: 'unknown' },
    asleep: { kind: 'asleep' },
    'no-smi': {
      kind: 'absent',
      reason: 'no-smi',
      failure: {
        code: 'gpu/no-smi',
        title: 'nvidia-smi is not installed',
        detail: 'No program nvidia-smi is on the PATH.',
        fix: 'Install the driver’s utilities, such as the package nvidia-utils.',
      },
    },
    released: { kind: 'released', until: Date.now() + 600_000 },
    'some-lost': {
      kind: 'ok',
      at: Date.now(),
      driver: '580.95.05',
      gpus: [gpuSample(), gpuSample({ uuid: 'GPU-1', index: 1, ...silentReadings, lost: true })],
      unsupported: [],
      warnings: [gpuOffTheBus('Unable to determine the device handle for GPU 0000:02:00.0: Unknown Error')],
    },
    'needs-reset': readable(gpuSample(), gpuSample({ uuid: 'GPU-1', index: 1, ...silentReadings, recovery: 'Reset' })),
    'desktop-only': readable(gpuSample({ utilizationGpu: 3, memoryUsedBytes: 3 * GIB })),
    'unified-memory': readable(
      gpuSample({
        name: 'NVIDIA GB10',
        memoryUsedBytes: 19 * GIB,
        memoryTotalBytes: 120 * GIB,
        powerLimitWatts: null,
      }),
    ),
    'all-readings': readable(
      gpuSample({
        name: 'NVIDIA RTX A6000',
        throttle: ['power cap'],
        temperatureMemory: 84,
        pcie: { generation: 1, maxGeneration: 4, width: 8, maxWidth: 16 },
        eccCorrected: 3,
        eccUncorrected: 0,
        utilizationEncoder: 0,
        utilizationDecoder: 12,
      }),
    ),
    'mig-instances': readable(
      gpuSample({ name: 'NVIDIA A100-SXM4-40GB', mig: true, utilizationGpu: null, utilizationMemory: null }),
    ),
  };
  const listings: Readonly<Record<string, GpuListing>> = {
    'needs-reset': { rows: [], at: Date.now() - 180_000, failure: gpuDriverUpdated('version mismatch') },
    'desktop-only': { rows: [], at: Date.now(), failure: null, graphics: DESKTOP },
    'unified-memory': { rows: [TRAINING], at: Date.now(), failure: null },
    'all-readings': {
      rows: [TRAINING, { ...TRAINING, pid: 4001, name: 'python3', build: null, container: null, engine: null }],
      at: Date.now(),
      failure: null,
      graphics: DESKTOP,
    },
    'mig-instances': {
      rows: [TRAINING],
      at: Date.now(),
      failure: null,
      instances: [0, 1].map((index) => ({
        uuid: 'GPU-0',
        index,
        profile: '3g.20gb',
        memoryUsedBytes: index * 7.5 * GIB,
        memoryTotalBytes: 19.6 * GIB,
      })),
    },
  };
  const chromium = await browser();
  try {
    for (const [name, gpu] of Object.entries(states)) {
      const window = await openWindow(chromium, {
        snapshot: { ...idle, gpu },
        size: { width: 900, height: 1150 },
        answers: {
          gpuProcesses: ok(listings[name] ?? { rows: [], at: Date.now(), failure: null }),
          systemInfo: ok({
            controllers: [{ vendor: 'Intel Corporation', model: 'UHD Graphics 630' }],
            memory: { usedBytes: 12.4e9, totalBytes: 33.6e9 },
            disk: { mount: '/', usedBytes: 210e9, totalBytes: 500e9 },
            battery: { percent: 81, charging: true },
          }),
        },
      });
      await window.page.getByRole('button', { name: 'GPUs' }).click();
      await window.page.locator('.view-gpus h1').waitFor();
      if (name === 'desktop-only') {
        await shows(window.page, 'No compute process uses this GPU.');
        await shows(window.page, 'Xorg (1248)');
      }
      if (gpu.kind === 'absent') await shows(window.page, 'Intel Corporation UHD Graphics 630');
      await shots(window.page, `gpus-${name}`, async () => expect(await violations(window.page)).toEqual([]));
      await window.close();
    }
  } finally {
    await chromium.close();
  }
});

test('builds in DinD without NVIDIA’s toolkit are told on the first page', async () => {
  const chromium = await browser();
  try {
    const address = 'https://nvidia.github.io/libnvidia-container';
    const notices = [{ id: toolkitNotice(address), failure: buildsWithoutGpus(address) }];
    const { page } = await openWindow(chromium, { snapshot: { ...idle, gpu: readable(gpuSample()), notices } });
    await shows(page, buildsWithoutGpus(address).title);
    await shots(page, 'gpus-no-toolkit', async () => expect(await violations(page)).toEqual([]));
  } finally {
    await chromium.close();
  }
});

import { MIB } from '../../shared/format.ts';
import type { GpuBuild, GpuLedgerRow, GpuListing, GpuSample, GpuState } from '../../shared/gpu.ts';
import { xidOf } from '../../shared/gpu-xid.ts';
import { harmless } from '../../shared/harmless.ts';

/** What the metrics are made of. */
export interface MetricFacts {
  readonly state: GpuState;
  readonly listing: GpuListing;
  readonly ledger: readonly GpuLedgerRow[];
  readonly hostname: string;
}

type Labels = readonly (readonly [string, string])[];
type Sample = readonly [Labels, number | null];

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
}

interface CardMetric extends Metric {
  readonly value: (gpu: GpuSample) => number | null;
}

const gauge = (name: string, help: string, value: CardMetric['value']): CardMetric => ({
  name: `DCGM_FI_DEV_${name}`,
  help,
  type: 'gauge',
  value,
});
const mebibytes = (bytes: number | null): number | null => (bytes === null ? null : Math.round(bytes / MIB));

/**
 * Names, units and labels as DCGM's exporter has them, so that its dashboards work.
 * https://github.com/NVIDIA/dcgm-exporter/blob/main/etc/dcp-metrics-included.csv
 */
const CARD_METRICS: readonly CardMetric[] = [
  gauge('GPU_UTIL', 'GPU utilization (in %).', (gpu) => gpu.utilizationGpu),
  gauge('MEM_COPY_UTIL', 'Memory utilization (in %).', (gpu) => gpu.utilizationMemory),
  gauge('ENC_UTIL', 'Encoder utilization (in %).', (gpu) => gpu.utilizationEncoder),
  gauge('DEC_UTIL', 'Decoder utilization (in %).', (gpu) => gpu.utilizationDecoder),
  gauge('FB_USED', 'Framebuffer memory used (in MiB).', (gpu) => mebibytes(gpu.memoryUsedBytes)),
  gauge('FB_FREE', 'Framebuffer memory free (in MiB).', ({ memoryUsedBytes: used, memoryTotalBytes: total }) =>
    used === null || total === null ? null : mebibytes(total - used),
  ),
  gauge('FB_TOTAL', 'Framebuffer memory (in MiB).', (gpu) => mebibytes(gpu.memoryTotalBytes)),
  gauge('GPU_TEMP', 'GPU temperature (in C).', (gpu) => gpu.temperature),
  gauge('MEMORY_TEMP', 'Memory temperature (in C).', (gpu) => gpu.temperatureMemory),
  gauge('POWER_USAGE', 'Power draw (in W).', (gpu) => gpu.powerWatts),
  gauge('POWER_MGMT_LIMIT', 'Power limit (in W).', (gpu) => gpu.powerLimitWatts),
  gauge('SM_CLOCK', 'SM clock frequency (in MHz).', (gpu) => gpu.clockSm),
  gauge('MEM_CLOCK', 'Memory clock frequency (in MHz).', (gpu) => gpu.clockMemory),
  gauge('FAN_SPEED', 'Fan speed (in %).', (gpu) => gpu.fan),
  gauge('PCIE_LINK_GEN', 'PCIe link generation.', (gpu) => gpu.pcie?.generation ?? null),
  gauge('PCIE_LINK_WIDTH', 'PCIe link width.', (gpu) => gpu.pcie?.width ?? null),
  {
    ...gauge('ECC_SBE_VOL_TOTAL', 'Corrected errors of the memory.', (gpu) => gpu.eccCorrected),
    type: 'counter',
  },
  {
    ...gauge('ECC_DBE_VOL_TOTAL', 'Uncorrected errors of the memory.', (gpu) => gpu.eccUncorrected),
    type: 'counter',
  },
];

/** Prometheus' text format, version 0.0.4. What is not known has no sample: it is not 0. */
export function prometheusText({ state, listing, ledger, hostname }: MetricFacts): string {
  const gpus = state.kind === 'ok' ? state.gpus : [];
  const driver = state.kind === 'ok' ? state.driver : null;
  const cards = gpus.map((gpu) => ({ gpu, labels: labelsOf(gpu, driver, hostname) }));
  const builds = listing.failure === null ? buildsOn(gpus, listing) : [];
  const used = ({ build, labels }: HeldGpu, of: (row: GpuLedgerRow) => number | null): Sample => {
    const row = ledger.find(({ job, build: number }) => job === build.job && number === build.number);
    return [labels, row === undefined ? null : of(row)];
  };
  const firsts = builds.filter(({ first }) => first).map((one) => ({ ...one, labels: one.labels.slice(0, 2) }));
  return [
    block(own('gpu_up', 'Whether nvidia-smi returns readings.'), [[[], state.kind === 'ok' ? 1 : 0]]),
    ...CARD_METRICS.map((metric) =>
      block(
        metric,
        cards.map(({ gpu, labels }): Sample => [labels, metric.value(gpu)]),
      ),
    ),
    block(
      { name: 'DCGM_FI_DEV_XID_ERRORS', help: 'Value of the last XID error encountered.', type: 'gauge' },
      cards.map(({ gpu, labels }): Sample => [labels, xidOf(gpu, listing.xids ?? [])?.code ?? null]),
    ),
    block(
      own('gpu_lost', 'Whether the GPU fell off the bus.'),
      cards.map(({ gpu, labels }): Sample => [labels, gpu.lost ? 1 : 0]),
    ),
    block(
      own('build_gpu_memory_bytes', 'Memory of a GPU that a running build holds.'),
      builds.map(({ labels, memoryBytes }): Sample => [labels, memoryBytes]),
    ),
    block(
      own('build_gpu_minutes', 'Minutes for which a running build has held GPUs.'),
      firsts.map((one) => used(one, ({ gpuMinutes }) => gpuMinutes)),
    ),
    block(
      own('build_watt_hours', 'Energy of GPUs that a running build has used (in Wh).'),
      firsts.map((one) => used(one, ({ wattHours }) => wattHours)),
    ),
  ].join('');
}

const own = (name: string, help: string): Metric => ({ name: `jenkins_tray_${name}`, help, type: 'gauge' });

const labelsOf = (gpu: GpuSample, driver: string | null, hostname: string): Labels => [
  ['gpu', String(gpu.index)],
  ['UUID', gpu.uuid],
  ...(gpu.bus === null ? [] : [['pci_bus_id', gpu.bus] as const]),
  ['device', `nvidia${gpu.index}`],
  ['modelName', gpu.name],
  ['Hostname', hostname],
  ...(driver === null ? [] : [['DCGM_FI_DRIVER_VERSION', driver] as const]),
];

interface HeldGpu {
  readonly build: GpuBuild;
  readonly labels: Labels;
  readonly memoryBytes: number | null;
  /** Of the build's GPUs the first. */
  readonly first: boolean;
}

/** The builds on each GPU. */
function buildsOn(gpus: readonly GpuSample[], { rows }: GpuListing): readonly HeldGpu[] {
  const found = new Map<string, HeldGpu>();
  for (const { build, uuid, memoryBytes } of rows) {
    const gpu = gpus.find((one) => one.uuid === uuid);
    if (build === null || gpu === undefined) continue;
    const key = JSON.stringify([build.job, build.number, uuid]);
    const before = found.get(key);
    const first = ![...found.values()].some((one) => one.build.job === build.job && one.build.number === build.number);
    found.set(key, {
      build,
      labels: [
        ['job_name', build.job],
        ['build', String(build.number)],
        ['gpu', String(gpu.index)],
        ['UUID', uuid],
      ],
      memoryBytes: memoryBytes === null ? (before?.memoryBytes ?? null) : (before?.memoryBytes ?? 0) + memoryBytes,
      first: before?.first ?? first,
    });
  }
  return [...found.values()];
}

/** A metric with its samples; empty if none is known. */
function block({ name, help, type }: Metric, samples: readonly Sample[]): string {
  const lines = samples.flatMap(([labels, value]) => (value === null ? [] : [`${name}${inBraces(labels)} ${value}\n`]));
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

const inBraces = (labels: Labels): string =>
  labels.length === 0 ? '' : `{${labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`;

const escaped = (value: string): string =>
  harmless(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

import type { GpuSample } from '../../shared/gpu.ts';

/** What is asked of nvidia-smi, in its own names. The first three are in every driver since 2013 and never dropped. */
export const FIELDS = [
  'uuid',
  'index',
  'name',
  'driver_version',
  'utilization.gpu',
  'utilization.memory',
  'memory.used',
  'memory.total',
  'temperature.gpu',
  'power.draw',
  'power.limit',
  'fan.speed',
  'clocks.sm',
  'clocks.mem',
  'pstate',
  'clocks_throttle_reasons.active',
  'mig.mode.current',
] as const;

const MIB = 1024 * 1024;
const UUID = /^(GPU|MIG)-[\w/-]+$/;

/** What one line of the stream is. */
export type Line =
  | { readonly kind: 'sample'; readonly sample: GpuSample; readonly driver: string | null }
  /** A GPU that does not answer; `bus` is its PCI address where the line has it. */
  | { readonly kind: 'lost'; readonly bus: string | null; readonly text: string }
  | { readonly kind: 'other'; readonly text: string };

/** A number, or null for `[N/A]`, `[Not Supported]`, `ERR!`, `[Unknown Error]`, `[GPU is lost]` and anything else. */
function reading(text: string | undefined): number | null {
  const trimmed = (text ?? '').trim().replace(/ (%|MiB|W|MHz|C)$/, '');
  if (!/^-?\d+(\.\d+)?$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

const word = (text: string | undefined): string | null => {
  const trimmed = (text ?? '').trim();
  return trimmed === '' || trimmed.startsWith('[') || /^(N\/A|ERR!|Unknown Error)$/i.test(trimmed) ? null : trimmed;
};

/** A card can fall off the bus: then the driver answers with these words, instead of a line or in each of its fields. */
const LOST = /GPU is lost|Unable to determine the device handle|GPU requires reset|fallen off the bus/i;

/** Reads one line of `--format=csv,noheader,nounits` for these fields. Never throws. */
export function parseLine(line: string, fields: readonly string[] = FIELDS): Line {
  const parts = split(line, fields);
  const of = new Map(fields.map((field, at) => [field, parts?.[at]]));
  const uuid = (of.get('uuid') ?? '').trim();
  if (parts === null || !UUID.test(uuid)) {
    if (!LOST.test(line)) return { kind: 'other', text: line.slice(0, 500) };
    return {
      kind: 'lost',
      bus: /([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.\d)/i.exec(line)?.[1] ?? null,
      text: line.slice(0, 500),
    };
  }
  const number = (field: string): number | null => reading(of.get(field));
  const mib = (field: string): number | null => scaled(number(field), MIB);
  const sample: GpuSample = {
    uuid,
    index: number('index') ?? 0,
    name: word(of.get('name')) ?? 'NVIDIA GPU',
    utilizationGpu: percent(number('utilization.gpu')),
    utilizationMemory: percent(number('utilization.memory')),
    memoryUsedBytes: mib('memory.used'),
    memoryTotalBytes: mib('memory.total'),
    temperature: number('temperature.gpu'),
    powerWatts: number('power.draw'),
    powerLimitWatts: number('power.limit'),
    fan: percent(number('fan.speed')),
    clockSm: number('clocks.sm'),
    clockMemory: number('clocks.mem'),
    pstate: word(of.get('pstate')),
    throttle: throttleReasons(of.get('clocks_throttle_reasons.active') ?? of.get('clocks_event_reasons.active')),
    mig: word(of.get('mig.mode.current')) === 'Enabled',
    lost: /GPU is lost|GPU requires reset/i.test(line) || everyReadingFails(parts, fields),
  };
  return { kind: 'sample', sample, driver: word(of.get('driver_version')) };
}

const scaled = (value: number | null, by: number): number | null => (value === null || value < 0 ? null : value * by);
/** Fans are said to turn at up to 110 % (nvidia-smi's manual): only nonsense is dropped. */
const percent = (value: number | null): number | null => (value === null || value < 0 || value > 200 ? null : value);

/** A product name may hold a comma: then it takes the surplus. Null when there are too few. */
function split(line: string, fields: readonly string[]): string[] | null {
  const parts = line.split(', ').map((part) => part.trim());
  const surplus = parts.length - fields.length;
  if (surplus < 0) return null;
  const name = fields.indexOf('name');
  if (surplus === 0 || name < 0) return parts;
  return [
    ...parts.slice(0, name),
    parts.slice(name, name + surplus + 1).join(', '),
    ...parts.slice(name + surplus + 1),
  ];
}

const IDENTITY = new Set<string>(['uuid', 'index', 'name', 'driver_version', 'mig.mode.current']);

/** `[N/A]` is an old card; an error in every reading is a lost one. */
function everyReadingFails(parts: readonly string[], fields: readonly string[]): boolean {
  const readings = parts.filter((_, at) => !IDENTITY.has(fields[at] ?? ''));
  return readings.length > 0 && readings.every((part) => /^(ERR!|\[?Unknown Error\]?)$/i.test(part));
}

/** Bits of nvmlClocksThrottleReasons (nvml.h); 0x1 is idleness, which holds nobody up. */
const REASONS: readonly (readonly [bigint, string])[] = [
  [0x2n, 'applications clocks setting'],
  [0x4n, 'power cap'],
  [0x8n, 'hardware slowdown'],
  [0x10n, 'sync boost'],
  [0x20n, 'thermal slowdown (software)'],
  [0x40n, 'thermal slowdown (hardware)'],
  [0x80n, 'power brake'],
  [0x100n, 'display clock setting'],
];

function throttleReasons(text: string | undefined): readonly string[] | null {
  const trimmed = (text ?? '').trim();
  if (!/^0x[0-9a-f]{1,16}$/i.test(trimmed)) return null;
  const mask = BigInt(trimmed);
  return REASONS.filter(([bit]) => (mask & bit) !== 0n).map(([, name]) => name);
}

/** The field that this driver does not know, or null. */
export const invalidField = (text: string): string | null =>
  /Field "([\w.]{1,80})" is not a valid field to query/.exec(text)?.[1] ?? null;

/** The fields without one that the driver refused; newer drivers may know it by its other name. */
export function withoutField(fields: readonly string[], refused: string): readonly string[] {
  const other: Readonly<Record<string, string>> = { 'clocks_throttle_reasons.active': 'clocks_event_reasons.active' };
  const instead = other[refused];
  return fields.flatMap((field) => (field !== refused ? [field] : instead === undefined ? [] : [instead]));
}

/** A process as nvidia-smi lists it. */
export interface SmiProcess {
  readonly pid: number;
  readonly name: string;
  readonly uuid: string;
  readonly memoryBytes: number | null;
}

export const PROCESS_FIELDS = ['gpu_uuid', 'pid', 'used_memory', 'process_name'] as const;

/** Reads `--query-compute-apps=gpu_uuid,pid,used_memory,process_name`; the name comes last since it may hold commas. */
export function parseProcesses(text: string): readonly SmiProcess[] {
  return text
    .slice(0, 1 << 20)
    .split('\n')
    .flatMap((line) => {
      const match = /^\s*((?:GPU|MIG)-[\w/-]+), (\d{1,10}), ([^,]*), (.*)$/.exec(line);
      if (match === null) return [];
      const [, uuid = '', pid = '', memory, name = ''] = match;
      return [{ pid: Number(pid), name: word(name) ?? 'unknown', uuid, memoryBytes: scaled(reading(memory), MIB) }];
    });
}

/** A card of `nvidia-smi -L`, with the UUIDs of the MIG instances that it is split into. */
export interface ListedGpu {
  readonly index: number;
  readonly name: string;
  readonly uuid: string;
  readonly instances: readonly string[];
}

/** Reads `nvidia-smi -L`: `GPU 0: NVIDIA GeForce RTX 3080 (UUID: GPU-…)`, MIG instances indented below their card. */
export function parseList(text: string): readonly ListedGpu[] {
  const found: { index: number; name: string; uuid: string; instances: string[] }[] = [];
  for (const line of text.slice(0, 1 << 20).split('\n')) {
    const gpu = /^GPU (\d{1,4}): (.{0,200}?) \(UUID: (GPU-[\w-]{1,64})/.exec(line);
    if (gpu !== null) found.push({ index: Number(gpu[1]), name: gpu[2] ?? '', uuid: gpu[3] ?? '', instances: [] });
    const instance = /^\s+MIG .{0,100}\(UUID: (MIG-[\w/-]{1,120})\)/.exec(line)?.[1];
    if (instance !== undefined) found.at(-1)?.instances.push(instance);
  }
  return found;
}

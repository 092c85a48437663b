import type { GpuReadings } from '../../shared/gpu.ts';
import { throttleReasons } from './throttle.ts';
import { bytes, number, percent, word } from './values.ts';

/** What nvidia-smi is asked for, in its own names. The first three are in every driver since 2013 and never dropped. */
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
  'gpu_recovery_action',
  'pci.bus_id',
  'temperature.memory',
  'pcie.link.gen.current',
  'pcie.link.gen.max',
  'pcie.link.width.current',
  'pcie.link.width.max',
  'ecc.errors.corrected.volatile.total',
  'ecc.errors.uncorrected.volatile.total',
  'utilization.encoder',
  'utilization.decoder',
] as const;

/** The first fields that not every driver or card has: where one is missing, nothing is said about it. */
const FIRST_OPTIONAL = FIELDS.indexOf('gpu_recovery_action');
export const OPTIONAL_FIELDS: ReadonlySet<string> = new Set(FIELDS.slice(FIRST_OPTIONAL));

/** Fields that say which GPU it is; the others are readings. */
export const IDENTITY_FIELDS: ReadonlySet<string> = new Set([
  'uuid',
  'index',
  'name',
  'driver_version',
  'mig.mode.current',
  'gpu_recovery_action',
  'pci.bus_id',
]);

/** What newer drivers call a field. */
const RENAMED: Readonly<Record<string, string>> = {
  'clocks_throttle_reasons.active': 'clocks_event_reasons.active',
};

/**
 * Beyond this multiple of its limit, or this many watts, a power reading is the driver's mistake: averages reach some
 * 110 %. Drivers stuck far above it: https://github.com/NVIDIA/open-gpu-kernel-modules/issues/1287
 */
const MAX_LIMIT_FACTOR = 2;
const MAX_WATTS = 3000;

/** A power reading, or null if it cannot be true. */
export const plausibleWatts = (watts: number | null, limit: number | null): number | null =>
  watts === null || watts < 0 || watts > Math.min(MAX_WATTS, MAX_LIMIT_FACTOR * (limit || MAX_WATTS)) ? null : watts;

/** The readings in a line; `of` returns the text of a field. */
export const readingsOf = (of: (field: string) => string | undefined): GpuReadings => ({
  utilizationGpu: percent(of('utilization.gpu')),
  utilizationMemory: percent(of('utilization.memory')),
  memoryUsedBytes: bytes(of('memory.used')),
  memoryTotalBytes: bytes(of('memory.total')),
  temperature: number(of('temperature.gpu')),
  powerWatts: plausibleWatts(number(of('power.draw')), number(of('power.limit'))),
  powerLimitWatts: number(of('power.limit')),
  fan: percent(of('fan.speed')),
  clockSm: number(of('clocks.sm')),
  clockMemory: number(of('clocks.mem')),
  pstate: word(of('pstate')),
  throttle: throttleReasons(of('clocks_throttle_reasons.active') ?? of('clocks_event_reasons.active')),
  temperatureMemory: number(of('temperature.memory')),
  pcie: pcieLink(of),
  eccCorrected: number(of('ecc.errors.corrected.volatile.total')),
  eccUncorrected: number(of('ecc.errors.uncorrected.volatile.total')),
  utilizationEncoder: percent(of('utilization.encoder')),
  utilizationDecoder: percent(of('utilization.decoder')),
});

/** The link to the computer; null unless the driver tells both its generation and its width. */
function pcieLink(of: (field: string) => string | undefined): GpuReadings['pcie'] {
  const generation = number(of('pcie.link.gen.current'));
  const width = number(of('pcie.link.width.current'));
  if (generation === null || width === null) return null;
  const maxGeneration = number(of('pcie.link.gen.max')) ?? generation;
  return { generation, maxGeneration, width, maxWidth: number(of('pcie.link.width.max')) ?? width };
}

/** The field that the driver says it does not know, or null. */
export const invalidField = (text: string): string | null =>
  /Field "([\w.]{1,80})" is not a valid field to query/.exec(text)?.[1] ?? null;

/** The fields without one that the driver refused; newer drivers may know it by its other name. */
export function withoutField(fields: readonly string[], refused: string): readonly string[] {
  const instead = RENAMED[refused];
  return fields.flatMap((field) => (field !== refused ? [field] : instead === undefined ? [] : [instead]));
}

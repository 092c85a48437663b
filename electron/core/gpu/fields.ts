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
] as const;

/** Fields that say which GPU it is; the others are readings. */
export const IDENTITY_FIELDS: ReadonlySet<string> = new Set([
  'uuid',
  'index',
  'name',
  'driver_version',
  'mig.mode.current',
]);

/** What newer drivers call a field. */
const RENAMED: Readonly<Record<string, string>> = {
  'clocks_throttle_reasons.active': 'clocks_event_reasons.active',
};

/** The readings in a line; `of` returns the text of a field. */
export const readingsOf = (of: (field: string) => string | undefined): GpuReadings => ({
  utilizationGpu: percent(of('utilization.gpu')),
  utilizationMemory: percent(of('utilization.memory')),
  memoryUsedBytes: bytes(of('memory.used')),
  memoryTotalBytes: bytes(of('memory.total')),
  temperature: number(of('temperature.gpu')),
  powerWatts: number(of('power.draw')),
  powerLimitWatts: number(of('power.limit')),
  fan: percent(of('fan.speed')),
  clockSm: number(of('clocks.sm')),
  clockMemory: number(of('clocks.mem')),
  pstate: word(of('pstate')),
  throttle: throttleReasons(of('clocks_throttle_reasons.active') ?? of('clocks_event_reasons.active')),
});

/** The field that the driver says it does not know, or null. */
export const invalidField = (text: string): string | null =>
  /Field "([\w.]{1,80})" is not a valid field to query/.exec(text)?.[1] ?? null;

/** The fields without one that the driver refused; newer drivers may know it by its other name. */
export function withoutField(fields: readonly string[], refused: string): readonly string[] {
  const instead = RENAMED[refused];
  return fields.flatMap((field) => (field !== refused ? [field] : instead === undefined ? [] : [instead]));
}

import type { GpuSample } from '../../shared/gpu.ts';

/** What a card is told for; it must have lasted before. */
type GpuAlarmKind = 'hot' | 'full';

export interface GpuAlarm {
  readonly kind: GpuAlarmKind;
  readonly uuid: string;
  /** Since when it is at or above the limit, monotonic milliseconds. */
  readonly since: number;
  /** It has lasted long enough to be told, and is told until it is well below the limit. */
  readonly told: boolean;
}

/** From settings; null: not told. */
export interface GpuLimits {
  /** °C. */
  readonly hot: number | null;
  /** Percent of the memory. */
  readonly full: number | null;
}

export const NO_LIMITS: GpuLimits = { hot: null, full: null };

/** A peak that is shorter is nobody's business. */
const HOLD_MS = 30_000;
/** How far below its limit a value must fall before the next alarm, so that one that swings around it is told once. */
const HYSTERESIS = 5;
/** Memory may be hotter than the chip: GDDR6X and HBM slow down from some 105 °C on, chips from 85 °C on. */
const MEMORY_MARGIN = 15;
const KINDS: readonly GpuAlarmKind[] = ['hot', 'full'];

/** The alarms after a reading taken at `at`, monotonic milliseconds. What is not known changes nothing. */
export const alarmsAfter = (
  before: readonly GpuAlarm[],
  gpus: readonly GpuSample[],
  limits: GpuLimits,
  at: number,
): readonly GpuAlarm[] =>
  gpus.flatMap((gpu) =>
    KINDS.flatMap((kind) => {
      const limit = limits[kind];
      const alarm = before.find((one) => one.kind === kind && one.uuid === gpu.uuid);
      return limit === null ? [] : (alarmAfter(alarm, kind, gpu, limit, at) ?? []);
    }),
  );

function alarmAfter(
  alarm: GpuAlarm | undefined,
  kind: GpuAlarmKind,
  gpu: GpuSample,
  limit: number,
  at: number,
): GpuAlarm | null {
  const value = VALUES[kind](gpu, limit);
  if (value === null) return alarm ?? null;
  if (value >= limit) {
    const since = alarm?.since ?? at;
    return { kind, uuid: gpu.uuid, since, told: (alarm?.told ?? false) || at - since >= HOLD_MS };
  }
  return alarm?.told === true && value > limit - HYSTERESIS ? alarm : null;
}

const VALUES: Readonly<Record<GpuAlarmKind, (gpu: GpuSample, limit: number) => number | null>> = {
  hot({ temperature, temperatureMemory, throttle }, limit) {
    if (throttle?.includes('thermal slowdown (hardware)')) return Math.max(limit, temperature ?? limit);
    const known = [temperature, temperatureMemory === null ? null : temperatureMemory - MEMORY_MARGIN];
    return known.reduce((max, value) => (max === null ? value : Math.max(max, value ?? max)), null);
  },
  full: ({ memoryUsedBytes: used, memoryTotalBytes: total }) =>
    used === null || total === null || total === 0 ? null : (used / total) * 100,
};

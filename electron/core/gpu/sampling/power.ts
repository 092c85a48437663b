import { MIB } from '../../../shared/format.ts';
import { isRecent } from '../../../shared/recent.ts';
import { changeInterval, rest } from './child.ts';
import { type Moment, type Sampling, type Turn, turn } from './state.ts';

/** On battery, the interval is this much longer. */
const BATTERY_FACTOR = 5;
/** How often the sampler checks whether the computer runs on battery. */
const POWER_CHECK_MS = 30_000;
/**
 * A running nvidia-smi keeps GPUs awake. If they may sleep, and only the tray shows readings, it ends after this many
 * idle readings.
 */
const MAX_IDLE_READINGS = 3;
const MIN_RARE_INTERVAL_MS = 10_000;
/** Memory that a desktop holds even while its card sleeps; more of it is somebody's work. */
const MAX_IDLE_BYTES = 512 * MIB;

/** The actual interval for a wanted one. */
export const paced = (wanted: number | null, { hardware }: Moment): number | null =>
  wanted === null ? null : wanted * (hardware().battery ? BATTERY_FACTOR : 1);

/** After each reading: lets idle GPUs sleep, and adapts the interval to battery or mains. */
export function sparePower(before: Sampling, moment: Moment): Turn {
  const { interval, last, wanted } = before;
  const idle = last.every(({ utilizationGpu }) => utilizationGpu === 0);
  const idleReadings = idle ? before.idleReadings + 1 : 0;
  const rare = interval !== null && interval >= MIN_RARE_INTERVAL_MS;
  if (idleReadings >= MAX_IDLE_READINGS && rare && moment.hardware().sleeps && !isHeld(before, moment)) {
    return rest({ ...before, idleReadings: 0 });
  }
  if (isRecent(before.powerCheckedAt, moment.monotonic, POWER_CHECK_MS)) return turn({ ...before, idleReadings });
  const checked = { ...before, idleReadings, powerCheckedAt: moment.monotonic };
  return changeInterval(checked, paced(wanted, moment), moment);
}

/** Whether a process holds memory, so that the cards cannot sleep anyway: also if that is unknown. */
const isHeld = ({ last }: Sampling, { memoryHeld }: Moment): boolean =>
  memoryHeld() !== false || last.some(({ memoryUsedBytes }) => (memoryUsedBytes ?? 0) > MAX_IDLE_BYTES);

import type { GpuSample, GpuState } from '../../shared/gpu.ts';
import type { Clock } from '../world/clock.ts';
import { FIELDS, invalidField, parseLine, withoutField } from './parse.ts';
import { diagnose, type GpuHardware } from './trouble.ts';

/** A running nvidia-smi. `end` is called once, when it is gone; `missing` where it could not be started. */
interface SmiChild {
  kill(): void;
}
export interface SmiEvents {
  line(text: string): void;
  end(missing: boolean, lastWords: string): void;
}
export interface SmiPort {
  start(args: readonly string[], events: SmiEvents): SmiChild;
}

export interface Sampler {
  /** Milliseconds between readings; null: none. */
  every(interval: number | null): void;
  /** Milliseconds between readings as they are taken now: longer on battery. Null: none. */
  pace(): number | null;
  close(): void;
}

export interface SamplerWorld {
  readonly smi: SmiPort;
  readonly clock: Clock;
  hardware(): GpuHardware;
  state(state: GpuState): void;
}

/** Intervals without a line after which a child counts as hung. */
const WATCHDOG = 3;
/** nvidia-smi needs up to seconds to start where persistence mode is off (cards initialise). */
const START_GRACE = 10_000;
const BACKOFF = [1000, 2000, 5000, 15_000, 60_000] as const;
/** Lines in one interval beyond which a child is out of its mind; 16 GPUs give 16. */
const FLOOD = 2000;

/** On battery readings are this much rarer; whether it runs on battery is looked up this often, ms. */
const BATTERY_FACTOR = 5;
const POWER_LOOK = 30_000;
/**
 * A running nvidia-smi keeps cards awake. Where they may sleep and only the tray shows them, it ends after this many
 * idle readings, and comes back after this long, ms, unless they sleep by then.
 */
const IDLE_READINGS = 3;
const REST = 60_000;
const RARE = 10_000;

/** Keeps one nvidia-smi running that prints each interval; never two at once, never a blocking call. */
export function createSampler(world: SamplerWorld): Sampler {
  const { clock } = world;
  let wanted: number | null = null;
  let interval: number | null = null;
  let powerAt = 0;
  let idle = 0;
  let resting = false;
  let fields: readonly string[] = FIELDS;
  const unsupported: string[] = [];
  let child: SmiChild | null = null;
  let closed = false;
  let failures = 0;
  let last: readonly GpuSample[] = [];
  let lastAt = 0;
  let tick = new Map<string, GpuSample>();
  /** Cards that the running child told of, and whole readings that it gave. */
  let seen = new Set<string>();
  let rounds = 0;
  let driver: string | null = null;
  let refused: string | null = null;
  let lostOne = false;
  /** Killed for another interval: the next one starts at once. */
  let switching = false;
  let lines = 0;
  let cancelFlush = (): void => {};
  let cancelWatch = (): void => {};
  let cancelRestart = (): void => {};

  const flush = (): void => {
    cancelFlush();
    if (tick.size === 0) return;
    // One that fell off the bus has words instead of readings; it stays in sight among the others.
    if (lostOne) for (const gpu of last) if (!tick.has(gpu.uuid)) tick.set(gpu.uuid, lost(gpu));
    lostOne = false;
    last = [...tick.values()].sort((a, b) => a.index - b.index);
    lastAt = clock.now();
    tick = new Map();
    rounds += 1;
    lines = 0;
    failures = 0;
    world.state({ kind: 'ok', at: lastAt, driver, gpus: last, unsupported: [...unsupported] });
    sparePower();
  };

  const paced = (): number | null =>
    wanted === null ? null : wanted * (world.hardware().battery ? BATTERY_FACTOR : 1);

  const sparePower = (): void => {
    idle = last.every(({ utilizationGpu }) => utilizationGpu === 0) ? idle + 1 : 0;
    if (idle >= IDLE_READINGS && interval !== null && interval >= RARE && world.hardware().sleeps) {
      idle = 0;
      resting = true;
      cancelWatch();
      child?.kill();
      return;
    }
    if (clock.now() - powerAt < POWER_LOOK) return;
    powerAt = clock.now();
    change(paced());
  };

  const change = (next: number | null): void => {
    if (next === interval) return;
    interval = next;
    resting = false;
    cancelRestart();
    switching = child !== null && next !== null;
    if (child === null) {
      start();
      return;
    }
    cancelWatch();
    child.kill();
  };

  const watch = (grace: number): void => {
    cancelWatch();
    cancelWatch = clock.after(grace, () => {
      if (child === null) return;
      world.state({ kind: 'stale', since: lastAt || clock.now(), last });
      child.kill();
    });
  };

  const line = (text: string): void => {
    lines += 1;
    if (lines === FLOOD) child?.kill();
    if (lines >= FLOOD) return;
    refused = invalidField(text) ?? refused;
    const parsed = parseLine(text, fields);
    if (parsed.kind === 'lost') lostOne = true;
    if (parsed.kind !== 'sample') return;
    if (interval !== null) watch(interval * WATCHDOG);
    driver = parsed.driver ?? driver;
    if (tick.has(parsed.sample.uuid)) flush();
    tick.set(parsed.sample.uuid, parsed.sample);
    cancelFlush();
    const known = seen.size;
    seen.add(parsed.sample.uuid);
    // A reading is whole when all cards that this child ever told of are in it; before that is known a pause tells.
    if (known === seen.size && tick.size === known && rounds > 0) flush();
    else cancelFlush = clock.after(Math.min(200, (interval ?? 1000) / 3), flush);
  };

  const end = (missing: boolean, lastWords: string): void => {
    child = null;
    cancelWatch();
    cancelFlush();
    tick = new Map();
    lines = 0;
    if (closed || interval === null) return;
    if (resting) {
      resting = false;
      switching = false;
      cancelRestart();
      cancelRestart = clock.after(REST, start);
      return;
    }
    if (switching) {
      switching = false;
      start();
      return;
    }
    refused = refused ?? invalidField(lastWords);
    if (refused !== null && fields.includes(refused)) {
      const next = withoutField(fields, refused);
      // One known by another name is not missing.
      if (next.length < fields.length) unsupported.push(refused);
      fields = next;
      refused = null;
      start();
      return;
    }
    if (failures > 0 || lastAt === 0 || lastWords.trim() !== '') {
      const found = diagnose(lastWords, missing, world.hardware());
      // One that merely died is started again before anyone is told.
      if (found.kind === 'absent' || lastWords.trim() !== '' || failures > 1) world.state(found);
    }
    const wait = BACKOFF[Math.min(failures, BACKOFF.length - 1)] ?? 60_000;
    failures += 1;
    cancelRestart();
    cancelRestart = clock.after(wait, start);
  };

  const start = (): void => {
    cancelRestart();
    if (closed || interval === null || child !== null) return;
    // A sleeping laptop card must not be woken by looking at it.
    const power = world.hardware().power;
    if (power.length > 0 && power.every((status) => status === 'suspended')) {
      world.state({ kind: 'asleep' });
      cancelRestart = clock.after(interval, start);
      return;
    }
    refused = null;
    seen = new Set();
    rounds = 0;
    watch(Math.max(START_GRACE, interval * WATCHDOG));
    child = world.smi.start(
      [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits', `--loop-ms=${interval}`],
      { line, end },
    );
  };

  return {
    every(next) {
      if (closed || next === wanted) return;
      wanted = next;
      change(paced());
    },
    pace: () => interval,
    close() {
      closed = true;
      for (const cancel of [cancelRestart, cancelWatch, cancelFlush]) cancel();
      child?.kill();
    },
  };
}

const lost = ({ uuid, index, name, memoryTotalBytes, powerLimitWatts, mig }: GpuSample): GpuSample => ({
  uuid,
  index,
  name,
  memoryTotalBytes,
  powerLimitWatts,
  mig,
  utilizationGpu: null,
  utilizationMemory: null,
  memoryUsedBytes: null,
  temperature: null,
  powerWatts: null,
  fan: null,
  clockSm: null,
  clockMemory: null,
  pstate: null,
  throttle: null,
  lost: true,
});

import type { GpuSample } from '../../../shared/gpu.ts';
import { invalidField } from '../fields.ts';
import { lostSample, parseLine } from '../parse.ts';
import { WATCHDOG_INTERVALS } from './child.ts';
import { sparePower } from './power.ts';
import { andThen, arm, disarm, KILL, type Moment, report, type Sampling, type Turn, turn } from './state.ts';

/** Lines without a reading beyond which the child is treated as runaway; 16 GPUs print 16 an interval. */
const MAX_LINES = 2000;
/** A pause after which a reading counts as complete, at most this share of the interval. */
const MAX_FLUSH_MS = 200;
const FLUSH_SHARE = 1 / 3;
const DEFAULT_INTERVAL_MS = 1000;

/** A line that nvidia-smi printed. */
export function lineRead(before: Sampling, text: string, moment: Moment): Turn {
  const lines = before.reading.lines + 1;
  const counted: Sampling = { ...before, reading: { ...before.reading, lines } };
  if (lines >= MAX_LINES) return lines === MAX_LINES ? turn(counted, KILL) : turn(counted);
  const refused = invalidField(text);
  if (refused !== null) return turn({ ...counted, reading: { ...counted.reading, refused } });
  const parsed = parseLine(text, before.fields);
  if (parsed.kind === 'lost') return turn({ ...counted, gpuLost: true });
  if (parsed.kind === 'other') return turn(counted);
  const { interval } = counted;
  const alive = turn(
    { ...counted, driver: parsed.driver ?? counted.driver },
    ...(interval === null ? [] : [arm('watchdog', interval * WATCHDOG_INTERVALS)]),
  );
  // A GPU that is listed again begins the next reading.
  const again = counted.reading.samples.has(parsed.sample.uuid);
  const begun = again ? andThen(alive, (state) => flush(state, moment)) : alive;
  return andThen(begun, (state) => add(state, parsed.sample, moment));
}

function add(before: Sampling, sample: GpuSample, moment: Moment): Turn {
  const { reading, interval } = before;
  const seen = new Set(reading.seen).add(sample.uuid);
  const samples = new Map(reading.samples).set(sample.uuid, sample);
  const after = { ...before, reading: { ...reading, seen, samples } };
  // Complete with all GPUs that this child ever printed; its first reading is complete after a pause.
  const whole = reading.readings > 0 && reading.seen.has(sample.uuid) && samples.size === seen.size;
  if (whole) return flush(after, moment);
  return turn(after, arm('flush', Math.min(MAX_FLUSH_MS, (interval ?? DEFAULT_INTERVAL_MS) * FLUSH_SHARE)));
}

/** Reports the reading as it is. */
export function flush(before: Sampling, moment: Moment): Turn {
  const { reading, driver, unsupported } = before;
  const { samples } = reading;
  if (samples.size === 0) return turn(before, disarm('flush'));
  // A GPU that fell off the bus prints a message instead of readings; it is kept as lost among the others.
  const lost = before.gpuLost ? before.last.filter(({ uuid }) => !samples.has(uuid)).map(lostSample) : [];
  const last = [...samples.values(), ...lost].sort((a, b) => a.index - b.index);
  const reported: Sampling = {
    ...before,
    reading: { ...reading, samples: new Map(), readings: reading.readings + 1, lines: 0 },
    failures: 0,
    gpuLost: false,
    last,
    lastAt: moment.now,
  };
  const ok = report({ kind: 'ok', at: moment.now, driver, gpus: last, unsupported });
  return andThen(turn(reported, disarm('flush'), ok), (state) => sparePower(state, moment));
}

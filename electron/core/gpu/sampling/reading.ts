import type { GpuSample } from '../../../shared/gpu.ts';
import { invalidField } from '../fields.ts';
import { parseLine } from '../parse.ts';
import { sparePower } from './power.ts';
import { reported, withTrouble } from './reported.ts';
import { andThen, arm, disarm, KILL, type Moment, type Sampling, type Turn, turn } from './state.ts';
import { watchdog } from './watchdog.ts';

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
  if (parsed.kind === 'trouble') return turn({ ...counted, troubles: withTrouble(counted.troubles, parsed.failure) });
  if (parsed.kind === 'other') return turn(counted);
  const { interval } = counted;
  const alive = turn(
    { ...counted, driver: parsed.driver ?? counted.driver },
    ...(interval === null ? [] : [arm('watchdog', watchdog(interval))]),
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
  const whole = reading.seen.has(sample.uuid) && samples.size === seen.size;
  if (whole) return flush(after, moment);
  return turn(after, arm('flush', Math.min(MAX_FLUSH_MS, (interval ?? DEFAULT_INTERVAL_MS) * FLUSH_SHARE)));
}

/** Reports the reading as it is. */
export function flush(before: Sampling, moment: Moment): Turn {
  if (before.reading.samples.size === 0) return turn(before, disarm('flush'));
  return andThen(reported(before, moment), (state) => sparePower(state, moment));
}

import type { Failure } from '../../../shared/failure.ts';
import { lostSample, resetSample } from '../parse.ts';
import { disarm, type Moment, report, type Sampling, type Turn, turn } from './state.ts';

/** Reports what was read of the next reading, with the messages about the GPUs that are missing in it. */
export function reported(before: Sampling, moment: Moment): Turn {
  const { reading, driver, unsupported, troubles } = before;
  const { samples } = reading;
  // A GPU that prints a message instead of readings is kept among the others, as last seen.
  const about = troubles.find(({ code }) => ABSENT_CODES.has(code));
  const missing = about === undefined ? [] : before.last.filter(({ uuid }) => !samples.has(uuid));
  const kept = missing.map((gpu) => (about?.code === 'gpu/needs-reset' ? resetSample(gpu) : lostSample(gpu)));
  // One that was lost before the app started is known by its message only.
  const warnings = missing.length === 0 ? troubles : troubles.filter(({ code }) => !ABSENT_CODES.has(code));
  const last = [...samples.values(), ...kept].sort((a, b) => a.index - b.index);
  const after: Sampling = {
    ...before,
    reading: { ...reading, samples: new Map(), readings: reading.readings + 1, lines: 0 },
    failures: 0,
    troubles: [],
    last,
    lastAt: moment.now,
  };
  return turn(
    after,
    disarm('flush'),
    report({ kind: 'ok', at: moment.now, driver, gpus: last, unsupported, warnings }),
  );
}

/** Failures of a GPU that then has no readings. */
const ABSENT_CODES: ReadonlySet<string> = new Set(['gpu/lost', 'gpu/needs-reset', 'gpu/not-started']);

/** Adds a message, once. */
export const withTrouble = (troubles: readonly Failure[], failure: Failure): readonly Failure[] =>
  troubles.some(({ detail }) => detail === failure.detail) ? troubles : [...troubles, failure];

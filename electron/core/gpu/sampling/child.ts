import { invalidField, OPTIONAL_FIELDS, withoutField } from '../fields.ts';
import { failureOfMessage } from '../smi-messages.ts';
import { MAX_STEP_MS } from '../steps.ts';
import { diagnose } from '../trouble.ts';
import { reported, withTrouble } from './reported.ts';
import {
  andThen,
  arm,
  disarm,
  KILL,
  type Moment,
  NOTHING_READ,
  report,
  type Sampling,
  type Turn,
  turn,
} from './state.ts';
import { startGrace } from './watchdog.ts';

/** Delay before a failed child is restarted, by the number of failures in a row. */
const BACKOFF_MS = [1000, 2000, 5000, 15_000, 60_000] as const;
const MAX_BACKOFF_MS = 60_000;
/** The same on a computer without a card and without the program: both come with a visit to the inside of its case. */
const WITHOUT_CARD_MS = 30 * 60_000;
/** How long GPUs have to fall asleep before readings resume; with a slow start still shorter than a step. */
const REST_MS = MAX_STEP_MS / 2;

/** Starts nvidia-smi if readings are wanted and none runs. */
export function start(before: Sampling, { hardware }: Moment): Turn {
  const { interval, closed, child, fields } = before;
  if (closed || interval === null || child !== 'none') return turn(before, disarm('restart'));
  // A query would wake a sleeping laptop GPU. Without NVIDIA's driver it only says that there is none.
  const { driver, power } = hardware();
  if (driver && power.length > 0 && power.every((status) => status === 'suspended')) {
    return turn(before, report({ kind: 'asleep' }), arm('restart', interval));
  }
  return turn(
    { ...before, child: 'running', reading: NOTHING_READ },
    disarm('restart'),
    arm('watchdog', startGrace(before.slowStarts, interval)),
    {
      kind: 'start',
      args: [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits', `--loop-ms=${interval}`],
    },
  );
}

/** Changes the interval by a restart, since nvidia-smi takes it only at its start. Null: no more readings. */
export function changeInterval(before: Sampling, interval: number | null, moment: Moment): Turn {
  if (interval === before.interval) return turn(before);
  if (before.child === 'none') return start({ ...before, interval }, moment);
  const child = interval === null ? 'running' : 'switching';
  return turn({ ...before, interval, child }, disarm('restart'), disarm('watchdog'), KILL);
}

/** Ends the child for a while, so that GPUs can fall asleep. */
export function rest(before: Sampling): Turn {
  if (before.child === 'none') return turn(before, disarm('watchdog'));
  return turn({ ...before, child: 'resting' }, disarm('watchdog'), KILL);
}

/** The child printed nothing for too long. */
export function hung(before: Sampling, { now }: Moment): Turn {
  if (before.child === 'none') return turn(before);
  const { lines, readings } = before.reading;
  const slowStarts = lines + readings === 0 ? before.slowStarts + 1 : before.slowStarts;
  return turn(
    { ...before, slowStarts },
    report({ kind: 'stale', since: before.lastAt || now, last: before.last }),
    KILL,
  );
}

/** The child has ended: killed on purpose, because of a field that it does not know, or with a failure. */
export function ended(running: Sampling, missing: boolean, lastWords: string, moment: Moment): Turn {
  const { child, reading, interval, closed, fields } = running;
  const warning = failureOfMessage(lastWords.trim().slice(-500));
  const heard = warning === null ? running : { ...running, troubles: withTrouble(running.troubles, warning) };
  // What it printed counts, however it ended.
  const read = reading.samples.size === 0 || child !== 'running' || closed ? turn(running) : reported(heard, moment);
  const quiet = andThen(read, (state) =>
    turn({ ...state, child: 'none', reading: NOTHING_READ }, disarm('watchdog'), disarm('flush')),
  );
  if (closed || interval === null) return quiet;
  if (child === 'resting') return andThen(quiet, (state) => turn(state, arm('restart', REST_MS)));
  if (child === 'switching') return andThen(quiet, (state) => start(state, moment));
  const refused = reading.refused ?? invalidField(lastWords);
  if (refused !== null && fields.includes(refused)) {
    return andThen(quiet, (state) => start(withoutRefused(state, refused), moment));
  }
  // It gives readings, and ends each time with a warning, such as that an infoROM is damaged (exit status 14).
  const gaveReadings = reading.readings > 0 || reading.samples.size > 0;
  if (warning !== null && gaveReadings) return andThen(quiet, (state) => turn(state, arm('restart', interval)));
  return andThen(quiet, (state) => failed(state, missing, lastWords, moment));
}

/** A field that the driver knows by another name is not unsupported. */
function withoutRefused(before: Sampling, refused: string): Sampling {
  const fields = withoutField(before.fields, refused);
  const dropped = fields.length < before.fields.length && !OPTIONAL_FIELDS.has(refused);
  return { ...before, fields, unsupported: dropped ? [...before.unsupported, refused] : before.unsupported };
}

function failed(before: Sampling, missing: boolean, lastWords: string, { hardware }: Moment): Turn {
  const { failures, lastAt } = before;
  const found = hardware();
  const none = missing && !found.card && !found.driver;
  const restart = arm('restart', none ? WITHOUT_CARD_MS : (BACKOFF_MS[failures] ?? MAX_BACKOFF_MS));
  const after = { ...before, failures: failures + 1 };
  const spoke = lastWords.trim() !== '';
  // A first silent exit is not reported: the child is restarted.
  if (failures === 0 && lastAt > 0 && !spoke) return turn(after, restart);
  const state = diagnose(lastWords, missing, found);
  const worthReporting = state.kind === 'absent' || spoke || failures > 1;
  return worthReporting ? turn(after, report(state), restart) : turn(after, restart);
}

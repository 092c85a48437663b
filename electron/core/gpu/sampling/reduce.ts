import { assertNever } from '../../../shared/failure.ts';
import { changeInterval, ended, hung, start } from './child.ts';
import { paced } from './power.ts';
import { flush, lineRead } from './reading.ts';
import { disarm, KILL, type Moment, type Sampling, type SamplingEvent, type Turn, turn } from './state.ts';

/**
 * The sampler's next state after an event, and the commands for the runner, in order. Pure. Keeps one nvidia-smi at a
 * time, which prints a reading per interval, is restarted when it fails or hangs, and ends when it is not needed.
 */
export function reduce(state: Sampling, event: SamplingEvent, moment: Moment): Turn {
  switch (event.kind) {
    case 'wanted':
      if (state.closed || event.wanted === state.wanted) return turn(state);
      return changeInterval({ ...state, wanted: event.wanted }, paced(event.wanted, moment), moment);
    case 'line':
      return lineRead(state, event.text, moment);
    case 'ended':
      return ended(state, event.missing, event.lastWords, moment);
    case 'timer':
      if (event.timer === 'flush') return flush(state, moment);
      return event.timer === 'watchdog' ? hung(state, moment) : start(state, moment);
    case 'close':
      return turn(
        { ...state, closed: true },
        disarm('restart'),
        disarm('watchdog'),
        disarm('flush'),
        ...(state.child === 'none' ? [] : [KILL]),
      );
    default:
      return assertNever(event);
  }
}

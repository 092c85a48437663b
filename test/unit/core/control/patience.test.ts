import { expect, test } from 'vitest';
import { Patience, patiently } from '../../../../electron/core/control/patience.ts';
import { type Failure, type FailureCode, FailureError } from '../../../../electron/shared/failure.ts';
import { jumpingClock } from '../../../doubles/clock.ts';

const failure = (code: FailureCode, detail = ''): Failure => ({ code, title: '', detail });
/** The delays until the failure is final. */
function delays(patience: Patience, of: Failure): number[] {
  const all: number[] = [];
  for (let delay = patience.delayAfter(of); delay !== null; delay = patience.delayAfter(of)) all.push(delay);
  return all;
}

test.each([
  ['an engine that restarts', failure('engine/unreachable'), [1000, 2000, 3000, 4000]],
  ['a request without an answer', failure('engine/timeout'), [0]],
  ['an internal error', failure('engine/error', 'it broke (HTTP 500)'), [1000, 2000]],
  ['an answer that makes no sense', failure('engine/error', 'Unexpected end of JSON input'), [1000, 2000]],
  ['a name that is taken', failure('name/taken'), [1000, 1000, 1000]],
  ['a disk that spins up', failure('home/unresponsive'), [1000, 3000, 6000]],
  ['a share that is mounted on use', failure('mount/unresponsive'), [1000, 3000, 6000]],
  ['a refusal', failure('engine/error', 'bad parameter (HTTP 400)'), []],
  ['a port that is taken', failure('port/in-use', 'port is already allocated'), []],
  ['no permission', failure('engine/forbidden'), []],
  ['a home in use', failure('home/in-use'), []],
])('%s is looked at again after %s', (_what, of, expected) => {
  expect(delays(new Patience('work'), of)).toEqual(expected);
});

test('a port may be held by an earlier request that the engine still executes', () => {
  const taken = failure('port/in-use');
  expect(delays(new Patience('work', true), taken)).toHaveLength(3);
  const later = new Patience('work');
  later.delayAfter(failure('engine/unreachable'));
  expect(delays(later, taken)).toHaveLength(3);
});

test('at the first look an engine that does not run is reported soon', () => {
  expect(delays(new Patience('first look'), failure('engine/unreachable'))).toEqual([500]);
});

test('a disk that wakes up leaves no earlier request of the engine behind', () => {
  const patience = new Patience('work');
  patience.delayAfter(failure('home/unresponsive'));
  expect(delays(patience, failure('port/in-use'))).toEqual([]);
});

test('what a request before has left is waited for in any answer that says so', () => {
  expect(delays(new Patience('work'), failure('engine/error', 'removal in progress (HTTP 409)'))).toHaveLength(3);
  expect(delays(new Patience('first look'), failure('name/taken'))).toEqual([]);
});

/** Works with these failures first; how it ended, how often it was tried, and when. */
async function worked(failures: readonly Failure[], signal = new AbortController().signal) {
  const clock = jumpingClock();
  let tried = 0;
  const ended = await patiently(new Patience('work'), clock, signal, async () => {
    tried += 1;
    const failed = failures[tried - 1];
    if (failed !== undefined) throw new FailureError(failed);
    return 'done';
  }).catch((thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : thrown));
  return { ended, tried, ms: clock.now() };
}

test('work goes on after failures that pass, and ends with the first that is final', async () => {
  const away = failure('engine/unreachable');
  expect(await worked([away, away])).toEqual({ ended: 'done', tried: 3, ms: 3000 });
  expect(await worked([away, failure('home/in-use'), away])).toEqual({ ended: 'home/in-use', tried: 2, ms: 1000 });
});

test('work that was given up is not tried again', async () => {
  const given = new AbortController();
  given.abort('given up');
  expect(await worked([failure('engine/unreachable')], given.signal)).toEqual({ ended: 'given up', tried: 1, ms: 0 });
});

import { expect, test } from 'vitest';
import { Patience } from '../../../../electron/core/control/patience.ts';
import type { Failure, FailureCode } from '../../../../electron/shared/failure.ts';

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

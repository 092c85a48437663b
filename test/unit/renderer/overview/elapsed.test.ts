import { expect, test } from 'vitest';
import { elapsedOf } from '../../../../renderer/overview/elapsed.ts';
import { working } from '../../../lab/situations.ts';

test('the running step gets the rest of the run’s time', () => {
  if (working.activity.kind !== 'working') throw new Error('not working');
  const { startedAt } = working.activity;
  expect(elapsedOf(working.activity, startedAt + 9000)).toBe(9000 - (1200 + 2400 + 3600));
  expect(elapsedOf(working.activity, startedAt)).toBe(0);
});

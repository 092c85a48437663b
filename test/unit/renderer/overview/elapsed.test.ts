import { expect, test } from 'vitest';
import type { StepProgress } from '../../../../electron/shared/snapshot.ts';
import { elapsedOf } from '../../../../renderer/overview/elapsed.ts';

const step: StepProgress = { kind: 'stop', text: '', object: '', detail: '', state: 'running', elapsed: 0 };

test('a running step’s time is since it began, and never negative', () => {
  const run = { startedAt: 1000 };
  expect(elapsedOf(run, { ...step, began: 7200 }, 10_000)).toBe(1800);
  expect(elapsedOf(run, { ...step, began: 7200 }, 1000)).toBe(0);
  expect(elapsedOf(run, step, 10_000)).toBe(9000);
});

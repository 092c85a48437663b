import { expect, test } from 'vitest';
import { elapsedOf } from '../../../../renderer/overview/elapsed.ts';
import { working } from '../../../lab/situations.ts';

test('the running step gets the rest of the run’s time', () => {
  if (working.activity.kind !== 'working') throw new Error('not working');
  const { startedAt } = working.activity;
  expect(elapsedOf(working.activity, startedAt + 9000)).toBe(9000 - (1200 + 2400 + 3600));
  expect(elapsedOf(working.activity, startedAt)).toBe(0);
});

test('images that are built at once count once', () => {
  if (working.activity.kind !== 'working') throw new Error('not working');
  const [step] = working.activity.steps;
  if (step === undefined) throw new Error('no step');
  const of = (...steps: readonly (readonly ['build-image' | 'start', 'done' | 'running', number])[]) =>
    elapsedOf(
      {
        ...{ kind: 'working', to: 'dind', startedAt: 0, output: [], cancellable: true },
        steps: steps.map(([kind, state, elapsed]) => ({ ...step, kind, state, elapsed })),
      },
      50_000,
    );
  expect(of(['build-image', 'done', 20_000], ['build-image', 'running', 0])).toBe(50_000);
  expect(of(['build-image', 'running', 0], ['build-image', 'done', 20_000])).toBe(50_000);
  expect(of(['build-image', 'done', 20_000], ['build-image', 'done', 30_000], ['start', 'running', 0])).toBe(20_000);
});

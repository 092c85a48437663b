import { expect, test } from 'vitest';
import { Progress } from '../../../../electron/core/control/progress.ts';
import type { Activity, StepProgress } from '../../../../electron/shared/snapshot.ts';
import { testClock } from '../../../doubles/clock.ts';
import { planFor, running } from '../../../doubles/situation.ts';

const { steps } = planFor(running('dood'), 'dind');
const begun = (state: StepProgress['state']): StepProgress => ({
  ...{ kind: 'start', text: state, object: '', detail: 'planned', state, elapsed: 7 },
});

/** A progress that goes on from what was shown; the states and details that it shows, and how often it changed. */
function goingOn(before?: Activity) {
  let changes = 0;
  const count = (): void => {
    changes += 1;
  };
  const progress = new Progress('dind', testClock(5000), count, before);
  const shown = () => {
    const activity = progress.activity();
    return activity.kind === 'working'
      ? { startedAt: activity.startedAt, steps: activity.steps.map(({ state, detail }) => `${state} ${detail}`) }
      : null;
  };
  return { progress, shown, changes: () => changes };
}
const working = (all: readonly StepProgress[]): Activity => ({
  ...{ kind: 'working', to: 'dind', startedAt: 1000, steps: all, output: [], cancellable: true },
});

test('a way back shows the steps that were begun before, and since when', () => {
  const { shown, progress } = goingOn(working([begun('done'), begun('failed'), begun('running'), begun('waiting')]));
  expect(shown()).toEqual({ startedAt: 1000, steps: ['done planned', 'failed planned', 'failed planned'] });
  const { steps: all } = progress.activity();
  expect(all.map(({ isCutOff }) => isCutOff)).toEqual([undefined, undefined, true]);
  expect(goingOn().shown()).toEqual({ startedAt: 5000, steps: [] });
});

test('its own steps follow those, and are counted with them', () => {
  const { progress } = goingOn(working([begun('done')]));
  progress.plan('dood', steps, 'http://127.0.0.1:8080');
  progress.begin();
  progress.end('done');
  expect(progress.summary()).toMatchObject({ done: 2, total: 1 + steps.length, url: 'http://127.0.0.1:8080' });
});

test('what the running step waits for is shown with it alone, and once', () => {
  const { progress, shown, changes } = goingOn(working([begun('done')]));
  progress.plan('dind', steps, null);
  progress.detail('nothing runs');
  const planned = changes();
  progress.begin();
  progress.detail('train #42');
  progress.detail('train #42');
  expect(changes()).toBe(planned + 2);
  const details = shown()?.steps ?? [];
  expect(details.slice(0, 2)).toEqual(['done planned', 'running train #42']);
  expect(details.slice(2).some((line) => line.includes('train'))).toBe(false);
  progress.detail('deploy #7');
  expect(shown()?.steps[1]).toBe('running deploy #7');
});

import { expect, test } from 'vitest';
import { isStopping } from '../../../../electron/core/control/is-stopping.ts';
import type { StepProgress } from '../../../../electron/shared/snapshot.ts';
import { atWork } from '../../../doubles/observing.ts';

const step = (kind: StepProgress['kind'], state: StepProgress['state']): StepProgress => ({
  ...{ kind, state, text: '', object: '', detail: '', elapsed: 0 },
});

test.each([
  ['a stop among other steps', [step('start', 'done'), step('stop', 'running'), step('start', 'waiting')], true],
  ['a stop that has ended', [step('stop', 'done'), step('start', 'running')], false],
  ['a stop that comes later', [step('start', 'running'), step('stop', 'waiting')], false],
  ['a stop beside a Jenkins that is waited for', [step('await-ready', 'running'), step('stop', 'running')], false],
  ['a stop after that', [step('await-ready', 'done'), step('stop', 'running')], true],
  ['no step', [], false],
])('%s', (_what, steps, expected) => {
  expect(isStopping({ activity: { ...atWork, steps } })).toBe(expected);
  expect(isStopping({ activity: { kind: 'idle' } })).toBe(false);
});

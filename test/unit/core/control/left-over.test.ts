import { expect, test } from 'vitest';
import { leftOver } from '../../../../electron/core/control/left-over.ts';
import { notCleanedUp } from '../../../../electron/shared/failures/run.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import { planFor, running } from '../../../doubles/situation.ts';
import { intentWith } from '../../../doubles/world.ts';

const plan = planFor(running('dind'), 'off');
const [first, ...others] = plan.steps;
const elsewhere = planFor(running('dood'), 'off').steps.find(({ cause }) =>
  plan.steps.every((step) => step.cause.object !== cause.object),
);
const failure = (title: string, detail: string) => ({ ...notCleanedUp([], [], ''), title, detail });
const told = (change: Partial<Intent>, left: Parameters<typeof leftOver>[2] = []) =>
  leftOver(intentWith(change), plan, left);

test('each object that is left is named once, with the command that tries again', () => {
  const { title, command } = told({ mode: 'off', purge: ['volumes', 'images'] });
  for (const { cause } of plan.steps) expect(title.split(cause.object)).toHaveLength(2);
  expect(command).toBe('jenkins-tray down --volumes --images');
  expect(told({ mode: 'dood' }).command).toBe('jenkins-tray up dood');
});

test('each reason is told once; not those of what is gone meanwhile', () => {
  if (first === undefined || elsewhere === undefined) throw new Error('the plans have no steps');
  const busy = failure('It is busy', 'Somebody uses it');
  const { detail } = told({ mode: 'off' }, [
    { step: first, failure: busy },
    ...others.map((step) => ({ step, failure: busy })),
    { step: first, failure: failure('No more is known', '') },
    { step: elsewhere, failure: failure('Gone', 'No longer there') },
  ]);
  expect(detail.split('It is busy: Somebody uses it')).toHaveLength(2);
  expect(detail).toContain('No more is known');
  expect(detail).not.toContain('No more is known:');
  expect(detail).not.toContain('Gone');
});

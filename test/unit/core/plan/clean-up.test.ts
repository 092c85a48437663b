import { expect, test } from 'vitest';
import { afterReady, cleanUpOf, onlyCleansUp } from '../../../../electron/core/plan/clean-up.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import { planFor, running, settings } from '../../../doubles/situation.ts';

const named = (steps: readonly Step[]): readonly string[] =>
  steps.map((step) => `${step.kind} ${'name' in step ? step.name : step.cause.object}`);
/** Of the steps, those whose failure leaves what was requested. */
const cleaning = (steps: readonly Step[], mode: Mode) =>
  named(steps.filter((step) => cleanUpOf(steps, mode).has(step)));

test('on the way to a mode, what follows the readiness of Jenkins only cleans up', () => {
  const { steps } = planFor(running('dind'), 'dood');
  expect(cleaning(steps, 'dood')).toEqual([
    'remove-container jenkins-container',
    'stop nvidia-dind-container',
    'remove-container nvidia-dind-container',
  ]);
  expect(onlyCleansUp(steps, 'dood')).toBe(false);
});

test('on the way to off, all but the stop of Jenkins only cleans up', () => {
  const published = settings({ nested: { ...settings().nested, publishPort: 2376 } });
  const context = { name: 'jenkins-dind', host: 'tcp://127.0.0.1:2376', instance: 'default' };
  const facts = { ...running('dind', { settings: published }), context };
  const { steps } = planFor(facts, 'off', { purge: ['volumes', 'images'] });
  const all = named(steps);
  expect(all.slice(0, 2)).toEqual(['drain jenkins-container', 'stop jenkins-container']);
  expect(cleaning(steps, 'off')).toEqual(all.slice(2));
  expect(new Set(steps.slice(2).map(({ kind }) => kind))).toEqual(
    new Set(['stop', 'remove-container', 'remove-context', 'remove-network', 'remove-volume', 'remove-image']),
  );
});

test('a clean-up that was interrupted is all that is left to do', () => {
  const facts = running('dind');
  const { steps } = planFor({ ...facts, containers: facts.containers.slice(1) }, 'off');
  expect(onlyCleansUp(steps, 'off')).toBe(false);
  expect(onlyCleansUp(steps.slice(2), 'off')).toBe(true);
  const { steps: toMode } = planFor({ ...running('dind'), page: { kind: 'starting' } }, 'dind');
  expect([toMode.map(({ kind }) => kind), onlyCleansUp(toMode, 'dind')]).toEqual([['await-ready'], true]);
  expect(onlyCleansUp(planFor(running('dood'), 'dind').steps, 'dind')).toBe(false);
});

test('what waits for a removal, or renames what somebody else made, cleans up as well', () => {
  const cause = { object: 'a', current: 'b', desired: 'c' };
  const steps: Step[] = [
    { kind: 'start', name: 'jenkins', role: 'jenkins', cause },
    { kind: 'await-removed', name: 'old', id: '1', cause },
    { kind: 'rename', name: 'old', id: '1', to: 'kept', cause },
  ];
  expect(cleaning(steps, 'dood')).toEqual(['await-removed old', 'rename old']);
  expect(cleaning(steps, 'off')).toEqual(['await-removed old', 'rename old']);
  expect(onlyCleansUp(steps.slice(1), 'dood')).toBe(true);
});

test('what makes room for a start is needed on the way to a mode, and not on the way to off', () => {
  const cause = { object: 'a', current: 'b', desired: 'c' };
  const steps: Step[] = [
    { kind: 'rename', name: 'by-hand', id: '1', to: 'kept', cause },
    { kind: 'start', name: 'other', role: 'jenkins', cause },
    { kind: 'remove-network', name: 'jenkins', cause },
  ];
  expect(cleaning(steps, 'dood')).toEqual(['remove-network jenkins']);
  expect(cleaning(steps, 'off')).toEqual(['rename by-hand', 'remove-network jenkins']);
});

test('a nested engine that is waited for is not done', () => {
  const facts = running('dind');
  const containers = facts.containers.map((it) => (it.health === 'healthy' ? { ...it, state: 'paused' as const } : it));
  const { steps } = planFor({ ...facts, containers }, 'dind');
  expect(steps.map(({ kind }) => kind)).toEqual(['unpause', 'await-healthy']);
  expect([onlyCleansUp(steps, 'dind'), onlyCleansUp(steps.slice(1), 'dind')]).toEqual([false, true]);
});

test('what only cleans up once Jenkins is ready is taken apart by its objects', () => {
  const { steps } = planFor(running('dind'), 'dood');
  const { before, objects } = afterReady(steps, cleanUpOf(steps, 'dood'));
  expect(before.at(-1)?.kind).toBe('await-ready');
  expect(objects.map((its) => its.map(({ kind }) => kind))).toEqual([
    ['remove-container'],
    ['stop', 'remove-container'],
  ]);
});

test('on the way to off, where a network follows its containers, nothing is taken apart', () => {
  const { steps } = planFor(running('dind'), 'off');
  expect(afterReady(steps, cleanUpOf(steps, 'off'))).toEqual({ before: steps, objects: [] });
});

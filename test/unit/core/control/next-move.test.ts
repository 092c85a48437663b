import { expect, test } from 'vitest';
import { nextMoveAfter } from '../../../../electron/core/control/next-move.ts';
import { cancelled } from '../../../../electron/core/control/rollback.ts';
import { namesOf } from '../../../../electron/core/stack/names.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import type { FailureCode } from '../../../../electron/shared/failure.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import { intentWith } from '../../../doubles/world.ts';

const names = namesOf('');
const intent = (change: Partial<Intent>): Intent =>
  intentWith({ mode: 'dind', from: 'dood', state: 'pending', ...change });
const failed = (code: FailureCode) => ({ failure: { code, title: code, detail: '' }, at: 'await-ready' as const });

test('DinD continues without GPUs that cannot be attached, once', () => {
  const gpu = failed('gpu/no-toolkit');
  const next = nextMoveAfter(intent({}), gpu, names);
  expect(next).toMatchObject({ kind: 'go-on', intent: { mode: 'dind', gpuless: { code: 'gpu/no-toolkit' } } });
  expect(nextMoveAfter(intent({ gpuless: gpu.failure }), gpu, names)).toMatchObject({ intent: { mode: 'dood' } });
});

test('while the engine is unreachable the intent stays pending', () => {
  expect(nextMoveAfter(intent({}), failed('engine/unreachable'), names)).toMatchObject({ kind: 'leave-pending' });
});

test('a mode that does not come up gives way to the one before, which keeps the first failure', () => {
  const back = nextMoveAfter(intent({}), failed('jenkins/not-ready'), names);
  expect(back).toMatchObject({
    kind: 'go-on',
    intent: { mode: 'dood', state: 'pending', failure: { code: 'jenkins/not-ready' } },
  });
  const first = { code: 'jenkins/not-ready', title: '', detail: '' } as const;
  const again = nextMoveAfter(intent({ mode: 'dood', failure: first }), failed('jenkins/exited'), names);
  expect(again).toMatchObject({ kind: 'give-up', intent: { state: 'failed' }, failure: first, stop: true });
});

test('with no mode to go back to it gives up, and stops a Jenkins that keeps restarting', () => {
  const first = intent({ from: 'off' });
  expect(nextMoveAfter(first, failed('jenkins/exited'), names)).toMatchObject({ kind: 'give-up', stop: true });
  expect(nextMoveAfter(first, failed('port/in-use'), names)).toMatchObject({ kind: 'give-up', stop: false });
  expect(nextMoveAfter(first, { ...failed('jenkins/exited'), at: 'start' }, names)).toMatchObject({ stop: false });
});

test('a cancel goes back to the mode before; recreating in the same mode leaves an old container that runs', () => {
  expect(cancelled(intent({}), 'dood', names)).toMatchObject({ mode: 'dood', state: 'pending' });
  const recreating = intent({ mode: 'dood' });
  expect(cancelled(recreating, 'dood', names)).toEqual({ ...recreating, state: 'settled' });
  expect(cancelled(recreating, 'off', names)).toMatchObject({ mode: 'dood', state: 'pending' });
});

test('a mode without GPUs of its own gives way after a failure of GPUs as after any other', () => {
  const dood = intent({ mode: 'dood', from: 'dind' });
  expect(nextMoveAfter(dood, failed('gpu/no-toolkit'), names)).toMatchObject({
    intent: { mode: 'dind', gpuless: null },
  });
});

test('the way back stops what did not start without a question, starts the one before as it is, and removes nothing more', () => {
  const back = nextMoveAfter(intent({ consents: ['mine'], purge: ['volumes'] }), failed('jenkins/exited'), names);
  const consents = ['mine', consent.reuseUnchanged(), consent.stopUncounted(names.jenkins.dind)];
  expect(back).toMatchObject({ kind: 'go-on', intent: { consents, purge: [], mode: 'dood', from: 'dood' } });
  const fromOff = nextMoveAfter(intent({ mode: 'off' }), failed('jenkins/exited'), names);
  expect(fromOff).toMatchObject({ intent: { mode: 'dood', consents: [consent.reuseUnchanged()] } });
});

test('a change in the same mode that replaced something is undone once; one that did not is given up', () => {
  const change = intent({ mode: 'dood', consents: [consent.recreate('old')] });
  const step = failed('jenkins/not-ready');
  const undone = nextMoveAfter(change, { ...step, replaces: true }, names);
  expect(undone).toMatchObject({ kind: 'go-on', intent: { mode: 'dood', failure: { code: 'jenkins/not-ready' } } });
  const consents = undone.kind === 'go-on' ? undone.intent.consents : [];
  expect(consents).toContain(consent.undoChange());
  expect(consents).not.toContain(consent.recreate('old'));
  expect(nextMoveAfter(intent({ mode: 'dood', consents }), { ...step, replaces: true }, names)).toMatchObject({
    kind: 'give-up',
  });
  expect(nextMoveAfter(change, { ...step, replaces: false }, names)).toMatchObject({ kind: 'give-up' });
  const fromOff = { ...change, from: 'off' } as const;
  expect(nextMoveAfter(fromOff, { ...step, replaces: true }, names)).toMatchObject({ kind: 'give-up' });
  const off = intent({ mode: 'off', from: 'off' });
  expect(nextMoveAfter(off, { ...step, replaces: true }, names)).toMatchObject({ kind: 'give-up' });
});

test('a take-over that fails goes back to the other Jenkins, though no mode of ours ran before; the way back does not', () => {
  const takeOver = intent({ from: 'off', consents: [consent.startAgain('other')] });
  const back = nextMoveAfter(takeOver, failed('jenkins/exited'), names);
  expect(back).toMatchObject({ kind: 'go-on', intent: { mode: 'off' } });
  const consents = [...takeOver.consents, consent.reuseUnchanged()];
  expect(nextMoveAfter({ ...takeOver, consents }, failed('jenkins/exited'), names)).toMatchObject({ kind: 'give-up' });
});

test('after the way back, a Jenkins that runs without an answer is left alone: it may have builds', () => {
  const back = intent({ mode: 'dood', consents: [consent.reuseUnchanged()] });
  expect(nextMoveAfter(back, failed('jenkins/not-ready'), names)).toMatchObject({ kind: 'give-up', stop: false });
  expect(nextMoveAfter(back, failed('jenkins/exited'), names)).toMatchObject({ kind: 'give-up', stop: true });
});

test('a cancelled recreation that has begun is undone, and nothing is recreated on any way back', () => {
  const recreating = intent({ mode: 'dood', consents: [consent.recreate('old'), 'mine'], purge: ['images'] });
  expect(cancelled(recreating, 'dood', names)).toMatchObject({ state: 'settled', consents: [], purge: [] });
  const back = cancelled(recreating, 'dood', names, true);
  expect(back).toMatchObject({ state: 'pending', mode: 'dood' });
  expect(back.consents).toContain('mine');
  expect(back.consents).not.toContain(consent.recreate('old'));
});

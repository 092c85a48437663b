import { expect, test } from 'vitest';
import { nextMoveAfter } from '../../../../electron/core/control/next-move.ts';
import { cancelled } from '../../../../electron/core/control/rollback.ts';
import { namesOf } from '../../../../electron/core/stack/names.ts';
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

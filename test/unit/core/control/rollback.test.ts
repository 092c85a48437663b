import { expect, test } from 'vitest';
import { cancelled, rollbackOf } from '../../../../electron/core/control/rollback.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import { names } from '../../../doubles/situation.ts';
import { intentWith } from '../../../doubles/world.ts';

test('a way back does not do what was asked for: no update, no stop and start, nothing about builds', () => {
  const asked = ['update:5', 'anew:one', consent.requeue(), consent.comeBack('one')];
  const intent = intentWith({ mode: 'dind', from: 'dood', consents: asked, purge: ['images'] });
  expect(rollbackOf(intent, names)).toMatchObject({
    ...{ mode: 'dood', state: 'pending', purge: [] },
    consents: [consent.comeBack('one'), consent.reuseUnchanged(), consent.stopUncounted(names.jenkins.dind)],
  });
});

test.each([
  ['a change in the same mode that has replaced nothing', { mode: 'dood', from: 'dood' }, 'dood', false, 'settled'],
  ['one that has begun to replace', { mode: 'dood', from: 'dood' }, 'dood', true, 'pending'],
  ['one whose Jenkins is stopped', { mode: 'dood', from: 'dood' }, 'off', false, 'pending'],
  ['a switch whose new Jenkins runs', { mode: 'dood', from: 'dind' }, 'dood', false, 'pending'],
] as const)('a cancel of %s', (_what, intent, running, replacing, state) => {
  expect(cancelled(intentWith({ ...intent, state: 'pending' }), running, names, replacing).state).toBe(state);
});

import { expect, test } from 'vitest';
import { iconOf } from '../../../../electron/core/desktop/tray-icon.ts';
import { preparationFailed, preparationOffered } from '../../../../electron/shared/failures/image-preparation.ts';
import { updateNoticeId } from '../../../../electron/shared/notice.ts';
import type { JenkinsState } from '../../../../electron/shared/snapshot.ts';
import { dind, failure, snapshot } from '../../../doubles/tray.ts';

const url = 'http://127.0.0.1:8080';
const states: readonly (readonly [state: JenkinsState, icon: string])[] = [
  [{ kind: 'restarting', mode: 'dood', url }, 'working'],
  [{ kind: 'failed', mode: 'dood', failure, url: null }, 'failed'],
  [dind, 'attention'],
  [{ kind: 'stopped' }, 'attention'],
];

test.each(states)('with a notice beside it, the icon of %j is %s', (state, icon) => {
  expect(iconOf(snapshot(state, { notices: [{ id: 'settings', failure }] }))).toBe(icon);
});

test('an update that is available is no trouble', () => {
  expect(iconOf(snapshot(dind, { notices: [{ id: updateNoticeId('0.2.0'), failure }] }))).toBe('dind');
});

test('neither is a question that can wait, or an attempt that is repeated', () => {
  const notices = [preparationOffered('dind', ['nvidia-dind-image']), preparationFailed('dind', failure)];
  expect(iconOf(snapshot(dind, { notices: notices.map((it) => ({ id: it.code, failure: it })) }))).toBe('dind');
});

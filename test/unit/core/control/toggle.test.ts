import { expect, test } from 'vitest';
import { toggleTo } from '../../../../electron/core/control/toggle.ts';
import type { Intent, JenkinsState } from '../../../../electron/shared/snapshot.ts';
import { intentWith } from '../../../doubles/world.ts';

const url = 'http://127.0.0.1:8080';
const stopped: JenkinsState = { kind: 'stopped' };
const cases: readonly (readonly [what: string, intent: Partial<Intent>, jenkins: JenkinsState, to: string])[] = [
  [
    'an interrupted switch goes on',
    { mode: 'dind', from: 'dood', state: 'pending' },
    { kind: 'running', mode: 'dood', url, version: '' },
    'dind',
  ],
  [
    'a running Jenkins moves, whatever was asked for',
    { mode: 'dind' },
    { kind: 'running', mode: 'dood', url, version: '' },
    'dind',
  ],
  ['one that starts moves as well', { mode: 'dood' }, { kind: 'restarting', mode: 'dind', url }, 'dood'],
  ['one that does not run moves from what was asked for', { mode: 'dood' }, { kind: 'unknown' }, 'dind'],
  [
    'an interrupted stop is undone by a start where it was',
    { mode: 'off', from: 'dind', state: 'pending' },
    stopped,
    'dind',
  ],
  ['one that is off starts where it was', { mode: 'off', from: 'dind' }, stopped, 'dind'],
  ['one that never ran starts where that is recommended', { mode: 'off', from: 'off' }, stopped, 'dood'],
  [
    'an interrupted switch goes on although nothing is known yet',
    { mode: 'dind', from: 'dood', state: 'pending' },
    { kind: 'unknown' },
    'dind',
  ],
];

test.each(cases)('%s', (_what, intent, jenkins, to) => {
  expect(toggleTo(intentWith({ state: 'settled', ...intent }), jenkins)).toBe(to);
});

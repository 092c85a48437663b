import { expect, test } from 'vitest';
import { signAddressOf, signsOf } from '../../../../electron/core/desktop/signpost.ts';
import { defaultSettings, type Settings } from '../../../../electron/shared/settings.ts';
import type { Activity, JenkinsState } from '../../../../electron/shared/snapshot.ts';

const DIND = 'http://127.0.0.1:8081';
const DOOD = 'http://127.0.0.1:8080';
const idle = { kind: 'idle' } as Activity;
const working: Activity = { kind: 'working', to: 'dood', startedAt: 0, steps: [], output: [], cancellable: true };
const running: JenkinsState = { kind: 'running', mode: 'dind', url: DIND, version: '2.555' };
const failure = { code: 'jenkins/not-ready', title: '', detail: '' } as const;
const converging = (url: string | null): JenkinsState => ({
  ...{ kind: 'converging', from: 'dind', to: 'dood', step: '', done: 0, total: 3, mode: url === null ? 'off' : 'dind' },
  url,
});

const signs = (
  jenkins: JenkinsState,
  activity = idle,
  wanted: readonly number[] = [],
  change: Partial<Settings> = {},
) =>
  [...signsOf({ jenkins, activity }, { ...defaultSettings, ...change }, new Set(wanted))].map(
    ([port, sign]) => `${port} ${sign.kind === 'there' ? sign.url : `starting ${sign.mode}`}`,
  );

test('the idle mode’s port leads to the Jenkins that runs, also after a failed switch and while it restarts', () => {
  expect(signs(running)).toEqual([`8080 ${DIND}`]);
  expect(signs({ kind: 'running', mode: 'dood', url: DOOD, version: '' })).toEqual([`8081 ${DOOD}`]);
  expect(signs({ kind: 'restarting', mode: 'dind', url: DIND })).toEqual([`8080 ${DIND}`]);
  expect(signs({ kind: 'failed', mode: 'dind', failure, url: DIND })).toEqual([`8080 ${DIND}`]);
  expect(signs({ kind: 'drifted', mode: 'dood', url: DOOD, version: '', causes: [] })).toEqual([`8081 ${DOOD}`]);
});

test('during a switch it leads to the old Jenkins; without one, both ports say that the new one starts', () => {
  expect(signs(converging(DIND), working)).toEqual([`8080 ${DIND}`]);
  expect(signs(converging(null), working)).toEqual(['8081 starting dood', '8080 starting dood']);
  // Another process switches.
  expect(signs(converging(null))).toEqual(['8081 starting dood', '8080 starting dood']);
  expect(signs(converging(null), { ...working, backTo: 'dind' })).toEqual(['8081 starting dind', '8080 starting dind']);
});

test('a port that the new Jenkins wants is left; the other one goes on saying that it starts', () => {
  expect(signs(converging(null), working, [8080])).toEqual(['8081 starting dood']);
  expect(signs(running, idle, [8080])).toEqual([]);
});

test('there is no sign where Jenkins is off or unknown, for one port for both, or by setting', () => {
  expect(signs({ kind: 'stopped' })).toEqual([]);
  expect(signs({ kind: 'unknown' })).toEqual([]);
  expect(signs({ kind: 'failed', mode: 'off', failure, url: null })).toEqual([]);
  expect(signs(converging(null), { ...working, to: 'off' })).toEqual([]);
  expect(signs(running, idle, [], { ports: { dind: 8081, dood: 8081, agents: 50000 } })).toEqual([]);
  expect(signs(running, idle, [], { desktop: { ...defaultSettings.desktop, signpost: false } })).toEqual([]);
});

test('one port for both modes has no sign, also where Jenkins is at another one', () => {
  const ports = { dind: 8081, dood: 8081, agents: 50000 };
  expect(signs({ kind: 'running', mode: 'dood', url: DOOD, version: '' }, idle, [], { ports })).toEqual([]);
  expect(signs(converging(null), working, [], { ports })).toEqual([]);
});

test('a Jenkins of a failed switch that is nowhere leaves both ports, while the next one starts', () => {
  const failed: JenkinsState = { kind: 'failed', mode: 'dind', failure, url: null };
  expect(signs(failed, working)).toEqual(['8081 starting dood', '8080 starting dood']);
});

test('the port on which Jenkins runs is never taken, although the settings give it to the other mode now', () => {
  expect(signs(running, idle, [], { ports: { dind: 9090, dood: 8081, agents: 50000 } })).toEqual([]);
});

test.each<[string, JenkinsState, string, string]>([
  ['of all networks', running, '0.0.0.0', '0.0.0.0'],
  ['of all networks, during a switch', converging(DIND), '[::]', '::'],
  ['of a network', { ...running, url: 'http://192.0.2.7:8081' }, '192.0.2.7', '192.0.2.7'],
  ['of IPv6', { ...running, url: 'http://[::1]:8081' }, '[::1]', '::1'],
  // Stored without a restart of Jenkins.
  ['of a page that is not on all networks yet', { ...running, kind: 'drifted', causes: [] }, '0.0.0.0', '127.0.0.1'],
  [
    'of a page that stays after a change failed',
    { kind: 'failed', mode: 'dind', failure, url: DIND },
    '0.0.0.0',
    '127.0.0.1',
  ],
  ['of a page that is still on another network', running, '192.0.2.7', '127.0.0.1'],
  ['of the settings, where no page is', converging(null), '192.0.2.7', '192.0.2.7'],
])('it listens at the address %s', (_what, jenkins, address, expected) => {
  expect(signAddressOf({ jenkins }, { address })).toBe(expected);
});

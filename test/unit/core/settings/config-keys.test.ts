import { expect, test } from 'vitest';
import {
  getSetting,
  listSettings,
  nearestKeys,
  parseValue,
  setSetting,
  settingsKeys,
} from '../../../../electron/core/settings/config-keys.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import type { Json } from '../../../../electron/shared/settings-path.ts';

test('a mistyped key suggests the nearest keys', () => {
  expect(() => getSetting(defaultSettings, 'nonsense')).toThrow('There is no setting "nonsense"');
  expect(() => getSetting(defaultSettings, 'version')).toThrow('There is no setting');
});

test.each([
  ['prots.dind', ['ports.dind', 'ports.dood']],
  ['dns.nested', ['nested.dns']],
  ['exeuctors', ['jenkins.executors']],
  ['executor', ['jenkins.executors']],
  ['jenkins.execs', ['jenkins.executors', 'jenkins.user', 'images.jenkinsBase']],
  ['theme.dark', ['desktop.theme']],
  ['startatlogin', ['desktop.startAtLogin']],
  ['DOOD', ['ports.dood']],
  ['timeouts', ['timeouts.stop', 'timeouts.healthy', 'timeouts.ready']],
  ['jenkins', ['jenkins.executors', 'jenkins.timeZone', 'jenkins.cascFile']],
  ['timeout', ['timeouts.stop', 'timeouts.healthy', 'timeouts.ready']],
  ['http', ['proxy.http', 'proxy.https', 'nested.httpProxy']],
  ['htp', ['proxy.http']],
  ['ports.x', []],
  ['nonsense', []],
])('for "%s", these are proposed: %j', (typed, keys) => {
  expect(nearestKeys(typed)).toEqual(keys);
});

test('values are JSON if they parse as JSON, otherwise text; lists too', () => {
  const set = (key: string, typed: string) => getSetting(setSetting(defaultSettings, key, parseValue(typed)), key);
  expect(set('ports.dind', '9090')).toBe(9090);
  expect(set('home', '/srv/my home')).toBe('/srv/my home');
  expect(set('nested.dns', '["1.1.1.1"]')).toEqual(['1.1.1.1']);
  expect(set('instance', '42')).toBe('42');
  expect(set('nested.mtu', 'null')).toBe(null);
  expect(set('dataMounts', '[{"source":"/mnt/data"}]')).toEqual([
    { source: '/mnt/data', target: null, readOnly: false },
  ]);
});

test('a number or yes-or-no stays one where the setting is one, and is text where it is text', () => {
  const set = (key: string, value: Json) => getSetting(setSetting(defaultSettings, key, value), key);
  expect(set('gpu.attach', false)).toBe(false);
  expect(set('jenkins.user', true)).toBe('true');
  expect(set('ports.dind', 9090)).toBe(9090);
  expect(() => set('jenkins.user', null)).toThrow('jenkins.user cannot be null');
  expect(() => set('nested.dns', 'text')).toThrow('nested.dns cannot be "text"');
  expect(() => setSetting(defaultSettings, 'prots.dind', 9090)).toThrow('There is no setting "prots.dind"');
});

test('the list has each setting with its value', () => {
  const list = listSettings({ ...defaultSettings, instance: 'lab' });
  expect(list[0]).toEqual(['instance', 'lab']);
  expect(list.map(([key]) => key)).toEqual(settingsKeys);
  expect(list).toContainEqual(['ports.dind', 8081]);
});

test('an invalid value changes nothing and says why', () => {
  expect(() => setSetting(defaultSettings, 'ports.dind', 0)).toThrow('ports.dind cannot be 0');
  expect(() => setSetting(defaultSettings, 'home', 'relative')).toThrow('home cannot be "relative"');
});

test('every key can be read', () => {
  for (const key of settingsKeys) expect(() => getSetting(defaultSettings, key)).not.toThrow();
});

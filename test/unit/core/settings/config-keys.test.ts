import { expect, test } from 'vitest';
import {
  getSetting,
  nearestKeys,
  parseValue,
  setSetting,
  settingsKeys,
} from '../../../../electron/core/settings/config-keys.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';

test('a mistyped key suggests the nearest keys', () => {
  expect(nearestKeys('prots.dind')[0]).toBe('ports.dind');
  expect(nearestKeys('dood')).toContain('ports.dood');
  expect(() => getSetting(defaultSettings, 'nonsense')).toThrow('There is no setting "nonsense"');
  expect(() => getSetting(defaultSettings, 'version')).toThrow('There is no setting');
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

test('an invalid value changes nothing and says why', () => {
  expect(() => setSetting(defaultSettings, 'ports.dind', 0)).toThrow('ports.dind cannot be 0');
  expect(() => setSetting(defaultSettings, 'home', 'relative')).toThrow('home cannot be "relative"');
});

test('every key can be read', () => {
  for (const key of settingsKeys) expect(() => getSetting(defaultSettings, key)).not.toThrow();
});

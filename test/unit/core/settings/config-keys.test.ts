import { expect, test } from 'vitest';
import {
  getSetting,
  nearestKeys,
  parseValue,
  setSetting,
  settingsKeys,
} from '../../../../electron/core/settings/config-keys.ts';
import { formatAge, formatBytes, formatDuration } from '../../../../electron/shared/format.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';

test('a mistyped key is answered with the nearest', () => {
  expect(nearestKeys('prots.dind')[0]).toBe('ports.dind');
  expect(nearestKeys('dood')).toContain('ports.dood');
  expect(() => getSetting(defaultSettings, 'nonsense')).toThrow('There is no setting "nonsense"');
  expect(() => getSetting(defaultSettings, 'version')).toThrow('There is no setting');
});

test('values are JSON where they are JSON, else text; lists too', () => {
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

test('what is not valid changes nothing and says why', () => {
  expect(() => setSetting(defaultSettings, 'ports.dind', 0)).toThrow('ports.dind cannot be 0');
  expect(() => setSetting(defaultSettings, 'home', 'relative')).toThrow('home cannot be "relative"');
});

test('every key can be read', () => {
  for (const key of settingsKeys) expect(() => getSetting(defaultSettings, key)).not.toThrow();
});

test('sizes, durations and ages as people say them', () => {
  expect([0, 1536, 123 * 1024 ** 2, 2.5 * 1024 ** 3].map(formatBytes)).toEqual([
    '0 B',
    '1.5 KiB',
    '123 MiB',
    '2.5 GiB',
  ]);
  expect([850, 4200, 59_999, 185_000, 7_800_000, 273_600_000].map(formatDuration)).toEqual([
    '850 ms',
    '4.2 s',
    '59 s',
    '3 min 5 s',
    '2 h 10 min',
    '3 d 4 h',
  ]);
  expect(formatAge(0, 3 * 60_000)).toBe('3 min ago');
});

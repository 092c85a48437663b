import { expect, test } from 'vitest';
import { setSetting, settingsKeys } from '../../../electron/core/settings/config-keys.ts';
import { failureOf } from '../../../electron/shared/failure.ts';
import { defaultSettings } from '../../../electron/shared/settings.ts';
import type { Json } from '../../../electron/shared/settings-path.ts';

const detail = (key: string, value: Json): string => {
  try {
    setSetting(defaultSettings, key, value);
    return '';
  } catch (thrown) {
    return failureOf(thrown).detail.split('\n')[0] ?? '';
  }
};

test.each<[string, Json, string]>([
  ['desktop.updates', 'maybe', 'must be true or false'],
  ['images.prepareOther', 'later', 'must be "ask", "on" or "off"'],
  ['home', null, 'must be a text'],
  ['dataMounts', '/mnt/data', 'must be a list'],
  ['timeouts.stop', [], 'must be whole seconds'],
])('%s %j: %s', (key, value, why) => {
  expect(detail(key, value)).toBe(`${key}: ${why}`);
});

test('every setting says of every kind of wrong value what it can be', () => {
  const wrong: readonly Json[] = ['', 'no such', -1, 1.5, true, null, [1], [null], { a: 1 }];
  const all = settingsKeys.flatMap((key) => wrong.map((value) => detail(key, value)));
  expect(all.filter((text) => text !== '').length).toBeGreaterThan(100);
  expect(all.filter((text) => /invalid input|undefined|is not an allowed/i.test(text))).toEqual([]);
});

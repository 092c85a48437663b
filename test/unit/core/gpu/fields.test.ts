import { expect, test } from 'vitest';
import { plausibleWatts, readingsOf, withoutField } from '../../../../electron/core/gpu/fields.ts';

test.each([
  [200, 320, 200],
  [640, 320, 640],
  [641, 320, null],
  [0, 320, 0],
  [-1, 320, null],
  [3000, null, 3000],
  [3001, null, null],
  [3000, 0, 3000],
  [3001, 2000, null],
  [null, 320, null],
])('%s W with a limit of %s W are %s', (watts, limit, plausible) => {
  expect(plausibleWatts(watts, limit)).toBe(plausible);
});

test('a field that a driver refuses is left out, or asked for by its newer name', () => {
  expect(withoutField(['uuid', 'fan.speed', 'name'], 'fan.speed')).toEqual(['uuid', 'name']);
  expect(withoutField(['uuid', 'clocks_throttle_reasons.active'], 'clocks_throttle_reasons.active')).toEqual([
    'uuid',
    'clocks_event_reasons.active',
  ]);
  expect(withoutField(['uuid'], 'other')).toEqual(['uuid']);
});

test('a link is known by its generation and its width; its best is at least what it is', () => {
  const link = (fields: Readonly<Record<string, string>>) =>
    readingsOf((field) => fields[`pcie.${field.slice(10)}`] ?? fields[field]).pcie;
  const now = { 'pcie.link.gen.current': '3', 'pcie.link.width.current': '8' };
  expect(link(now)).toEqual({ generation: 3, maxGeneration: 3, width: 8, maxWidth: 8 });
  expect(link({ 'pcie.link.gen.current': '3' })).toBeNull();
  expect(link({ 'pcie.link.width.current': '8' })).toBeNull();
});

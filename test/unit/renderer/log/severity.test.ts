import { expect, test } from 'vitest';
import { withSeverity } from '../../../../renderer/log/severity.ts';

test.each([
  ['WARNING: Something is old', 33],
  ['2026-11-26 04:00:00.123+0000 [id=27]\tWARNING\tj.util.Foo#bar: It is old', 33],
  ['time="2026-11-26T04:00:00Z" level=warning msg="no IPv6"', 33],
  ['SEVERE: Failed to load', 31],
  ['2026-11-26 04:00:00.123+0000 [id=27]\tSEVERE\tjenkins.InitReactorRunner: Failed', 31],
  ['time="2026-11-26T04:00:00Z" level=fatal msg="no driver"', 31],
])('stands out: %s', (line, colour) => {
  const shown = withSeverity(line);
  expect(shown).toContain(line);
  expect(shown).toMatch(new RegExp(`^\u001b\\[(1;)?${colour}m.*\u001b\\[0m$`));
});

test.each([
  '2026-11-26 04:00:00.123+0000 [id=27]\tINFO\thudson.WebAppMain: no WARNING here',
  'level=info msg="level is fine"',
  '\u001b[32mSEVERE: but green\u001b[0m',
])('stays as it is: %s', (line) => {
  expect(withSeverity(line)).toBe(line);
});

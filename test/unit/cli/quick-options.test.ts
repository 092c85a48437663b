import { expect, test } from 'vitest';
import { quickOptions } from '../../../electron/cli/quick-options.ts';

const quick = { json: false, yes: false, config: undefined, colour: true };

test('options of prompts and scripts need no parser of all commands', () => {
  expect(quickOptions([])).toEqual(quick);
  expect(quickOptions(['--json', '--no-color'])).toEqual({ ...quick, json: true, colour: false });
  expect(quickOptions(['-q'])).toEqual({ ...quick, quiet: true });
  expect(quickOptions(['--format', '{{.intent}}', '--quiet'])).toEqual({
    ...quick,
    json: true,
    format: '{{.intent}}',
    quiet: true,
  });
});

test.each([
  [['--watch']],
  [['--help']],
  [['--config', '/x']],
  [['--format']],
  [['--format', 'json']],
  [['--format', 'x', '--json']],
  [['--format', 'x', '--format', 'y']],
  [['constructor']],
])('%j are left to the parser', (args) => {
  expect(quickOptions(args)).toBeNull();
});

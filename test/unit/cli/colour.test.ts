import { expect, test } from 'vitest';
import { usesColour, withoutColours } from '../../../electron/cli/colour.ts';

const terminal = { isTTY: true };
const file = {};

test.each([
  [terminal, {}, true],
  [file, {}, false],
  [terminal, { NO_COLOR: '1' }, false],
  [terminal, { NO_COLOR: '' }, true],
  [terminal, { TERM: 'dumb' }, false],
  [file, { FORCE_COLOR: '1' }, true],
  [file, { FORCE_COLOR: '' }, true],
  [terminal, { FORCE_COLOR: '0' }, false],
  [terminal, { FORCE_COLOR: 'false' }, false],
  [file, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
])('%j with %j: %s', (stream, env, colour) => {
  expect(usesColour(stream, env)).toBe(colour);
});

test('--no-color wins over both variables', () => {
  const env: Record<string, string | undefined> = { FORCE_COLOR: '1' };
  withoutColours(env);
  expect(usesColour(terminal, env)).toBe(false);
});

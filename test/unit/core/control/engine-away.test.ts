import { expect, test } from 'vitest';
import { isEngineAway } from '../../../../electron/core/control/engine-away.ts';

test.each([
  ['engine/unreachable', true],
  ['engine/forbidden', true],
  ['engine/timeout', false],
  ['engine/error', false],
  ['jenkins/not-ready', false],
] as const)('after %s a pass is resumed once the engine answers: %s', (code, away) => {
  expect(isEngineAway({ code, title: '', detail: '' })).toBe(away);
});

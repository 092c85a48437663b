import { expect, test } from 'vitest';
import { redact } from '../../../../electron/shared/redact.ts';
import type { Json } from '../../../../electron/shared/settings-path.ts';
import type { Field } from '../../../../renderer/settings/field-types.ts';
import { valueText } from '../../../../renderer/settings/value-text.ts';

test.each<[Field['kind'], Json, string]>([
  ['text', '', 'empty'],
  ['optional-number', null, 'empty'],
  ['list', [], 'empty'],
  ['number', 8081, '8081'],
  ['seconds', 60, '60 s'],
  ['switch', true, 'on'],
  ['switch', false, 'off'],
  ['secret', 'abcdef', 'set'],
  ['text', 'http://me:word@proxy:3128', 'http://(hidden)@proxy:3128'],
  ['list', ['10.0.0.1', '10.0.0.2'], '10.0.0.1, 10.0.0.2'],
  ['choice', 'ask', 'ask each time'],
  [
    'mounts',
    [
      { source: '/mnt/data', target: null, readOnly: true },
      { source: '/srv/a', target: '/a', readOnly: false },
    ],
    '/mnt/data (Read-only), /srv/a → /a',
  ],
])('%s %j is shown as %s', (kind, value, text) => {
  expect(
    valueText(
      { key: 'instance', kind, ...(kind === 'choice' ? { choices: { ask: 'ask each time' } } : {}) },
      value,
      redact,
    ),
  ).toBe(text);
});

test('a nested proxy without its scheme is shown without its login', () => {
  expect(valueText({ key: 'nested.httpProxy', kind: 'text' }, 'me:word@proxy:3128', redact)).toBe(
    '(hidden)@proxy:3128',
  );
});

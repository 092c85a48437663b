import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashOf } from '../../../../electron/core/stack/hash.ts';

test('a hash stays over versions of the app: containers that are there were created with it', () => {
  expect(hashOf({ a: 1 })).toBe('015abd7f5cc57a2d');
  expect(hashOf({ a: 1 })).toBe(createHash('sha256').update('{"a":1}').digest('hex').slice(0, 16));
});

test('the order counts, as in the text of a value', () => {
  expect(hashOf({ a: 1, b: 2 })).not.toBe(hashOf({ b: 2, a: 1 }));
});

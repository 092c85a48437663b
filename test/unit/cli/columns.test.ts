import fc from 'fast-check';
import { expect, test } from 'vitest';
import wrapAnsi from 'wrap-ansi';
import { cut, pad, wrap } from '../../../electron/cli/columns.ts';

test('text wraps at spaces; lines that fit keep their indent, and long words stay whole', () => {
  expect(wrap('one two three\n  four', 8)).toEqual(['one two', 'three', '  four']);
  expect(wrap('see /srv/jenkins/home now', 8)).toEqual(['see', '/srv/jenkins/home', 'now']);
});

test('a line of ASCII wraps as the library wraps it', () => {
  const line = fc.string({ unit: fc.constantFrom(' ', ' ', 'a', 'b', '-', '/'), minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(line, fc.integer({ min: 1, max: 20 }), (text, width) => {
      fc.pre(text.length > width);
      expect(wrap(text, width).join('\n')).toBe(wrapAnsi(text, width));
    }),
  );
});

test('a wide character takes two columns, and an escape code none', () => {
  expect(wrap('日本語 日本語', 8)).toEqual(['日本語', '日本語']);
  expect(pad('日本', 6)).toBe('日本  ');
  expect(cut('日本語', 4)).toBe('日…');
  expect(cut('\u001b[1mbold\u001b[22m', 4)).toBe('\u001b[1mbold\u001b[22m');
  expect(pad('\u001b[1mbold\u001b[22m', 5)).toBe('\u001b[1mbold\u001b[22m ');
});

test('a cut line ends with an ellipsis', () => {
  expect(cut('train-model #42', 11)).toBe('train-mode…');
  expect(cut('train-model', 11)).toBe('train-model');
});

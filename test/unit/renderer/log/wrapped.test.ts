import { expect, test } from 'vitest';
import { unwrapped, wrapped } from '../../../../renderer/log/wrapped.ts';

/** The rows that a terminal of so many columns makes of a text without colours. */
const rowsOf = (text: string, columns: number) =>
  Array.from({ length: Math.ceil(text.length / columns) }, (_, at) => ({
    text: text.slice(at * columns, (at + 1) * columns),
    isWrapped: at > 0,
  }));

const lines: readonly (readonly [what: string, line: string, columns: number, rows: readonly string[]])[] = [
  ['a line that fits', 'started in 3 s', 20, ['started in 3 s']],
  ['words', 'hello brave new world of jenkins', 11, ['hello', 'brave new', 'world of', 'jenkins']],
  ['words of other scripts', 'сборка «дом» — идёт в Jenkins’', 13, ['сборка «дом»', '— идёт в', 'Jenkins’']],
  ['a word as long as a row', 'aaaaaaaaaa bb', 10, ['aaaaaaaaaa', ' bb']],
  ['a word that is longer than a row', 'aaaaaaaaaaaaaa bb', 10, ['aaaaaaaaaa', 'aaaa bb']],
];
test.each(lines)('wrapped at words: %s', (_, line, columns, rows) => {
  expect(rowsOf(wrapped(line, columns), columns).map(({ text }) => text.trimEnd())).toEqual(rows);
});

test.each(lines)('what was filled in is taken out again: %s', (_, line, columns) => {
  expect(unwrapped(rowsOf(wrapped(line, columns), columns))).toBe(line);
});

test('a tab goes to the next eighth column, colours count for nothing', () => {
  expect(wrapped('\tat hudson.Main and on', 20)).toBe('        at          hudson.Main and on');
  expect(wrapped('\u001b[31mred\u001b[0m\tword and on', 14)).toBe('\u001b[31mred\u001b[0m     word  and on');
});

test('a line that fits keeps its tabs', () => {
  expect(wrapped('\tat hudson.Main', 80)).toBe('\tat hudson.Main');
});

test('a line with characters of other widths wraps where the terminal wraps it', () => {
  expect(wrapped('日本語の 文章 です', 10)).toBe('日本語の 文章 です');
});

test.each(['e\u0301', '\u00ad', '🚀', 'ก็'])('so does a line with %j', (text) => {
  const line = `${text} one two three four`;
  expect(wrapped(line, 10)).toBe(line);
});

test('lines stay lines', () => {
  const rows = ['first line', 'second line that is wrapped', 'third'].flatMap((line) => rowsOf(wrapped(line, 12), 12));
  expect(unwrapped(rows)).toBe('first line\nsecond line that is wrapped\nthird');
});

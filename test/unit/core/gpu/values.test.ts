import { expect, test } from 'vitest';
import { throttleReasons } from '../../../../electron/core/gpu/throttle.ts';
import { bytes, number, percent, word } from '../../../../electron/core/gpu/values.ts';

test.each<[string | undefined, number | null]>([
  ['61', 61],
  [' 61 ', 61],
  ['-3', -3],
  ['12.75', 12.75],
  ['40 %', 40],
  ['1024 MiB', 1024],
  ['210.5 W', 210.5],
  ['1800 MHz', 1800],
  ['61 C', 61],
  ['61 F', null],
  ['61 C x', null],
  ['% 61', null],
  ['6 1', null],
  ['1.', null],
  ['.5', null],
  ['1.2.3', null],
  ['x61', null],
  ['[N/A]', null],
  ['ERR!', null],
  ['', null],
  [undefined, null],
  ['9'.repeat(400), null],
])('the number of %j is %s', (text, value) => {
  expect(number(text)).toBe(value);
});

test.each<[string | undefined, string | null]>([
  [' P2 ', 'P2'],
  ['', null],
  [undefined, null],
  ['[N/A]', null],
  ['[Insufficient Permissions]', null],
  ['N/A', null],
  ['n/a', null],
  ['ERR!', null],
  ['Unknown Error', null],
  ['Unknown Errors', 'Unknown Errors'],
  ['an Unknown Error', 'an Unknown Error'],
  ['a [b]', 'a [b]'],
])('the word of %j is %s', (text, value) => {
  expect(word(text)).toBe(value);
});

test('a size is in MiB, and none below 0; a percentage may be more than 100, and none above 200', () => {
  expect([bytes('2'), bytes('0'), bytes('-1'), bytes('[N/A]')]).toEqual([2 * 1024 * 1024, 0, null, null]);
  expect([percent('0'), percent('110'), percent('200'), percent('201'), percent('-1'), percent('x')]).toEqual([
    0,
    110,
    200,
    null,
    null,
    null,
  ]);
});

test.each<[string | undefined, readonly string[] | null]>([
  ['0x0000000000000000', []],
  [' 0x0000000000000004 ', ['power cap']],
  ['0X4', ['power cap']],
  ['0x', null],
  ['4', null],
  ['x0x4', null],
  ['0x4x', null],
  [`0x${'0'.repeat(17)}`, null],
  ['[N/A]', null],
  [undefined, null],
])('the reasons of %j are %j', (text, reasons) => {
  expect(throttleReasons(text)).toEqual(reasons);
});

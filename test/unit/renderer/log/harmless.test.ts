// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmless, MAX_LINE_CHARACTERS } from '../../../../renderer/log/harmless.ts';

const ESC = '\u001b';

const BEL = '\u0007';

test('colours are kept and end with their line', () => {
  expect(harmless(`${ESC}[1;31mERROR${ESC}[0m done`)).toBe(`${ESC}[1;31mERROR${ESC}[0m done${ESC}[0m`);
  expect(harmless(`${ESC}[mplain`)).toBe(`${ESC}[0mplain${ESC}[0m`);
  expect(harmless('no colours at all\tand a tab')).toBe('no colours at all\tand a tab');
});

test.each([
  ['a window title', `${ESC}]0;owned${BEL}text`, 'text'],
  ['a title ended by ST', `${ESC}]2;owned${ESC}\\text`, 'text'],
  ['a title without an end', `before${ESC}]0;owned text`, 'before0;owned text'],
  ['a link', `${ESC}]8;;https://evil.example${BEL}click${ESC}]8;;${BEL}`, 'click'],
  ['a clipboard write', `a${ESC}]52;c;ZXZpbA==${BEL}b`, 'ab'],
  ['a cursor move', `a${ESC}[2J${ESC}[1;1Hb`, 'ab'],
  ['a question that is answered', `a${ESC}[c${ESC}[6n${ESC}Z\u0005b`, 'ab'],
  ['a device control string', `a${ESC}P+q544e${ESC}\\b`, 'ab'],
  ['C1 controls', 'a\u009b2Jb\u009d0;owned\u009cc', 'abc'],
  ['the other screen', `a${ESC}[?1049hb`, 'ab'],
  ['mouse reports', `a${ESC}[?1003hb`, 'ab'],
  ['hidden and blinking text', `a${ESC}[8mb${ESC}[5mc`, 'abc'],
  ['a reset', `a${ESC}cb`, 'ab'],
  ['a character set', `a${ESC}(0b`, 'ab'],
  ['an escape at the end', `a${ESC}`, 'a'],
  ['a bell', `a${BEL}b`, 'ab'],
  ['turned text', 'a\u202eb', 'ab'],
  ['an overwritten beginning', 'curl evil\rall is well', 'curl evil␍all is well'],
  ['markup', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
])('%s is harmless', (_, line, shown) => {
  expect(harmless(line)).toBe(shown);
});

test('true colours become the nearest of 256 colours', () => {
  expect(harmless(`${ESC}[38;2;255;0;0mred`)).toBe(`${ESC}[38;5;196mred${ESC}[0m`);
  expect(harmless(`${ESC}[48:2::0:0:255;1mblue`)).toBe(`${ESC}[48;5;21;1mblue${ESC}[0m`);
  expect(harmless(`${ESC}[38;5;208mfine`)).toBe(`${ESC}[38;5;208mfine${ESC}[0m`);
  expect(harmless(`${ESC}[38;5;999mnone`)).toBe('none');
});

test('a very long line is cut and names how much was cut', () => {
  expect(harmless('x'.repeat(MAX_LINE_CHARACTERS + 1234))).toBe(
    `${'x'.repeat(MAX_LINE_CHARACTERS)} … 1,234 more characters`,
  );
});

test('no line can make a terminal do anything but colours', () => {
  const nasty = fc.stringMatching(/^[\u0000-\u009f[\]();:?0-9mHJ\\a-f]{0,60}$/);
  fc.assert(
    fc.property(nasty, (line) => {
      expect(harmless(line).replace(/\u001b\[[\d;]+m/g, '')).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/);
    }),
    { numRuns: 2000 },
  );
});

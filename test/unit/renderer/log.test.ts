// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmless, LONGEST_LINE } from '../../../renderer/log/harmless.ts';
import { LogQueue, MOST_CHARACTERS, MOST_LINES } from '../../../renderer/log/queue.ts';

const ESC = '\u001b';
const BEL = '\u0007';

test('colours stay and end with their line', () => {
  expect(harmless(`${ESC}[1;31mERROR${ESC}[0m done`)).toBe(`${ESC}[1;31mERROR${ESC}[0m done${ESC}[0m`);
  expect(harmless(`${ESC}[mplain`)).toBe(`${ESC}[0mplain${ESC}[0m`);
  expect(harmless('no colours at all\tand a tab')).toBe('no colours at all\tand a tab');
});

test.each([
  ['a window title', `${ESC}]0;owned${BEL}text`, 'text'],
  ['a title ended by ST', `${ESC}]2;owned${ESC}\\text`, 'text'],
  ['a title without an end', `before${ESC}]0;owned text`, 'before'],
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

test('true colours become the nearest of the 256', () => {
  expect(harmless(`${ESC}[38;2;255;0;0mred`)).toBe(`${ESC}[38;5;196mred${ESC}[0m`);
  expect(harmless(`${ESC}[48:2::0:0:255;1mblue`)).toBe(`${ESC}[48;5;21;1mblue${ESC}[0m`);
  expect(harmless(`${ESC}[38;5;208mfine`)).toBe(`${ESC}[38;5;208mfine${ESC}[0m`);
  expect(harmless(`${ESC}[38;5;999mnone`)).toBe('none');
});

test('a very long line is cut and says by how much', () => {
  expect(harmless('x'.repeat(LONGEST_LINE + 1234))).toBe(`${'x'.repeat(LONGEST_LINE)} … 1,234 characters more`);
});

test('no line makes a terminal do anything but colours', () => {
  const nasty = fc.stringMatching(/^[\u0000-\u009f[\]();:?0-9mHJ\\a-f]{0,60}$/);
  fc.assert(
    fc.property(nasty, (line) => {
      expect(harmless(line).replace(/\u001b\[[\d;]+m/g, '')).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/);
    }),
    { numRuns: 2000 },
  );
});

test('a flood loses its middle and says how much', () => {
  const queue = new LogQueue();
  queue.push(['first']);
  expect(queue.take(100)).toEqual({ leftOut: 0, lines: ['first'] });
  for (let batch = 0; batch < 100; batch += 1)
    queue.push(Array.from({ length: 1000 }, (_, n) => `line ${batch * 1000 + n}`));
  expect(queue.size).toBe(MOST_LINES);
  const piece = queue.take(2);
  expect(piece).toEqual({
    leftOut: 100_000 - MOST_LINES,
    lines: [`line ${100_000 - MOST_LINES}`, `line ${100_001 - MOST_LINES}`],
  });
  expect(queue.take(MOST_LINES)?.lines.at(-1)).toBe('line 99999');
  expect(queue.take(1)).toBeNull();
});

test('one batch larger than all that may wait is cut as well', () => {
  const queue = new LogQueue();
  queue.push(['old']);
  queue.push(Array.from({ length: 10_000 }, (_, n) => String(n)));
  expect(queue.behind).toBe(10_001);
  expect(queue.take(1)).toEqual({ leftOut: 10_001 - MOST_LINES, lines: [String(10_000 - MOST_LINES)] });
});

test('long lines wait by their length, not by their number', () => {
  const queue = new LogQueue();
  for (let n = 0; n < 20; n += 1) queue.push(['x'.repeat(MOST_CHARACTERS / 10)]);
  expect(queue.size).toBe(10);
  expect(queue.behind).toBe(20);
});

test('what is pushed is taken or counted, never lost', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(6000), fc.nat(3000))), (turns) => {
      const queue = new LogQueue();
      let pushed = 0;
      let seen = 0;
      for (const [more, less] of turns) {
        queue.push(Array.from({ length: more }, () => 'x'));
        pushed += more;
        const piece = queue.take(less);
        seen += (piece?.leftOut ?? 0) + (piece?.lines.length ?? 0);
      }
      expect(seen + queue.behind).toBe(pushed);
    }),
  );
});

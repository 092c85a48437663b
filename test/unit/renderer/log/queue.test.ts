import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogQueue, MAX_CHARACTERS, MAX_LINES } from '../../../../renderer/log/queue.ts';

test('a flood loses its oldest lines and counts them', () => {
  const queue = new LogQueue();
  queue.push(['first']);
  expect(queue.take(100)).toEqual({ leftOut: 0, lines: ['first'] });
  for (let batch = 0; batch < 100; batch += 1)
    queue.push(Array.from({ length: 1000 }, (_, n) => `line ${batch * 1000 + n}`));
  expect(queue.size).toBe(MAX_LINES);
  const piece = queue.take(2);
  expect(piece).toEqual({
    leftOut: 100_000 - MAX_LINES,
    lines: [`line ${100_000 - MAX_LINES}`, `line ${100_001 - MAX_LINES}`],
  });
  expect(queue.take(MAX_LINES)?.lines.at(-1)).toBe('line 99999');
  expect(queue.take(1)).toBeNull();
});

test('a batch above the limit is cut as well', () => {
  const queue = new LogQueue();
  queue.push(['old']);
  queue.push(Array.from({ length: 10_000 }, (_, n) => String(n)));
  expect(queue.behind).toBe(10_001);
  expect(queue.take(1)).toEqual({ leftOut: 10_001 - MAX_LINES, lines: [String(10_000 - MAX_LINES)] });
});

test('long lines are limited by their length, not by their number', () => {
  const queue = new LogQueue();
  for (let n = 0; n < 20; n += 1) queue.push(['x'.repeat(MAX_CHARACTERS / 10)]);
  expect(queue.size).toBe(10);
  expect(queue.behind).toBe(20);
});

test('each pushed line is taken or counted, never lost', () => {
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

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLines } from '../../../../electron/core/gpu/lines.ts';
import { held } from '../../../lab/held.ts';

test('a stream without line breaks does not use up memory', async () => {
  const feed = createLines(() => undefined);
  const before = await held();
  // Each chunk is a text of its own, as from a pipe: one and the same would be held but once.
  for (let at = 0; at < 2000; at += 1) feed(Buffer.alloc(1 << 16, 97 + (at % 26)).toString('latin1'));
  expect((await held()) - before).toBeLessThan(1e6);
  feed('\n');
});

test('lines are whole however the stream is cut; too long ones are dropped', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z, ]{0,60}$/)), fc.integer({ min: 1, max: 20 }), (lines, size) => {
      const text = lines.map((line) => `${line}\n`).join('');
      const out: string[] = [];
      const feed = createLines((line) => out.push(line), 40);
      for (let at = 0; at < text.length; at += size) feed(text.slice(at, at + size));
      expect(out).toEqual(lines.filter((line) => line.length <= 40));
    }),
  );
});

test('a line of exactly the most characters is kept, with either line break, and a longer one is dropped', () => {
  const out: string[] = [];
  const feed = createLines((line) => out.push(line), 4);
  feed('abcd\nabcde\nab\r\n\rab\nabc');
  feed('defg');
  feed('h\nij\n');
  feed('klmn');
  feed('\nopqrs');
  feed('\n\n');
  expect(out).toEqual(['abcd', 'ab', '\rab', 'ij', 'klmn', '']);
});

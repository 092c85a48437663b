import { expect, test } from 'vitest';
import { FrameLines, unframe } from '../../../../electron/adapters/engine/logs.ts';

const frame = (stream: 1 | 2, content: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(content.length, 4);
  return Buffer.concat([head, content]);
};
const umlaut = Buffer.from('ü', 'utf8');

test('log lines are whole, wherever frames and chunks are cut', () => {
  const log = Buffer.concat([
    frame(1, Buffer.concat([Buffer.from('gr'), umlaut.subarray(0, 1)])),
    frame(2, Buffer.from('warn')),
    frame(1, Buffer.concat([umlaut.subarray(1), Buffer.from('n\r\nlast')])),
    frame(2, Buffer.from('ing\n')),
  ]);
  for (const size of [1, 3, 9, log.length]) {
    const lines: string[] = [];
    const frames = new FrameLines((line) => lines.push(line));
    for (let at = 0; at < log.length; at += size) frames.push(log.subarray(at, at + size));
    frames.end();
    expect(lines).toEqual(['grün', 'warning', 'last']);
  }
});

test('output is split into its two streams without breaking a character', () => {
  const answer = Buffer.concat([
    frame(1, umlaut.subarray(0, 1)),
    frame(2, Buffer.from('no')),
    frame(1, umlaut.subarray(1)),
  ]);
  expect(unframe(answer)).toEqual({ stdout: 'ü', stderr: 'no' });
});

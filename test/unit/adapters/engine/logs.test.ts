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

test('the log of a container with a terminal comes without frames, whole and in linear time', () => {
  const lines: string[] = [];
  const text = Buffer.from('grün\r\nwarning\nlast');
  for (let cut = 1; cut < text.length; cut += 1) {
    lines.length = 0;
    const log = new FrameLines((line) => lines.push(line), false);
    log.push(text.subarray(0, cut));
    log.push(text.subarray(cut));
    log.end();
    expect(lines).toEqual(['grün', 'warning', 'last']);
  }
  let seen = 0;
  const log = new FrameLines((line) => (seen += line.length), false);
  const chunk = Buffer.from(`${'x'.repeat(999)}\n`.repeat(64));
  const began = Date.now();
  for (let bytes = 0; bytes < 100 * 1024 ** 2; bytes += chunk.length) log.push(chunk);
  log.end();
  expect(seen).toBeGreaterThan(100 * 1024 ** 2 * 0.99);
  expect(Date.now() - began).toBeLessThan(5000);
});

test('each line begins with its time, and the rest of a line that the engine split has none', () => {
  const at = (second: number): string => `2026-01-31T08:00:0${second}.123456789Z `;
  const log = Buffer.concat([
    frame(1, Buffer.from(`${at(1)}one\n`)),
    frame(1, Buffer.from(`${at(2)}long `)),
    frame(2, Buffer.from(`${at(3)}\n`)),
    frame(1, Buffer.from(`${at(4)}line\n`)),
    frame(1, Buffer.from(`${at(5)}2026 is no time`)),
    frame(1, Buffer.from('x')),
  ]);
  const wanted = [`${at(1)}one`, at(3), `${at(2)}long line`, `${at(5)}2026 is no timex`];
  for (const size of [1, 7, 40, log.length]) {
    const lines: string[] = [];
    const frames = new FrameLines((line) => lines.push(line), true, true);
    for (let offset = 0; offset < log.length; offset += size) frames.push(log.subarray(offset, offset + size));
    frames.end();
    expect(lines).toEqual(wanted);
  }
});

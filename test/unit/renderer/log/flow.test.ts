import { expect, test } from 'vitest';
import { createFlow } from '../../../../renderer/log/flow.ts';
import { MAX_LINES } from '../../../../renderer/log/queue.ts';

/** A flow with a terminal that takes its time: `frame()` is one frame, `parse()` the end of a write. */
function staged() {
  let frames: (() => void)[] = [];
  let parsed: (() => void)[] = [];
  const written: string[] = [];
  let changes = 0;
  const flow = createFlow({
    sink: {
      write(lines, done) {
        written.push(lines.join('\n'));
        parsed.push(done);
      },
    },
    frame: (run) => frames.push(run),
    leftOut: (lines) => `${lines} left out`,
    changed: () => {
      changes += 1;
    },
  });
  const run = (list: (() => void)[]): void => {
    for (const one of list) one();
  };
  const frame = (): void => {
    const now = frames;
    frames = [];
    run(now);
  };
  const parse = (): void => {
    const now = parsed;
    parsed = [];
    run(now);
  };
  /** Until nothing is left to do. */
  const settle = (): void => {
    for (let n = 0; n < 10_000 && frames.length + parsed.length > 0; n += 1) {
      frame();
      parse();
    }
  };
  return { flow, written, changes: () => changes, frame, parse, settle };
}
const numbered = (many: number): string[] => Array.from({ length: many }, (_, at) => `line ${at}`);

test('lines are written in the next frame, each on a new row', () => {
  const { flow, written, frame, settle } = staged();
  flow.push(['one', 'two']);
  expect(written).toEqual([]);
  frame();
  expect(written).toEqual(['one\ntwo']);
  settle();
  flow.push(['three']);
  settle();
  expect(written[1]).toBe('three');
});

test('the next write waits until the last one is parsed', () => {
  const { flow, written, frame, parse } = staged();
  flow.push(numbered(1000));
  for (let n = 0; n < 10; n += 1) frame();
  expect(written).toHaveLength(1);
  parse();
  for (let n = 0; n < 10; n += 1) frame();
  expect(written).toHaveLength(2);
});

test('a flood names how much it left out, in its place', () => {
  const { flow, written, settle } = staged();
  flow.push(['first']);
  settle();
  for (let n = 0; n < 10; n += 1) flow.push(numbered(MAX_LINES));
  settle();
  const all = written.join('\n').split('\n');
  expect(all[0]).toBe('first');
  expect(all[1]).toContain(`${9 * MAX_LINES} left out`);
  expect(all.at(-1)).toBe(`line ${MAX_LINES - 1}`);
});

test('while the user reads, nothing is written; everything follows afterwards', () => {
  const { flow, written, settle, changes } = staged();
  flow.hold(true);
  const before = changes();
  flow.push(['one']);
  settle();
  expect(written).toEqual([]);
  expect(flow.behind()).toBe(1);
  expect(changes()).toBeGreaterThan(before);
  flow.hold(false);
  settle();
  expect(written).toEqual(['one']);
});

test('lines of a closed log are not written into the next one', () => {
  const { flow, written, frame, settle } = staged();
  flow.push(['of the old log']);
  flow.clear();
  flow.push(['of the new log']);
  frame();
  settle();
  expect(written.join('\n')).toBe('of the new log');
});

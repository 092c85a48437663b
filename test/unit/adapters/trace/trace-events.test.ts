import { expect, test } from 'vitest';
import { traceEvents } from '../../../../electron/adapters/trace/trace-events.ts';

function recorder() {
  let text = '';
  let now = 100;
  const tracer = traceEvents(
    () => now,
    (more) => {
      text += more;
    },
  );
  const spans = () => {
    const events: Record<string, unknown>[] = JSON.parse(text);
    return events.filter(({ ph }) => ph === 'X').map(({ name, tid, ts, dur, args }) => ({ name, tid, ts, dur, args }));
  };
  const after = (ms: number): void => {
    now += ms;
  };
  return { tracer, spans, after, text: () => text };
}

test('a span is a complete event with its start and duration in microseconds', () => {
  const { tracer, spans, after } = recorder();
  after(5);
  const end = tracer.begin('steps', 'Stop jenkins-container', { grace: 60 });
  after(1.5);
  end({ state: 'done' });
  tracer.end();
  expect(spans()).toEqual([
    { name: 'Stop jenkins-container', tid: 1, ts: 5000, dur: 1500, args: { grace: 60, state: 'done' } },
  ]);
});

test('spans that overlap have rows of their own, and a free row is used again', () => {
  const { tracer, spans } = recorder();
  const first = tracer.begin('steps', 'first');
  const second = tracer.begin('steps', 'second');
  first();
  tracer.begin('steps', 'third')();
  second();
  tracer.end();
  expect(spans().map(({ name, tid }) => [name, tid])).toEqual([
    ['first', 1],
    ['third', 1],
    ['second', 2],
  ]);
});

test('what has not ended is in the trace', () => {
  const { tracer, spans, after } = recorder();
  tracer.begin('waits', '100 ms');
  after(30);
  tracer.end();
  expect(spans()).toMatchObject([{ name: '100 ms', dur: 30_000, args: { unfinished: true } }]);
});

test('after a kill the trace lacks only its closing bracket', () => {
  const { tracer, text } = recorder();
  tracer.begin('host', 'home')();
  expect(JSON.parse(`${text()}]`)).toContainEqual(expect.objectContaining({ name: 'home', ph: 'X' }));
});

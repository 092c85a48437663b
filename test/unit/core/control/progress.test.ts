import { expect, test } from 'vitest';
import { Progress } from '../../../../electron/core/control/progress.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import { testClock } from '../../../doubles/clock.ts';
import { planFor, running, settings } from '../../../doubles/situation.ts';

const OLD = { dind: 'http://127.0.0.1:8081', dood: 'http://127.0.0.1:8080' };

/** Where Jenkins serves while each step of a plan runs, and after the last. */
function serving(from: 'dind' | 'dood', to: Mode, change: Parameters<typeof planFor>[2] = {}): string[] {
  const { steps } = planFor(running(from), to, change);
  const progress = new Progress(
    to,
    { now: () => 0, monotonic: () => 0, after: () => () => undefined },
    () => undefined,
  );
  progress.plan(to, steps, OLD[from]);
  const told = steps.map(({ kind }) => {
    progress.begin();
    const line = `${kind}: ${progress.summary().url}`;
    progress.end('done');
    return line;
  });
  return [...told, `then: ${progress.summary().url}`];
}

test('in a switch the old Jenkins serves until it stops, and the new one once its page answers', () => {
  expect(serving('dood', 'dind')).toEqual([
    'create-container: http://127.0.0.1:8080',
    'start: http://127.0.0.1:8080',
    'create-container: http://127.0.0.1:8080',
    'await-healthy: http://127.0.0.1:8080',
    'drain: http://127.0.0.1:8080',
    'stop: null',
    'start: null',
    'await-ready: null',
    'remove-container: http://127.0.0.1:8081',
    'then: http://127.0.0.1:8081',
  ]);
});

test('while the nested engine is recreated, Jenkins’ page is away from its stop to its next start', () => {
  const nested = { ...settings().nested, dns: ['192.168.0.1'] };
  const all = serving('dind', 'dind', { from: { settings: settings({ nested }) } });
  expect(all.slice(0, 3)).toEqual([`drain: ${OLD.dind}`, 'stop: null', 'stop: null']);
  expect(all.slice(-3)).toEqual(['await-ready: null', `remove-container: ${OLD.dind}`, `then: ${OLD.dind}`]);
});

test('a Jenkins that is switched off serves until it is stopped', () => {
  const [drain, stop, ...rest] = serving('dood', 'off');
  expect([drain, stop]).toEqual(['drain: http://127.0.0.1:8080', 'stop: null']);
  expect(rest.at(-1)).toBe('then: null');
});

/** A progress whose clock the test moves, on the way to DinD. */
function onTheWay() {
  const clock = testClock(5000);
  let changes = 0;
  const progress = new Progress('dind', clock, () => {
    changes += 1;
  });
  const { steps } = planFor(running('dood'), 'dind');
  progress.plan('dind', steps, OLD.dood);
  const states = () => {
    const activity = progress.activity();
    return activity.kind === 'working' ? activity.steps.map(({ state, elapsed }) => `${state} ${elapsed}`) : [];
  };
  return { clock, progress, steps, states, changes: () => changes };
}

test('each step is told as waiting, running and done, with its time, and each change is told', () => {
  const { clock, progress, states, steps, changes } = onTheWay();
  expect(states()).toEqual(steps.map(() => 'waiting 0'));
  const first = progress.summary();
  expect(first).toMatchObject({ done: 0, total: steps.length });
  expect(first.step).not.toBe('');
  progress.begin();
  expect(states().slice(0, 2)).toEqual(['running 0', 'waiting 0']);
  expect(progress.summary()).toEqual(first);
  clock.pass(1200);
  progress.end('done');
  expect(states().slice(0, 2)).toEqual(['done 1200', 'waiting 0']);
  // Between two steps the next one is named.
  expect(progress.summary()).toMatchObject({ done: 1, step: expect.not.stringMatching(`^${first.step}$`) });
  progress.begin();
  clock.pass(300);
  progress.end('failed');
  expect(states().slice(0, 3)).toEqual(['done 1200', 'failed 300', 'waiting 0']);
  expect(progress.summary().done).toBe(1);
  expect(changes()).toBe(5);
});

test('of steps beside each other it is told when each began', () => {
  const { clock, progress, steps } = onTheWay();
  progress.begin(steps[0]);
  clock.pass(1200);
  progress.begin(steps[3]);
  expect(progress.activity().steps.map(({ began }) => began)).toEqual(
    steps.map((_, at) => (at === 0 ? 0 : at === 3 ? 1200 : undefined)),
  );
});

test('a further pass keeps what ended, forgets what waited, and follows its own steps', () => {
  const { progress, states, steps } = onTheWay();
  progress.begin();
  progress.end('done');
  progress.begin();
  progress.end('failed');
  const back = planFor(running('dind'), 'dood').steps;
  progress.plan('dood', back, null);
  expect(progress.mode).toBe('dood');
  expect(progress.activity()).toMatchObject({ kind: 'working', to: 'dind', startedAt: 5000, cancellable: true });
  expect(states()).toEqual(['done 0', 'failed 0', ...back.map(() => 'waiting 0')]);
  expect(progress.summary()).toMatchObject({ total: back.length + 2, url: null });
  for (const _ of back) {
    progress.begin();
    progress.end('done');
  }
  expect(progress.summary()).toMatchObject({ step: '', done: back.length + 1, url: OLD.dood });
  expect(steps.length).toBeGreaterThan(2);
});

test('before there is a plan, there are no steps and no output', () => {
  const progress = new Progress('dind', testClock(), () => undefined);
  expect(progress.activity()).toMatchObject({ steps: [], output: [] });
  expect(progress.summary()).toEqual({ step: '', done: 0, total: 0, url: null });
});

test('a failed wait for Jenkins’ page is no page', () => {
  const { progress, steps } = onTheWay();
  for (const { kind } of steps) {
    progress.begin();
    progress.end(kind === 'await-ready' ? 'failed' : 'done');
  }
  expect(progress.summary().url).toBeNull();
});

test('the last 200 lines of an image build are kept', () => {
  const { progress, changes } = onTheWay();
  for (let at = 1; at <= 250; at += 1) progress.line(`line ${at}`);
  const activity = progress.activity();
  const output = activity.kind === 'working' ? activity.output : [];
  expect([output.length, output[0], output.at(-1)]).toEqual([200, 'line 51', 'line 250']);
  expect(changes()).toBe(251);
});

import { expect, test } from 'vitest';
import { Watcher } from '../../../../electron/core/control/watcher.ts';
import { type Failure, ok, type Result } from '../../../../electron/shared/failure.ts';
import type { Snapshot } from '../../../../electron/shared/snapshot.ts';
import { testClock } from '../../../doubles/clock.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { observing } from '../../../doubles/observing.ts';

/** The app's own part: when it looks again, and when it finishes what was begun. */

interface Given {
  /** How finishing ends each time; null: well, and nothing is pending any more. */
  readonly ends?: () => Failure | null;
  readonly intentFails?: boolean;
}

/** A watcher of a machine on which DooD runs; time passes only as the test says. */
async function watching({ ends = () => null, intentFails = false }: Given = {}) {
  const machine = await Machine.running('dood');
  const clock = testClock();
  const counts = { looks: 0, finished: 0, unwatched: 0 };
  let holder: string | null = null;
  let changed = (): void => undefined;
  const unwatch = () => () => {
    counts.unwatched += 1;
  };
  const { world } = machine.process();
  const used = {
    ...world,
    clock,
    lock: { ...world.lock, holder: async () => holder },
    settings: { ...world.settings, watch: unwatch },
    intent: {
      ...world.intent,
      watch: unwatch,
      load() {
        if (intentFails) throw new Error('unreadable');
        return world.intent.load();
      },
    },
    engine: {
      ...world.engine,
      watch: (told: () => void) => {
        changed = told;
      },
      containersAround: (...given: Parameters<typeof world.engine.containersAround>) => {
        counts.looks += 1;
        return world.engine.containersAround(...given);
      },
      // Just after another look.
      containersNamed: (...given: Parameters<typeof world.engine.containersNamed>) => {
        counts.looks += 1;
        return world.engine.containersNamed(...given);
      },
    },
  };
  const lab = observing(machine, () => used);
  const finish = async (): Promise<Result<Snapshot>> => {
    counts.finished += 1;
    const failure = ends();
    if (failure !== null) return { ok: false, failure };
    machine.intent = { ...machine.intent, state: 'settled' };
    return ok(lab.snapshots.now);
  };
  const watcher = new Watcher({ world: used, ...lab, closing: lab.closing.signal, finish });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    ...{ machine, clock, counts, watcher, settle, ...lab },
    change: () => changed(),
    holds: (who: string | null) => {
      holder = who;
    },
    async start() {
      watcher.start();
      await settle();
    },
    async pass(ms: number) {
      clock.pass(ms);
      await settle();
    },
    pend: (id = 7) => {
      machine.intent = { ...machine.intent, id, state: 'pending' };
    },
  };
}
const failure = (code: 'engine/unreachable' | 'run/interrupted' | 'jenkins/not-ready'): Failure => ({
  code,
  title: '',
  detail: '',
});

test('it looks as it starts, and once after a burst of changes', async () => {
  const lab = await watching();
  await lab.start();
  expect(lab.counts).toMatchObject({ looks: 1, finished: 0 });
  for (let change = 0; change < 5; change += 1) lab.change();
  expect(lab.clock.waiting()).toBe(1);
  await lab.pass(149);
  expect(lab.counts.looks).toBe(1);
  await lab.pass(1);
  expect(lab.counts.looks).toBe(2);
  await lab.pass(60_000);
  expect(lab.counts.looks, 'without a change it rests').toBe(2);
});

test('after a change, builds are not counted at an address that may be an old one', async () => {
  const lab = await watching();
  await lab.start();
  lab.machine.builds = ok([
    { job: 'x', number: 1, url: '', result: 'running', startedAt: 0, duration: 0, estimated: null },
  ]);
  lab.change();
  await lab.observer.countBuilds();
  expect(lab.snapshots.now.builds.running).toBe(0);
});

test('before its start, while a request is at work, and at its end, it looks at nothing', async () => {
  const lab = await watching();
  lab.watcher.refreshSoon(1);
  lab.watcher.resumeLater();
  expect(lab.clock.waiting()).toBe(0);
  await lab.start();
  let end = (): void => undefined;
  const request = lab.queue.run('a request', undefined, () => new Promise<void>((resolve) => (end = resolve)));
  lab.watcher.refreshSoon(1);
  await lab.pass(1);
  lab.watcher.resumeLater();
  await lab.pass(5000);
  expect(lab.counts.looks).toBe(1);
  end();
  await request;
  lab.watcher.refreshSoon(1);
  lab.watcher.resumeLater();
  expect(lab.clock.waiting()).toBe(2);
  lab.watcher.stop();
  expect(lab.clock.waiting()).toBe(0);
  expect(lab.counts.unwatched).toBe(2);
  lab.closing.abort();
  lab.watcher.refreshSoon(1);
  lab.watcher.resumeLater();
  expect(lab.clock.waiting()).toBe(0);
});

test('what was pending as it starts is finished before the first look', async () => {
  const lab = await watching();
  lab.pend();
  await lab.start();
  expect(lab.counts).toMatchObject({ looks: 1, finished: 1 });
  await lab.pass(60_000);
  expect(lab.counts.finished).toBe(1);
});

test('an intent that cannot be read is not finished', async () => {
  const lab = await watching({ intentFails: true });
  await lab.start();
  expect(lab.counts.finished).toBe(0);
  expect(lab.snapshots.now.jenkins.kind).toBe('failed');
});

test('what ended early is resumed after a while, once, as soon as the engine answers', async () => {
  const lab = await watching();
  await lab.start();
  lab.pend();
  lab.machine.engine.away = true;
  lab.watcher.resumeLater();
  lab.watcher.resumeLater();
  expect(lab.clock.waiting()).toBe(1);
  await lab.pass(4999);
  expect(lab.counts).toMatchObject({ looks: 1, finished: 0 });
  await lab.pass(1);
  expect(lab.counts).toMatchObject({ looks: 2, finished: 0 });
  lab.machine.engine.away = false;
  lab.watcher.refreshSoon(1);
  await lab.pass(1);
  expect(lab.counts).toMatchObject({ looks: 3, finished: 1 });
});

test('what another process left is finished a while after a look that saw nobody work on it', async () => {
  const lab = await watching();
  await lab.start();
  lab.pend();
  lab.holds('another process');
  lab.watcher.refreshSoon(1);
  await lab.pass(1);
  await lab.pass(60_000);
  expect(lab.counts.finished, 'somebody works on it').toBe(0);
  lab.holds(null);
  lab.watcher.refreshSoon(1);
  await lab.pass(1);
  lab.watcher.refreshSoon(4000);
  await lab.pass(4000);
  expect(lab.counts.finished).toBe(0);
  await lab.pass(1000);
  expect(lab.counts.finished, 'a look in between does not delay it').toBe(1);
});

test('a request that takes the lock just then comes first; what is pending is finished afterwards', async () => {
  const lab = await watching();
  lab.pend();
  lab.holds('another process');
  await lab.start();
  expect(lab.counts.finished).toBe(0);
  await lab.pass(5000);
  expect(lab.counts.finished).toBe(0);
  lab.holds(null);
  await lab.pass(5000);
  expect(lab.counts.finished).toBe(1);
});

test.each([
  ['engine/unreachable', true],
  ['run/interrupted', true],
  ['jenkins/not-ready', false],
] as const)('after %s it is tried again by itself: %s', async (code, again) => {
  const lab = await watching({ ends: () => failure(code) });
  lab.pend();
  await lab.start();
  expect(lab.counts.finished).toBe(1);
  lab.watcher.refreshSoon(1);
  await lab.pass(1);
  await lab.pass(5000);
  expect(lab.counts.finished).toBe(again ? 2 : 1);
  lab.pend(8);
  lab.watcher.refreshSoon(1);
  await lab.pass(1);
  await lab.pass(5000);
  expect(lab.counts.finished, 'another request').toBe(again ? 3 : 2);
});

test('one that was finished is none that was given up, should it be pending again', async () => {
  const lab = await watching();
  lab.pend();
  await lab.start();
  lab.pend();
  lab.watcher.refreshSoon(1);
  await lab.pass(1);
  await lab.pass(5000);
  expect(lab.counts.finished).toBe(2);
});

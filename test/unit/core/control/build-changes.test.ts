import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BuildChanges } from '../../../../electron/core/control/build-changes.ts';
import type { Running } from '../../../../electron/core/control/build-count.ts';
import type { BuildFollower } from '../../../../electron/core/world/host.ts';
import { testClock } from '../../../doubles/clock.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { observing } from '../../../doubles/observing.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

/** A Jenkins that reports its changes while `reports`, and says what runs while `answers`. */
async function stage({ begun = true } = {}) {
  const { world } = (await Machine.running('dood')).process();
  const clock = testClock();
  const closing = new AbortController();
  const now = { reports: true, answers: true };
  /** When it was asked; `stale` with what was not asked for since. */
  const asked: string[] = [];
  const changes = new BuildChanges(clock, closing.signal, async (isStale) => {
    asked.push(`${clock.monotonic()}${isStale ? ' stale' : ''}`);
    await turn();
    return now.answers;
  });
  if (begun) changes.begin();
  const followed: { home: string; container: string; follower: BuildFollower }[] = [];
  const left: string[] = [];
  const followBuilds: typeof world.host.followBuilds = async (home, container, follower) => {
    followed.push({ home, container, follower });
    await turn();
    return now.reports ? () => void left.push(container) : null;
  };
  const running = (script?: string): Running => ({
    place: { url: 'http://127.0.0.1:8080', logins: 'all', ...(script === undefined ? {} : { script }) },
    world: { ...world, host: { ...world.host, followBuilds } },
  });
  const last = (): BuildFollower => {
    const found = followed.at(-1);
    if (found === undefined) throw new Error('none is followed');
    return found.follower;
  };
  const pass = async (ms: number): Promise<void> => {
    clock.pass(ms);
    await settled();
  };
  return { changes, clock, closing, asked, now, followed, left, running, last, pass, home: world.home };
}

const settled = async (): Promise<void> => {
  for (let turns = 0; turns < 10; turns += 1) await turn();
};

test('a Jenkins that reports its changes is asked once at first, at each change, and otherwise each five minutes', async () => {
  const { changes, asked, followed, running, last, pass, home } = await stage();
  expect(changes.isDue).toBe(true);
  await changes.follow(running('a1'), true);
  await settled();
  expect([followed[0]?.home, followed[0]?.container, asked, changes.isDue]).toEqual([home, 'a1', ['0 stale'], false]);
  await pass(299_999);
  expect(changes.isDue).toBe(false);
  await pass(1);
  expect(changes.isDue).toBe(true);
  last().changed();
  await settled();
  expect([asked.slice(1), changes.isDue]).toEqual([['300000 stale'], false]);
});

test('many changes are one, three seconds apart; the last one is not lost', async () => {
  const { changes, asked, running, last, pass } = await stage();
  await changes.follow(running('a1'), true);
  await settled();
  for (let at = 0; at < 3; at += 1) last().changed();
  await pass(2999);
  expect(asked).toEqual(['0 stale']);
  await pass(1);
  expect(asked).toEqual(['0 stale', '3000 stale']);
  await pass(5000);
  last().changed();
  await turn();
  // While it is being asked.
  last().changed();
  await settled();
  expect(asked.slice(2)).toEqual(['8000 stale']);
  await pass(3000);
  expect([asked.slice(3), changes.isDue]).toEqual([['11000 stale'], false]);
});

test('a change that could not be asked for is asked for again, soon three times and then with each poll', async () => {
  const { changes, asked, now, running, last, pass } = await stage();
  await changes.follow(running('a1'), true);
  await settled();
  now.answers = false;
  await pass(10_000);
  last().changed();
  for (let at = 0; at < 10; at += 1) await pass(3000);
  expect(asked.slice(1)).toEqual(['10000 stale', '13000 stale', '16000 stale']);
  expect(changes.isDue).toBe(true);
  now.answers = true;
  await changes.count();
  expect(changes.isDue).toBe(false);
});

test('who asks while it is being asked gets the same answer', async () => {
  const { changes, asked } = await stage();
  await Promise.all([changes.count(), changes.count()]);
  await changes.count();
  expect(asked).toEqual(['0', '0']);
});

test('one that reports nothing is asked with each poll, and looked at anew with each observation and after five minutes', async () => {
  const { changes, now, followed, running, pass } = await stage();
  now.reports = false;
  await changes.follow(running('a1'), true);
  await changes.renew(running('a1'));
  await changes.count();
  expect([changes.isDue, followed.length]).toEqual([true, 1]);
  await changes.follow(running('a1'), true);
  expect(followed.length).toBe(2);
  now.reports = true;
  await pass(300_000);
  await changes.renew(running('a1'));
  await settled();
  expect([changes.isDue, followed.length]).toEqual([false, 3]);
  await changes.follow(running('a1'), true);
  expect(followed.length).toBe(3);
});

test('after five minutes its report is looked for anew, in case that another file has taken its place', async () => {
  const { changes, left, followed, running, pass } = await stage();
  await changes.follow(running('a1'), true);
  await changes.renew(running('a1'));
  expect([followed.length, left]).toEqual([1, []]);
  await pass(300_000);
  await changes.renew(running('a1'));
  expect([followed.length, left]).toEqual([2, ['a1']]);
});

test('a report that is not seen once more is looked for again with the next poll', async () => {
  const { changes, now, left, followed, running, pass } = await stage();
  await changes.follow(running('a1'), true);
  await pass(300_000);
  now.reports = false;
  await changes.renew(running('a1'));
  expect([left, changes.isDue]).toEqual([['a1'], true]);
  now.reports = true;
  await changes.renew(running('a1'));
  await settled();
  expect([followed.length, changes.isDue]).toEqual([3, false]);
});

test('one that is not up is not followed yet, and one that is followed stays', async () => {
  const { changes, left, followed, running } = await stage();
  await changes.follow(running('a1'), false);
  expect(followed).toEqual([]);
  await changes.follow(running('a1'), true);
  await changes.follow(running('a1'), false);
  await settled();
  expect([followed.length, left, changes.isDue]).toEqual([1, [], false]);
});

test('what an observation missed is asked for', async () => {
  const { changes, asked } = await stage();
  changes.missed();
  await settled();
  expect(asked).toEqual(['0 stale']);
});

test('another Jenkins, or none, is followed in place of it', async () => {
  const { changes, asked, left, followed, running, last } = await stage();
  await changes.follow(running('a1'), true);
  const first = last();
  await changes.follow(running('b2'), true);
  await settled();
  await changes.count();
  expect([left, changes.isDue]).toEqual([['a1'], false]);
  // Too late: it does not end the other one.
  first.ended();
  await changes.count();
  await changes.count();
  expect(changes.isDue).toBe(false);
  await changes.follow(null, true);
  expect([left, changes.isDue]).toEqual([['a1', 'b2'], true]);
  const before = asked.length;
  await changes.follow(running(), true);
  await settled();
  expect([followed.length, asked.length]).toEqual([2, before]);
});

test('two looks at the same time follow it once, and one that ends meanwhile follows nothing', async () => {
  const { changes, left, running } = await stage();
  await Promise.all([changes.follow(running('a1'), true), changes.follow(running('a1'), true)]);
  expect(left).toEqual(['a1']);
  const late = changes.follow(running('b2'), true);
  await changes.follow(null, true);
  await late;
  expect([left, changes.isDue]).toEqual([['a1', 'a1', 'b2'], true]);
});

test('when it reports nothing more, it is asked soon, and with each poll from then on', async () => {
  const { changes, asked, running, last, pass } = await stage();
  await changes.follow(running('a1'), true);
  await settled();
  last().ended();
  await pass(3000);
  expect([asked, changes.isDue]).toEqual([['0 stale', '3000 stale'], true]);
});

test('a build that floods the file with changes only ends that it is followed', async () => {
  const { changes, asked, left, running, last, pass } = await stage();
  await changes.follow(running('a1'), true);
  await settled();
  for (let at = 0; at < 1000; at += 1) last().changed();
  expect(left).toEqual([]);
  last().changed();
  expect([left, changes.isDue]).toEqual([['a1'], true]);
  await pass(3000);
  expect(asked).toEqual(['0 stale', '3000 stale']);
  await pass(300_000);
  await changes.renew(running('a1'));
  await settled();
  last().changed();
  await pass(3000);
  expect([left, changes.isDue]).toEqual([['a1'], false]);
});

test('the end of the app ends it, also while a change waits', async () => {
  const { changes, clock, closing, asked, left, running, last, pass } = await stage();
  await changes.follow(running('a1'), true);
  await settled();
  last().changed();
  expect(clock.waiting()).toBe(1);
  closing.abort();
  await settled();
  last().changed();
  await changes.follow(running('b2'), true);
  await pass(10_000);
  expect([left, asked, clock.waiting()]).toEqual([['a1'], ['0 stale'], 0]);
});

test('a mere look at the state follows nothing, and asks nothing afterwards', async () => {
  const { changes, asked, clock, followed, running, pass } = await stage({ begun: false });
  changes.missed();
  await settled();
  expect([asked, clock.waiting()]).toEqual([[], 0]);
  await changes.follow(running('a1'), true);
  await pass(300_000);
  await changes.renew(running('a1'));
  expect(followed).toEqual([]);
});

test('the observer follows the container of the running Jenkins; a change asks for builds and queue', async () => {
  const machine = await Machine.running('dood');
  const followed: string[] = [];
  let change = (): void => undefined;
  let asked = 0;
  let fails = false;
  const { observer, snapshots } = observing(machine, ({ host, jenkins }) => ({
    host: {
      ...host,
      async followBuilds(_home, container, { changed }) {
        followed.push(container);
        change = changed;
        return () => undefined;
      },
    },
    jenkins: {
      ...jenkins,
      async queue(at, signal) {
        asked += 1;
        if (fails) throw new Error('no answer');
        return jenkins.queue(at, signal);
      },
    },
  }));
  observer.changes.begin();
  await observer.refresh();
  await expect
    .poll(() => followed)
    .toEqual([machine.engine.containers.find(({ name }) => name === names.jenkins.dood)?.id]);
  await observer.pollBuilds();
  machine.builds = { ok: true, value: [runningBuild] };
  expect([snapshots.now.builds.running, observer.isPollDue]).toEqual([0, false]);
  machine.clock.advance(3000);
  asked = 0;
  change();
  await expect.poll(() => snapshots.now.builds.running).toBe(1);
  expect(asked).toBe(1);
  // How long it runs is shown.
  expect([observer.changes.isDue, observer.isPollDue]).toEqual([false, true]);
  // A Jenkins that does not answer, or not wholly, is asked again with the next poll.
  fails = true;
  machine.builds = { ok: true, value: [] };
  machine.rest.queue = [{ job: 'train', why: '' }];
  machine.clock.advance(3000);
  change();
  await expect.poll(() => asked).toBeGreaterThan(1);
  fails = false;
  await observer.pollBuilds();
  expect(snapshots.now.builds).toMatchObject({ running: 0, queue: [{ job: 'train' }] });
  expect(observer.isPollDue).toBe(true);
  machine.rest.queue = [];
  await observer.pollBuilds();
  expect(observer.isPollDue).toBe(false);
  const { jenkins } = snapshots.now;
  if (jenkins.kind !== 'running') throw new Error('it does not run');
  snapshots.publish({ jenkins: { ...jenkins, condition: 'quiet' } });
  expect(observer.isPollDue).toBe(true);
});

test('a queue that did not answer an observation is asked for again, and not taken for empty', async () => {
  const machine = await Machine.running('dood');
  let fails = false;
  const { observer, snapshots } = observing(machine, ({ host, jenkins }) => ({
    host: { ...host, followBuilds: async () => () => undefined },
    jenkins: {
      ...jenkins,
      async queue(at, signal) {
        if (fails) throw new Error('no answer');
        return jenkins.queue(at, signal);
      },
    },
  }));
  observer.changes.begin();
  await observer.refresh();
  await expect.poll(() => observer.changes.isDue).toBe(false);
  machine.rest.queue = [{ job: 'train', why: '' }];
  fails = true;
  expect((await observer.refresh()).builds).not.toHaveProperty('queue');
  fails = false;
  expect(observer.isPollDue).toBe(true);
  machine.clock.advance(3000);
  await expect.poll(() => snapshots.now.builds).toMatchObject({ queue: [{ job: 'train' }] });
});

import { expect, test } from 'vitest';
import type { Drainer, Remaining } from '../../../../electron/core/execute/drainer.ts';
import { waitForBuilds } from '../../../../electron/core/execute/wait-for-builds.ts';
import { FailureError, ok, type Result } from '../../../../electron/shared/failure.ts';
import { pageNotReady } from '../../../../electron/shared/failures/jenkins.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { runningBuild } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const builds = (count: number): readonly Build[] =>
  Array.from({ length: count }, (_, at) => ({ ...runningBuild, job: `job-${at}`, number: at, duration: 60_000 }));
const remaining = (running: number, named = running): Result<Remaining> => ok({ running, builds: builds(named) });

/** Waits for builds of which there are so many at a time; how that ends, when, and what was said. */
async function wait(minutes: number, there: (at: number) => Result<Remaining>, waited = 0) {
  const clock = jumpingClock();
  const said: string[] = [];
  const held: string[] = [];
  const drainer: Drainer = {
    hold: async (when) => {
      held.push(when);
      return there(clock.monotonic());
    },
    abort: async () => held.push('abort') > 0,
    resume: async () => void held.push('resume'),
  };
  const run = { world: fakeWorld({ clock }), detail: (line: string) => void said.push(line) };
  const ended = await waitForBuilds(minutes, drainer, run, new AbortController().signal, waited).then(
    ({ running }) => `${running} left`,
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : thrown),
  );
  return { ended, at: clock.monotonic(), said, held };
}

test('it waits until all have ended, as long as that takes', async () => {
  const { ended, at, said, held } = await wait(0, (now) => remaining(now < 3000 ? 1 : 0));
  expect([ended, at]).toEqual(['0 left', 3000]);
  expect([...new Set(held)], 'nothing is aborted').toEqual(['once idle']);
  expect(said[0]).toBe('job-0 #0 (1 min)');
});

test('after its time it says what still runs, and until then how long that may take', async () => {
  const { ended, at, said } = await wait(1, () => remaining(1));
  expect([ended, at]).toEqual(['1 left', 60_000]);
  expect(said[0]).toMatch(/; at most 1 min more$/);
});

test('what a process before has waited counts', async () => {
  expect(await wait(1, () => remaining(1), 45_000)).toMatchObject({ ended: '1 left', at: 15_000 });
  expect(await wait(1, () => remaining(1), 90_000)).toMatchObject({ ended: '1 left', at: 0 });
  expect(await wait(0, (now) => remaining(now < 3000 ? 1 : 0), 90_000)).toMatchObject({ ended: '0 left', at: 3000 });
});

test.each([
  ['three', remaining(3), 'job-0 #0 (1 min), job-1 #1 (1 min), job-2 #2 (1 min)'],
  ['more', remaining(5), 'job-0 #0 (1 min), job-1 #1 (1 min), job-2 #2 (1 min) and 2 more'],
  ['some that it may not see', remaining(2, 1), 'job-0 #0 (1 min) and 1 more'],
  ['none that it may see', remaining(2, 0), '2 more'],
])('it names %s', async (_what, found, expected) => {
  const { said } = await wait(0, (now) => (now === 0 ? found : remaining(0)));
  expect(said).toEqual([expected]);
});

const failure = pageNotReady('http://x');

test('one answer that fails ends no wait, as while Jenkins restarts', async () => {
  const silent = (now: number): boolean => now > 1000 && now < 200_000;
  const { ended, at } = await wait(0, (now) =>
    silent(now) ? { ok: false, failure } : remaining(now < 300_000 ? 1 : 0),
  );
  expect([ended, at]).toEqual(['0 left', 300_000]);
});

test('what is not known for minutes ends it', async () => {
  const { ended, at } = await wait(0, (now) => (now > 1000 ? { ok: false, failure } : remaining(1)));
  expect([ended, Math.round(at / 60_000)]).toEqual([failure.code, 5]);
});

test('it takes no longer than was said, also where what runs is not known', async () => {
  const { ended, at } = await wait(2, (now) => (now > 1000 ? { ok: false, failure } : remaining(1)));
  expect(ended).toBe('1 left');
  expect(at).toBeLessThan(122_000);
});

test('the minutes in which it is not known count from the last answer, and also where there was none', async () => {
  const later = await wait(0, (now) =>
    now > 200_000 && now < 450_000 ? { ok: false, failure } : remaining(now < 450_000 ? 1 : 0),
  );
  expect(later.ended).toBe('0 left');
  const { ended, at } = await wait(1, () => ({ ok: false, failure }));
  expect([ended, at]).toEqual([failure.code, 300_000]);
});

import { describe, expect, test } from 'vitest';
import { drain } from '../../../../electron/core/execute/drain.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { Page } from '../../../../electron/core/world/jenkins.ts';
import { agreedBuilds, consent } from '../../../../electron/shared/consents.ts';
import { err, FailureError, ok, type Result } from '../../../../electron/shared/failure.ts';
import { notDrained, pageNotReady } from '../../../../electron/shared/failures/jenkins.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { testClock } from '../../../doubles/clock.ts';
import { container, HOME, handMade, names, ours, runningBuild, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const name = names.jenkins.dood;
const jenkins = ours('dood').map((it) => ({ ...it, id: 'old' }));

interface Given {
  readonly step?: Partial<Step & { kind: 'drain' }>;
  readonly there?: readonly ContainerFact[];
  /** What its page says, look by look; the last one stays. */
  readonly page?: Page | readonly Page[];
  /** At which look it has ended; absent: it has not. */
  readonly endsAt?: number;
  readonly builds?: Result<readonly Build[]>;
  /** What runs besides. */
  readonly others?: readonly ContainerFact[];
}

/** Drains a Jenkins; returns the code of the failure, or undefined. */
async function drained({ step = {}, there = jenkins, page, endsAt, builds = ok([]), others = [] }: Given) {
  let pages = 0;
  let looks = 0;
  const said = page === undefined ? [] : [page].flat();
  const clock = testClock();
  const world = fakeWorld({
    // Whoever waits has waited.
    clock: {
      ...clock,
      after(ms, then) {
        queueMicrotask(() => clock.pass(ms));
        return clock.after(ms, then);
      },
    },
    home: HOME,
    secrets: { adminPassword: async () => 'pw' },
    jenkins: {
      page: async () => {
        pages += 1;
        return said[pages - 1] ?? said.at(-1) ?? { kind: 'ready', version: '2.580' };
      },
      running: async () => builds,
      quietDown: async () => err(notDrained('http://127.0.0.1:8080', 'HTTP 403')),
      stop: async () => ok(null),
    },
    engine: {
      containersNamed: async (wanted) => {
        looks += 1;
        const hasEnded = endsAt !== undefined && looks >= endsAt;
        const now = hasEnded ? there.map((it): ContainerFact => ({ ...it, state: 'exited' })) : there;
        return [...now, ...others].filter((it) => wanted.includes(it.name));
      },
      runningContainers: async () => [...there, ...others],
      inspect: async () => container(name, { state: 'running' }),
    },
    host: { realPath: async (path) => path },
  });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const whole: Step & { kind: 'drain' } = {
    kind: 'drain',
    name,
    id: 'old',
    url: 'http://127.0.0.1:8080',
    running: 0,
    agreed: [],
    wait: null,
    requeue: false,
    users: null,
    cause: { object: name, current: '', desired: '' },
    ...step,
  };
  const thrown = await drain(whole, run, new AbortController().signal).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown !== undefined && !(thrown instanceof FailureError)) throw thrown;
  return { told: thrown === undefined ? undefined : `${thrown.failure.code}: ${thrown.failure.title}`, pages };
}
const hidden = err({ code: 'jenkins/builds-hidden', title: 'Hidden', detail: 'Two builds run.' } as const);

describe('builds', () => {
  test('a Jenkins that builds nothing may be stopped', async () => {
    expect(await drained({})).toEqual({ told: undefined, pages: 1 });
  });
  test('a build that nobody agreed to stop keeps it', async () => {
    const found = await drained({ builds: ok([runningBuild]) });
    expect(found.told).toBe('jenkins/busy: A build has started in the meantime');
    const others = ['other#1'];
    expect(await drained({ builds: ok([runningBuild]), step: { agreed: others } })).toEqual(found);
  });
  test('one that was agreed to does not, and neither does any where all were', async () => {
    const agreed = agreedBuilds([consent.interrupt('old', [runningBuild])], 'old');
    expect(await drained({ builds: ok([runningBuild]), step: { agreed } })).toMatchObject({ told: undefined });
    expect(await drained({ builds: ok([runningBuild]), step: { agreed: 'any' } })).toEqual({
      told: undefined,
      pages: 0,
    });
  });
  test('builds that were known and no longer are keep it; where they never were, it was agreed to', async () => {
    const unknown = err(pageNotReady('http://127.0.0.1:8080'));
    expect(await drained({ builds: unknown })).toMatchObject({
      told: 'jenkins/busy: Running builds are no longer known',
    });
    expect(await drained({ builds: unknown, step: { running: null } })).toMatchObject({ told: undefined });
    expect(await drained({ page: { kind: 'starting' } })).toMatchObject({
      told: 'jenkins/busy: Running builds are no longer known',
    });
  });
  test('one that just ends, or does not answer for a moment, is looked at again', async () => {
    const away: Page = { kind: 'none' };
    expect(await drained({ page: away, endsAt: 3 })).toEqual({ told: undefined, pages: 2 });
    expect(await drained({ page: [away, away, { kind: 'ready', version: '2.580' }] })).toEqual({
      told: undefined,
      pages: 3,
    });
    expect(await drained({ page: away })).toEqual({
      told: 'jenkins/busy: Running builds are no longer known',
      pages: 21,
    });
  });
  test('hidden builds keep it', async () => {
    expect(await drained({ builds: hidden })).toMatchObject({
      told: 'jenkins/busy: A build has started in the meantime',
    });
  });
  test.each<[string, readonly ContainerFact[]]>([
    ['that is gone', []],
    ['whose name another has', ours('dood').map((it) => ({ ...it, id: 'new' }))],
    ['that has ended', jenkins.map((it) => ({ ...it, state: 'exited' }))],
    ['that waits for its restart', jenkins.map((it) => ({ ...it, state: 'restarting' }))],
  ])('one %s builds nothing', async (_, there) => {
    expect(await drained({ there, builds: ok([runningBuild]) })).toEqual({ told: undefined, pages: 0 });
  });
  test('one that is paused may have builds', async () => {
    const there = jenkins.map((it): ContainerFact => ({ ...it, state: 'paused' }));
    expect(await drained({ there, page: { kind: 'none' } })).toMatchObject({ pages: 1, told: expect.any(String) });
  });
});

describe('the home', () => {
  const users = { users: [] };
  test('our own containers may have it', async () => {
    expect(await drained({ step: users })).toMatchObject({ told: undefined });
  });
  test('another Jenkins may never have it, unless none follows', async () => {
    const others = [handMade('another', HOME, 9000)];
    expect((await drained({ step: users, others })).told).toMatch(/^home\/in-use/);
    expect((await drained({ step: { users: ['id-of-another'] }, others })).told).toMatch(/^home\/in-use/);
    expect(await drained({ others })).toMatchObject({ told: undefined });
  });
  test('whatever else writes there may have it if it was agreed to', async () => {
    const others = [container('backup', { mounts: [{ source: HOME, target: '/data' }] })];
    expect((await drained({ step: users, others })).told).toMatch(/^home\/in-use/);
    expect(await drained({ step: { users: ['id-of-backup'] }, others })).toMatchObject({ told: undefined });
  });
});

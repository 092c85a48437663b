import { expect, test } from 'vitest';
import { awaitReady } from '../../../../electron/core/execute/await-ready.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { container, HOME, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** What is there at a time, in ms since the start. */
interface Course {
  readonly state?: (at: number) => Partial<ContainerFact>;
  readonly pageFrom?: number;
  /** How the page answers with the administrator's login; without it, 403. */
  readonly login?: (at: number) => number | null;
  /** From when on the page says that Jenkins starts. */
  readonly startingFrom?: number;
  /** Until then something else answers there. */
  readonly strangerUntil?: number;
  /** What Jenkins says of its start, which may take long. */
  readonly condition?: World['jenkins']['condition'];
  /** When Jenkins can take its secrets. */
  readonly takesSecretsFrom?: number;
}

/** Waits for at most 20 s for a Jenkins on a home that may be new; how that ended, and when. */
async function wait(isFresh: boolean, course: Course) {
  const clock = jumpingClock();
  const at = () => clock.monotonic();
  const { pageFrom = Number.POSITIVE_INFINITY, startingFrom = pageFrom, takesSecretsFrom = 0 } = course;
  const inspected: number[] = [];
  const logins: number[] = [];
  const answered: number[] = [];
  const commands: string[] = [];
  const world = fakeWorld({
    clock,
    secrets: { adminPassword: async () => 'pw' },
    jenkins: {
      async apiStatus({ user }) {
        if (user === '') return 403;
        logins.push(at());
        return course.login?.(at()) ?? null;
      },
      page: async () => {
        if (at() < (course.strangerUntil ?? 0)) return { kind: 'starting', stranger: true };
        if (at() >= pageFrom) return { kind: 'ready', version: '' };
        return at() >= startingFrom ? { kind: 'starting' } : { kind: 'none' };
      },
      ...(course.condition === undefined ? {} : { condition: course.condition }),
    },
    engine: {
      async inspect(name) {
        inspected.push(at());
        return container(name, { restartCount: 3, ...course.state?.(at()) });
      },
      async exec(_container, [program = '']) {
        commands.push(program);
        const exitCode = program === 'sh' && at() < takesSecretsFrom ? 1 : 0;
        return { exitCode, stdout: '', stderr: exitCode === 0 ? '' : 'no tmpfs' };
      },
      logTail: async () => [],
      stop: async () => undefined,
    },
  });
  const answers = (): void => void answered.push(at());
  const run = { world, settings: settings(), names, version: '1', output: () => undefined, answers };
  const cause = { object: '', current: '', desired: '' };
  const fresh = isFresh ? HOME : null;
  const step = { kind: 'await-ready', name: 'jenkins', url: 'http://x', seconds: 20, fresh, cause } as const;
  const failure = await awaitReady(step, run, new AbortController().signal).then(
    () => null,
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure : thrown),
  );
  const code = failure !== null && typeof failure === 'object' && 'code' in failure ? failure.code : failure;
  return { result: `${code ?? 'ready'} at ${at()}`, failure, inspected, commands, logins, answered };
}

test('it is told when a Jenkins first answers, as one that starts or that is ready, and not of another program', async () => {
  const first = async (course: Course) => (await wait(false, course)).answered[0];
  expect(await first({ startingFrom: 1000, pageFrom: 3000 })).toBe(1000);
  expect(await first({ strangerUntil: 2000, pageFrom: 2000 })).toBeGreaterThanOrEqual(2000);
  expect(await first({})).toBeUndefined();
});

const twenty = 20_000;
const restartsAt =
  (when: number) =>
  (at: number): Partial<ContainerFact> => ({ restartCount: at < when ? 3 : 4, exitCode: 1 });
const exitsAt =
  (when: number, exitCode: number, state: ContainerFact['state'] = 'exited') =>
  (at: number): Partial<ContainerFact> =>
    at < when ? {} : { state, exitCode };

const known: readonly (readonly [what: string, course: Course, result: string])[] = [
  ['is ready as soon as its page is', { pageFrom: 3000 }, 'ready at 3000'],
  ['is given up after its time', { pageFrom: twenty }, 'jenkins/not-ready at 20000'],
  ['that exits is not waited for', { state: exitsAt(2500, 1) }, 'jenkins/exited at 3000'],
  ['that is dead is not waited for', { state: exitsAt(2500, 1, 'dead') }, 'jenkins/exited at 3000'],
  ['that restarts is not waited for', { state: exitsAt(2500, 1, 'restarting') }, 'jenkins/exited at 3000'],
  ['that was restarted meanwhile is not waited for', { state: restartsAt(4500) }, 'jenkins/exited at 5000'],
  ['whose restarts nobody counts goes on', { state: () => ({ restartCount: null }), pageFrom: 5000 }, 'ready at 5000'],
  ['that restarted before goes on', { pageFrom: 5000 }, 'ready at 5000'],
  [
    'whose count begins at none was restarted',
    {
      state: (at) => ({ restartCount: at < 2000 ? 0 : 1, exitCode: 1 }),
    },
    'jenkins/exited at 2000',
  ],
  ['that misses its home says so', { state: exitsAt(0, 78) }, 'home/missing at 1000'],
  ['that misses its home later says so', { state: exitsAt(5000, 78) }, 'home/missing at 5000'],
  ['whose home another computer has', { state: exitsAt(0, 69) }, 'home/held at 1000'],
  ['whose home was not set up', { state: exitsAt(0, 70) }, 'jenkins/no-administrator at 1000'],
  ['whose plugins could not be kept', { state: exitsAt(0, 74) }, 'home/plugins-not-kept at 1000'],
  ['that waited for the nested engine in vain', { state: exitsAt(0, 75) }, 'dind/unhealthy at 1000'],
];

test.each(known)('on a known home, a Jenkins %s', async (_what, course, result) => {
  const seen = await wait(false, course);
  expect(seen.result).toBe(result);
  expect(seen.commands, 'it needs no secrets').toEqual([]);
});

const closed = () => 200;
const fresh: readonly (readonly [what: string, course: Course, result: string])[] = [
  [
    'is ready once only its administrator gets in',
    {
      pageFrom: 3000,
      login: (at) => (at < 4000 ? null : 200),
    },
    'ready at 4000',
  ],
  ['has 10 s to let its administrator in', { pageFrom: 2000, login: () => 401 }, 'jenkins/no-administrator at 12000'],
  ['may restart for its secrets', { state: exitsAt(0, 78, 'restarting') }, 'jenkins/no-secrets at 10000'],
  [
    'may restart for its secrets for 10 s',
    {
      state: (at) => (at < 9500 ? { state: 'restarting', exitCode: 78 } : {}),
      pageFrom: 11_000,
      login: closed,
    },
    'ready at 11000',
  ],
  [
    'that exits for another reason says that',
    {
      state: exitsAt(0, 1),
    },
    'jenkins/exited at 0',
  ],
  ['that has its secrets may not restart', { state: restartsAt(4000) }, 'jenkins/exited at 4000'],
  ['that never takes its secrets says that in the end', { takesSecretsFrom: 1e9 }, 'jenkins/no-secrets at 20000'],
  [
    'that is not running in all that time says that',
    {
      state: () => ({ state: 'created' }),
    },
    'jenkins/no-secrets at 20000',
  ],
  ['that has its secrets late is not ready in the end', { takesSecretsFrom: 3000 }, 'jenkins/not-ready at 20000'],
  ['that had its secrets and misses its home says that', { state: exitsAt(2000, 78) }, 'home/missing at 2000'],
];

test.each(fresh)('on a new home, a Jenkins %s', async (_what, course, result) => {
  expect((await wait(true, course)).result).toBe(result);
});

test('why a new home has no secrets is told', async () => {
  expect((await wait(true, { takesSecretsFrom: 1e9 })).failure).toMatchObject({
    detail: expect.stringContaining('no tmpfs'),
  });
  expect((await wait(true, { state: () => ({ state: 'created' }) })).failure).toMatchObject({
    detail: expect.stringContaining('It was not running.'),
  });
});

test('its container is looked at each second, that of a new home at once', async () => {
  expect((await wait(true, { pageFrom: 2500, login: closed })).inspected).toEqual([0, 1000, 2000]);
  expect((await wait(false, { pageFrom: 2500 })).inspected).toEqual([1000, 2000]);
});

test('a Jenkins that takes long to say what it does is ready when its page is', async () => {
  const never = () => new Promise<never>(() => undefined);
  const { result } = await wait(false, { startingFrom: 1000, pageFrom: 3000, condition: never });
  expect(Number(/^ready at (\d+)$/.exec(result)?.[1])).toBeLessThan(3100);
});

test('the administrator of a new home is tried four times, since a directory would lock the account', async () => {
  const { result, logins } = await wait(true, { pageFrom: 2000, login: () => 401 });
  expect(logins).toEqual([2000, 4000, 10_000, 12_000]);
  expect(result).toBe('jenkins/no-administrator at 12000');
  const later = await wait(true, { pageFrom: 2000, login: (at) => (at < 3500 ? 401 : 200) });
  expect(later.result).toBe('ready at 4000');
});

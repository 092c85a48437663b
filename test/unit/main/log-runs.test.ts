import { expect, test } from 'vitest';
import type { ContainerFact, LogPart } from '../../../electron/core/world/engine.ts';
import { followRuns } from '../../../electron/main/log-runs.ts';
import { FailureError } from '../../../electron/shared/failure.ts';
import { engineUnreachable } from '../../../electron/shared/failures/engine.ts';
import { defaultSettings } from '../../../electron/shared/settings.ts';
import { testClock } from '../../doubles/clock.ts';
import { container } from '../../doubles/situation.ts';
import { fakeWorld } from '../../doubles/world.ts';

/** A stage with containers that write; `ends` ends what is followed. */
function staged(...containers: readonly ContainerFact[]) {
  const clock = testClock(1_000_000);
  const stage = {
    clock,
    containers,
    away: false,
    lines: [] as string[],
    asked: [] as (readonly [id: string, part: LogPart])[],
    ends: (): void => {},
    refuses: false,
    looks: 0,
    abort: new AbortController(),
  };
  const there = <T>(value: T): T => {
    if (stage.away) throw new FailureError(engineUnreachable('ECONNREFUSED'));
    return value;
  };
  const world = fakeWorld({
    clock,
    settings: { load: () => ({ settings: defaultSettings, problem: null }) },
    engine: {
      containersNamed: async () => {
        stage.looks += 1;
        return there(stage.containers.map((it) => ({ ...it, startedAt: null })));
      },
      inspect: async (name) => {
        const found = there(stage.containers).find((it) => it.name === name);
        if (found === undefined) throw new Error(`no ${name}`);
        return found;
      },
      followLog: async (id, part, line, signal) => {
        stage.asked.push([id, part]);
        if (stage.refuses) throw new FailureError(engineUnreachable('ECONNRESET'));
        line(`${id} writes`);
        await new Promise<void>((resolve) => {
          stage.ends = resolve;
          signal.addEventListener('abort', () => resolve());
        });
      },
    },
  });
  const sink = { clock, line: (line: string) => void stage.lines.push(line), full: () => null };
  const done = followRuns(() => world, sink, 'jenkins', stage.abort.signal);
  return { stage, done };
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
async function look(clock: { pass(ms: number): void }) {
  await settled();
  clock.pass(1000);
  await settled();
}
const run = (
  mode: 'dind' | 'dood',
  id: string,
  startedAt: number | null,
  state: ContainerFact['state'] = 'running',
) => ({ ...container(`jenkins-${mode}-container`), id, startedAt, state, createdAt: startedAt ?? 0 });

test('the next Jenkins is shown from its first line, after a mark, as soon as it starts', async () => {
  const { stage, done } = staged(run('dood', 'old', 1000));
  await settled();
  stage.containers = [run('dood', 'old', 1000, 'exited'), run('dind', 'new', null, 'created')];
  stage.ends();
  await look(stage.clock);
  await look(stage.clock);
  expect(stage.lines).toEqual(['old writes']);
  stage.containers = [run('dood', 'old', 1000, 'exited'), run('dind', 'new', 9000)];
  await look(stage.clock);
  expect(stage.lines).toEqual(['old writes', expect.stringMatching(/jenkins-dind-container started at/), 'new writes']);
  expect(stage.asked.at(-1)).toEqual(['new', { tail: 3000 }]);
  stage.abort.abort();
  await done;
});

test('a container that starts again is shown from that start, also one that has ended by then', async () => {
  const { stage, done } = staged(run('dood', 'same', 1000));
  await settled();
  stage.containers = [run('dood', 'same', 5000, 'exited')];
  stage.ends();
  await look(stage.clock);
  expect(stage.asked).toEqual([
    ['same', { tail: 3000 }],
    ['same', { since: 5000 }],
  ]);
  stage.ends();
  for (let looks = 0; looks < 3; looks += 1) await look(stage.clock);
  expect(stage.asked).toHaveLength(2);
  stage.abort.abort();
  await done;
});

test('an older container is no next one', async () => {
  const { stage, done } = staged(run('dood', 'now', 5000));
  await settled();
  stage.containers = [{ ...run('dind', 'older', 1000, 'exited'), createdAt: 9000 }, run('dood', 'now', 5000, 'exited')];
  stage.ends();
  await look(stage.clock);
  expect(stage.lines).toEqual(['now writes']);
  stage.abort.abort();
  await done;
});

test('an engine that goes away is told once, and what it missed is shown when it is back', async () => {
  const { stage, done } = staged(run('dood', 'same', 1000));
  await settled();
  stage.clock.pass(60_000);
  stage.away = true;
  stage.ends();
  for (let looks = 0; looks < 3; looks += 1) await look(stage.clock);
  expect(stage.lines).toHaveLength(2);
  stage.away = false;
  await look(stage.clock);
  expect(stage.asked.at(-1)).toEqual(['same', { since: 1_060_000 }]);
  expect(stage.lines).toHaveLength(3);
  stage.abort.abort();
  await done;
});

test('where there is no container yet, its log begins once there is one', async () => {
  const { stage, done } = staged();
  await look(stage.clock);
  expect(stage.lines).toEqual([]);
  stage.containers = [run('dind', 'first', 2000)];
  await look(stage.clock);
  expect(stage.lines).toEqual(['first writes']);
  stage.abort.abort();
  await done;
});

test('a log that was not opened at the first try is not asked for from the container’s creation on', async () => {
  const { stage, done } = staged(run('dood', 'old', 1000));
  await settled();
  stage.refuses = true;
  stage.containers = [run('dind', 'new', 9000)];
  stage.ends();
  await look(stage.clock);
  stage.refuses = false;
  await look(stage.clock);
  expect(stage.asked.slice(1)).toEqual([
    ['new', { tail: 3000 }],
    ['new', { tail: 3000 }],
  ]);
  stage.abort.abort();
  await done;
});

test('a Jenkins that stays off is looked for less often', async () => {
  const { stage, done } = staged(run('dood', 'old', 1000));
  await settled();
  stage.containers = [run('dood', 'old', 1000, 'exited')];
  stage.ends();
  const looksIn = async (seconds: number): Promise<number> => {
    const before = stage.looks;
    for (let second = 0; second < seconds; second += 1) await look(stage.clock);
    return stage.looks - before;
  };
  expect(await looksIn(60)).toBeGreaterThan(50);
  expect(await looksIn(60)).toBeLessThan(15);
  stage.containers = [run('dood', 'old', 2_000_000)];
  await looksIn(5);
  expect(stage.asked.at(-1)).toEqual(['old', { since: 2_000_000 }]);
  stage.abort.abort();
  await done;
});

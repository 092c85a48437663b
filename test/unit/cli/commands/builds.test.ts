import { expect, test } from 'vitest';
import { builds } from '../../../../electron/cli/commands/builds.ts';
import { ok } from '../../../../electron/shared/failure.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { testClock } from '../../../doubles/clock.ts';
import { failureFrom, lines, type Script, stage } from '../../../doubles/command.ts';
import { container } from '../../../doubles/situation.ts';

const NOW = 10_000_000;
const build = (change: Partial<Build>): Build => ({
  job: 'train',
  number: 42,
  url: 'http://127.0.0.1:8081/job/train/42/',
  result: 'running',
  startedAt: NOW - 180_000,
  duration: 180_000,
  estimated: null,
  ...change,
});
const LIST = [
  build({}),
  build({ job: 'team/lint', number: 7, result: 'failure', startedAt: NOW - 7_200_000, duration: 4200 }),
];

function staged(options: Script['options'] = {}, isRunning = true) {
  const limits: number[] = [];
  const lab = stage({
    options,
    world: {
      clock: testClock(NOW),
      engine: {
        containersNamed: async () => (isRunning ? [container('jenkins-container', { state: 'running' })] : []),
      },
      jenkins: {
        running: async () => ok(LIST.filter(({ result }) => result === 'running')),
        async recent(_at, limit) {
          limits.push(limit);
          return ok(LIST);
        },
      },
    },
  });
  return { ...lab, limits };
}

test('builds are a table, newest first', async () => {
  const lab = staged();
  expect(await builds(lab.context, [], { limit: '20' })).toBe(0);
  expect(lab.out()).toBe(
    lines(
      'Build           Result   Started    Took',
      'train #42       running  3 min ago  3 min',
      'team » lint #7  failure  2 h ago    4.2 s',
    ),
  );
  expect(lab.limits).toEqual([20]);
});

test('as JSON they have every field, by a template what is asked for, and quietly their names', async () => {
  const json = staged({ json: true });
  await builds(json.context, [], { limit: '20' });
  expect(JSON.parse(json.out())).toEqual({ builds: LIST });
  const format = staged({ json: true, format: '{{range .builds}}{{.job}} {{.result}}\\n{{end}}' });
  await builds(format.context, [], { limit: '20' });
  expect(format.out()).toBe('train running\nteam/lint failure');
  const quiet = staged({ quiet: true });
  await builds(quiet.context, [], { limit: '1' });
  expect(quiet.out()).toBe('train #42');
});

test('without a running Jenkins there are none to list', async () => {
  const failure = await failureFrom(builds(staged({}, false).context, [], { limit: '20' }));
  expect(failure).toMatchObject({ code: 'jenkins/unreachable', title: 'Jenkins is not running' });
});

test.each(['0', '101', '1.5', 'all'])('--limit %s is refused', async (limit) => {
  expect((await failureFrom(builds(staged().context, [], { limit }))).code).toBe('usage/invalid');
});

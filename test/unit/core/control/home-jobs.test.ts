import { expect, test } from 'vitest';
import { HomeJobs } from '../../../../electron/core/control/home-jobs.ts';
import { MAKE_SNAPSHOT } from '../../../../electron/core/execute/home-snapshot-script.ts';
import type { HomeJobRequest } from '../../../../electron/shared/home-job.ts';
import { DrainScript } from '../../../doubles/model-engine/drain-script.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';

const create: HomeJobRequest = { kind: 'create', without: 'nothing', wait: null };

/** Jobs of the app on a machine whose Jenkins runs, and what they showed. */
async function stage() {
  const machine = await Machine.running('dood');
  const { world } = machine.process();
  const shown: string[] = [];
  const jobs: HomeJobs = new HomeJobs({
    ...{ world: async () => world, version: '1', clock: machine.clock },
    changed: () => {
      const { now } = jobs;
      shown.push(now === undefined ? '-' : now.state === 'running' ? `${now.kind} ${now.line}`.trim() : now.end.kind);
    },
  });
  const run = async (request: HomeJobRequest) => {
    jobs.start(request);
    await jobs.idle();
    return jobs.now?.state === 'ended' ? jobs.now : null;
  };
  return { machine, jobs, shown, run };
}
const made = async (run: (request: HomeJobRequest) => Promise<{ subject: string } | null>): Promise<string> =>
  (await run(create))?.subject ?? '';

test('a snapshot is made, and named at the end', async () => {
  const { run, shown, jobs } = await stage();
  expect(await run(create)).toMatchObject({
    subject: expect.stringMatching(/-dood-/),
    end: { kind: 'done', lines: ['9 files and folders, 500 B (zstd).', 'Jenkins was quiet.'] },
  });
  expect(shown).toEqual(['create', 'done']);
  jobs.dismiss();
  expect(jobs.now).toBe(undefined);
});

test('one job at a time, and a failure is told', async () => {
  const { machine, jobs } = await stage();
  const script = new DrainScript();
  script.builds = [{ job: 'train', number: 7, endsAt: machine.clock.now() + 60_000 }];
  machine.script = script;
  jobs.start(create);
  expect(() => jobs.start(create)).toThrow('Jenkins Tray is already working');
  await jobs.idle();
  expect(jobs.now).toMatchObject({ end: { kind: 'failed', failure: { title: 'Builds are running' } } });
});

test('a cancelled job says so, and Jenkins builds again', async () => {
  const { machine, jobs } = await stage();
  const script = new DrainScript();
  script.builds = [{ job: 'train', number: 7, endsAt: machine.clock.now() + 3_600_000 }];
  machine.script = script;
  jobs.start({ ...create, wait: 0 });
  await machine.clock.after(2000, () => jobs.cancel());
  await jobs.idle();
  expect(jobs.now).toMatchObject({ end: { kind: 'cancelled' } });
  expect(script.draining).toBe(false);
  expect(machine.commands.some(({ 2: it }) => it === MAKE_SNAPSHOT)).toBe(false);
});

test('what is done with a snapshot needs that snapshot', async () => {
  const { run, jobs } = await stage();
  const name = await made(run);
  expect(await run({ kind: 'verify', name })).toMatchObject({ end: { kind: 'done' } });
  expect([...jobs.verified.keys()]).toEqual([name]);
  expect(await run({ kind: 'export', name, file: '/srv/saved.tar' })).toMatchObject({ end: { kind: 'done' } });
  expect(await run({ kind: 'delete', name })).toMatchObject({ end: { kind: 'done' } });
  expect([...jobs.verified.keys()]).toEqual([]);
});

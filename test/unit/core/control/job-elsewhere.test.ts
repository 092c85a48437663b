import { expect, test } from 'vitest';
import { createSnapshot, SNAPSHOT_PURPOSE } from '../../../../electron/core/control/home-snapshots.ts';
import { JobElsewhere } from '../../../../electron/core/control/job-elsewhere.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { jobTitle } from '../../../../electron/shared/home-job.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** What an app shows that is open beside a command which makes a snapshot. */
async function stage(fault: PlannedFault['fault']) {
  const machine = await Machine.running('dood');
  const app = machine.process().world;
  let isOwn = false;
  const shown: (string | undefined)[] = [];
  const elsewhere: JobElsewhere = new JobElsewhere({
    ...{ lock: app.lock, clock: machine.clock, isOwn: () => isOwn },
    changed: () => shown.push(elsewhere.now === undefined ? undefined : jobTitle(elsewhere.now)),
  });
  elsewhere.watch();
  const command = machine.process([{ call: `run ${names.oneShot}`, nth: 1, fault }]);
  const never = new AbortController().signal;
  const make = () =>
    createSnapshot(command.world, { version: '1', output: () => undefined }, { wait: null, without: 'nothing' }, never)
      .then(({ name }) => name)
      .catch((thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.title : thrown));
  const own = (): void => {
    isOwn = true;
  };
  return { machine, elsewhere, shown, command, make, own };
}
const slow = { kind: 'delay', ms: 60_000 } as const;
const TITLE = 'Making a snapshot of the home (command line)';

test('a snapshot that the command line makes is shown until it is made', async () => {
  const { make, shown, elsewhere } = await stage(slow);
  expect(await make()).toMatch(/-dood-/);
  await expect.poll(() => shown, { interval: 1 }).toEqual([TITLE, undefined]);
  expect(elsewhere.now).toBe(undefined);
});

test('it can be cancelled from there: none is made, and Jenkins builds again', async () => {
  const { make, machine, elsewhere, shown } = await stage(slow);
  machine.clock.after(30_000, () => {
    elsewhere.cancel();
    expect(elsewhere.now).toMatchObject({ isCancelled: true });
    elsewhere.cancel();
  });
  expect(await make()).toBe('Cancelled from another Jenkins Tray');
  await expect.poll(() => shown, { interval: 1 }).toEqual([TITLE, TITLE, undefined]);
  expect([machine.upgrades.snapshots.size, machine.rest.quiet]).toEqual([0, false]);
});

test('a cancel that comes after its end does not cancel the work that follows it', async () => {
  const machine = await Machine.running('dood');
  let purpose = SNAPSHOT_PURPOSE;
  let asked = 0;
  const lock = {
    purpose: async () => purpose,
    watch: () => () => undefined,
    askToCancel: async () => {
      asked += 1;
    },
  };
  const elsewhere = new JobElsewhere({ lock, clock: machine.clock, isOwn: () => false, changed: () => undefined });
  elsewhere.watch();
  await expect.poll(() => elsewhere.now, { interval: 1 }).toBeDefined();
  purpose = 'up dind';
  elsewhere.cancel();
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toBe(0);
  elsewhere.close();
});

test('one whose process was killed is not shown for long', async () => {
  const { make, command, machine, elsewhere } = await stage({ kind: 'crash', carriedOut: true });
  void make();
  await command.crashed;
  machine.clock.advance(10_000);
  await expect.poll(() => elsewhere.now, { interval: 1 }).toBe(undefined);
});

test.each(['own', 'closed', 'switch'])('nothing is shown of what is not another’s snapshot (%s)', async (what) => {
  const { make, machine, elsewhere, shown, own } = await stage(slow);
  if (what === 'own') own();
  if (what === 'closed') elsewhere.close();
  if (what === 'switch') await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' });
  else await make();
  expect(shown).toEqual([]);
});

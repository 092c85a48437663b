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

/** What it shows of a lock whose purpose is told by hand. */
async function byHand() {
  const { clock } = await Machine.running('dood');
  const holder = { purpose: SNAPSHOT_PURPOSE, asked: 0, read: 0, watched: 0, canBeAsked: true, canBeRead: true };
  let changesOfLock = (): void => undefined;
  const lock = {
    purpose: () => {
      holder.read += 1;
      return holder.canBeRead ? Promise.resolve(holder.purpose) : Promise.reject(new Error('no disk'));
    },
    watch: (changed: () => void) => {
      holder.watched += 1;
      changesOfLock = changed;
      return () => {
        holder.watched -= 1;
      };
    },
    askToCancel: async () => {
      holder.asked += 1;
      if (!holder.canBeAsked) throw new Error('no space');
    },
  };
  let changes = 0;
  const changed = (): void => {
    changes += 1;
  };
  const elsewhere = new JobElsewhere({ lock, clock, isOwn: () => false, changed });
  elsewhere.watch();
  await expect.poll(() => elsewhere.now, { interval: 1 }).toBeDefined();
  return { holder, elsewhere, clock, changes: () => changes, touch: () => changesOfLock() };
}
const settled = async (): Promise<void> => {
  for (let turns = 0; turns < 9; turns += 1) await Promise.resolve();
};

test('a cancel that comes after its end does not cancel the work that follows it', async () => {
  const { holder, elsewhere } = await byHand();
  holder.purpose = 'up dind';
  elsewhere.cancel();
  await settled();
  expect(holder.asked).toBe(0);
  elsewhere.close();
});

test('one that cannot be asked to cancel goes on, and can be asked again', async () => {
  const { holder, elsewhere } = await byHand();
  holder.canBeAsked = false;
  elsewhere.cancel();
  expect(elsewhere.now).toMatchObject({ isCancelled: true });
  await settled();
  expect(elsewhere.now).toMatchObject({ state: 'running', isCancelled: false });
  elsewhere.cancel();
  await settled();
  expect(holder.asked).toBe(2);
  elsewhere.close();
});

test('a lock that cannot be read is nobody’s, and what is not shown is not cancelled', async () => {
  const { holder, elsewhere, clock, changes } = await byHand();
  holder.canBeRead = false;
  clock.advance(2000);
  await settled();
  expect(elsewhere.now).toBe(undefined);
  const before = changes();
  elsewhere.cancel();
  await settled();
  expect([holder.asked, changes()]).toEqual([0, before]);
  elsewhere.close();
});

test('it watches the lock once, and not at all once it is closed', async () => {
  const { holder, elsewhere, clock, changes } = await byHand();
  elsewhere.watch();
  expect(holder.watched).toBe(1);
  await settled();
  const before = changes();
  elsewhere.close();
  expect(holder.watched).toBe(0);
  holder.purpose = 'up dind';
  clock.advance(10_000);
  await settled();
  expect(changes()).toBe(before);
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

test('while one is shown the lock is read every two seconds, and afterwards only when it changes', async () => {
  const { holder, elsewhere, clock, touch } = await byHand();
  const readBy = async (act: () => void): Promise<number> => {
    const before = holder.read;
    act();
    await settled();
    return holder.read - before;
  };
  for (let times = 0; times < 3; times += 1) expect(await readBy(touch)).toBe(1);
  expect(await readBy(() => clock.advance(2000))).toBe(1);
  holder.purpose = 'up dind';
  expect(await readBy(touch)).toBe(1);
  expect(await readBy(() => clock.advance(60_000))).toBe(0);
  elsewhere.close();
});

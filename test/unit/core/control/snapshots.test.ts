import { expect, test } from 'vitest';
import { Snapshots } from '../../../../electron/core/control/snapshots.ts';
import { initialSnapshot } from '../../../../electron/shared/initial-snapshot.ts';

test('each snapshot is newer than the one before, and told to whoever listens', () => {
  const snapshots = new Snapshots(initialSnapshot);
  const told: number[] = [];
  const end = snapshots.subscribe(({ revision }) => told.push(revision));
  expect(snapshots.publish({ intent: 'dind' })).toEqual({ ...initialSnapshot, intent: 'dind', revision: 1 });
  snapshots.publish({});
  end();
  snapshots.publish({});
  expect(told).toEqual([1, 2]);
  expect(snapshots.now.revision).toBe(3);
});

test('a snapshot is waited for, then no longer', async () => {
  const snapshots = new Snapshots(initialSnapshot);
  let looks = 0;
  let isThere = false;
  const there = snapshots
    .until(({ intent }) => {
      looks += 1;
      return intent === 'dind';
    })
    .then(() => {
      isThere = true;
    });
  snapshots.publish({ intent: 'dood' });
  await Promise.resolve();
  await Promise.resolve();
  expect(isThere).toBe(false);
  snapshots.publish({ intent: 'dind' });
  await there;
  snapshots.publish({ intent: 'off' });
  expect(looks).toBe(3);
  await snapshots.until(({ intent }) => intent === 'off');
});

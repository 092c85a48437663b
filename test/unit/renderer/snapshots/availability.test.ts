import { expect, test } from 'vitest';
import type { HomeJob } from '../../../../electron/shared/home-job.ts';
import type { Snapshot } from '../../../../electron/shared/snapshot.ts';
import { availabilityOf } from '../../../../renderer/snapshots/availability.ts';
import { idle, situations, working } from '../../../lab/situations.ts';

const job = (kind: HomeJob['kind']): HomeJob => ({
  ...{ kind, subject: '', startedAt: 0 },
  ...{ state: 'running', line: '', isCancelled: false },
});

test.each<readonly [string, Snapshot, readonly [boolean, boolean, string | null]]>([
  ['all is idle', idle, [true, true, null]],
  [
    'a job has ended',
    { ...idle, job: { ...job('create'), state: 'ended', end: { kind: 'cancelled' } } },
    [true, true, null],
  ],
  ['a switch runs', working, [true, false, 'busy']],
  ['another process works', { ...working, activity: { kind: 'idle' } }, [true, false, 'busy']],
  ['a snapshot is made', { ...idle, job: job('create') }, [false, false, 'busy']],
  ['the command line makes one', { ...idle, job: { ...job('create'), isElsewhere: true } }, [true, false, 'busy']],
  ['one is read', { ...idle, job: job('verify') }, [false, false, 'busy']],
  ['the engine is away', situations.unreachable ?? idle, [false, false, 'no-engine']],
])('while %s, what can be asked for', (_what, snapshot, [reads, changes, why]) => {
  expect(availabilityOf(snapshot)).toEqual({ reads, changes, why });
});

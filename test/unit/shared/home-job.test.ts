import { expect, test } from 'vitest';
import {
  doneTitle,
  type HomeJob,
  type HomeJobEnd,
  type HomeJobKind,
  holdsHome,
  jobNews,
  jobShare,
  jobTitle,
} from '../../../electron/shared/home-job.ts';

const KINDS: readonly HomeJobKind[] = ['create', 'verify', 'export', 'import', 'delete'];
const running = (kind: HomeJobKind): HomeJob => ({
  ...{ kind, subject: 'NAME', startedAt: 0 },
  ...{ state: 'running', line: '', isCancelled: false },
});

test('each job has a heading while it runs and once it is done', () => {
  expect(KINDS.map((kind) => [jobTitle(running(kind)), doneTitle(running(kind))])).toEqual([
    ['Making a snapshot of the home', 'NAME is made'],
    ['Verifying NAME', 'NAME is as it was written'],
    ['Exporting NAME', 'NAME is exported'],
    ['Importing NAME', 'NAME is imported'],
    ['Deleting NAME', 'NAME is deleted'],
  ]);
});

test('no switch begins while a snapshot is made', () => {
  expect(KINDS.filter((kind) => holdsHome(running(kind)))).toEqual(['create']);
  expect(holdsHome({ ...running('create'), state: 'ended', end: { kind: 'cancelled' } })).toBe(false);
  expect(holdsHome(undefined)).toBe(false);
});

test.each([
  ['packed 40 %', 0.4],
  ['unpacked 99 %', 0.99],
  ['packing 9 files and folders, 3 MiB', null],
  ['', null],
] as const)('%j is %j of a job', (line, share) => {
  expect(jobShare(line)).toBe(share);
});

test('what is new about a job is told in one line', () => {
  const ended = (end: HomeJobEnd): HomeJob => ({ ...running('verify'), state: 'ended', end });
  const failure = { code: 'snapshot/damaged', title: 'The snapshot NAME is damaged', detail: '' } as const;
  expect([
    jobNews(undefined),
    jobNews(running('verify')),
    jobNews(ended({ kind: 'done', lines: [] })),
    jobNews(ended({ kind: 'cancelled' })),
    jobNews(ended({ kind: 'failed', failure })),
  ]).toEqual([
    ...['', 'Verifying NAME', 'NAME is as it was written', 'Verifying NAME: cancelled'],
    'The snapshot NAME is damaged',
  ]);
});

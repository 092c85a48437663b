import { expect, test } from 'vitest';
import { GIB } from '../../../../electron/shared/format.ts';
import type { SnapshotEstimate } from '../../../../electron/shared/home-snapshot.ts';
import { estimateText } from '../../../../renderer/snapshots/estimate.ts';

const estimate: SnapshotEstimate = {
  ...{ folder: '/srv/home-snapshots', method: 'zstd', files: 100_000 },
  ...{ bytes: 2 * GIB, free: 10 * GIB, need: 2.4 * GIB },
};

test('what a snapshot takes is said beforehand', () => {
  expect(estimateText(estimate)).toEqual({
    lines: [
      '100000 files and folders, 2.0 GiB, would be stored in /srv/home-snapshots.',
      'It needs 2.4 GiB, of 10.0 GiB that are free.',
    ],
    isTooFull: false,
  });
});
test('too little space is told, and an unknown one is not', () => {
  expect(estimateText({ ...estimate, free: GIB }).isTooFull).toBe(true);
  expect(estimateText({ ...estimate, free: null })).toMatchObject({
    lines: [expect.any(String), 'It needs 2.4 GiB.'],
    isTooFull: false,
  });
});
test('a disk that shares blocks needs no space', () => {
  expect(estimateText({ ...estimate, method: 'reflink', free: 0 }).isTooFull).toBe(false);
});

import { expect, test } from 'vitest';
import { pagePace } from '../../../../electron/core/execute/page-pace.ts';

test('another program at Jenkins’ port is asked less and less often, a starting Jenkins at a twentieth of its time', () => {
  let now = 0;
  const pace = pagePace({ monotonic: () => now });
  const looks = (seconds: number, stranger: boolean): number => {
    let count = 0;
    for (const end = now + seconds * 1000; now < end; count += 1)
      now += pace(stranger ? { kind: 'starting', stranger: true } : { kind: 'starting' });
    return count;
  };
  expect([looks(2, false), looks(8, false)]).toEqual([35, 39]);
  expect(looks(180, true)).toBeLessThan(200);
  // As soon as it answers as one.
  expect([looks(1, false), pace({ kind: 'none' })]).toEqual([4, 25]);
});

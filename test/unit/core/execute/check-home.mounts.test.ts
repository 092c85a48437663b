import { expect, test } from 'vitest';
import { checkHome } from '../../../../electron/core/execute/check-home.ts';
import type { OneShot } from '../../../../electron/core/world/engine.ts';
import { goodHome, HOME, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

test('the check can write to the home alone, and follows its links to data mounts', async () => {
  const runs: OneShot[] = [];
  const world = fakeWorld({
    homes: { newId: () => 'new-id' },
    host: { computer: () => ({ id: 'one', name: 'ada' }), home: async () => goodHome },
    engine: {
      async runOneShot(run) {
        runs.push(run);
        throw new Error('seen');
      },
    },
  });
  const dataMounts = [
    { source: '/mnt/same', target: null, readOnly: false },
    { source: '/mnt/data', target: '/data', readOnly: false },
  ];
  const run = { world, settings: settings({ dataMounts }), names, version: '1', output: () => undefined };
  const cause = { object: '', current: '', desired: '' };
  const step = { kind: 'check-home', home: HOME, image: 'image', chown: false, release: null } as const;
  await expect(
    checkHome({ ...step, updated: false, known: null, cause }, run, new AbortController().signal),
  ).rejects.toThrow('seen');
  expect(runs[0]?.binds).toEqual([
    { source: HOME, target: HOME, readOnly: false },
    { source: '/mnt/same', target: '/mnt/same', readOnly: true },
    { source: '/mnt/data', target: '/data', readOnly: true },
  ]);
});

import { expect, test } from 'vitest';
import { noteMissingToolkit } from '../../../../electron/core/execute/build-gpus.ts';
import { namesOf } from '../../../../electron/core/stack/names.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import { settings } from '../../../doubles/situation.ts';
import { fakeWorld, intentWith } from '../../../doubles/world.ts';

/** What is stored with the intent after a nested engine's health check said this. */
async function stored(said: string, before: string | null): Promise<readonly (string | null)[]> {
  const saved: (string | null)[] = [];
  const world = fakeWorld({
    intent: {
      load: () => intentWith({ mode: 'dind', toolkitFrom: before }),
      save: async ({ toolkitFrom }: Intent) => {
        saved.push(toolkitFrom);
      },
    },
    host: { nvidiaRepository: async () => 'https://a.example/libnvidia-container', nvidiaTools: async () => [] },
  });
  await noteMissingToolkit(said, { world, settings: settings(), names: namesOf(''), version: '1', output: () => {} });
  return saved;
}

test('a nested engine without the toolkit is stored with where to get it, until it has one', async () => {
  expect(await stored('no NVIDIA toolkit\n', null)).toEqual(['https://a.example/libnvidia-container']);
  expect(await stored('', 'https://a.example/libnvidia-container')).toEqual([null]);
  expect(await stored('', null)).toEqual([]);
});

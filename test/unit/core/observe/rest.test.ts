import { expect, test } from 'vitest';
import { unlookedHome } from '../../../../electron/core/observe/home-fact.ts';
import { observeNetworkUsers, observeRest } from '../../../../electron/core/observe/rest.ts';
import { goodHome, HOME, names, nothingThere, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const { signal } = new AbortController();
const object = (name: string) => ({ name, id: `id-${name}`, labels: {} });

test('a plan with steps gets all objects, and the home, unless that was looked at', async () => {
  let looks = 0;
  const asking = async (wanted: readonly string[]) => wanted.map(object);
  const world = fakeWorld({
    engine: { networksNamed: asking, volumesNamed: asking, imagesNamed: asking },
    host: {
      home: async () => {
        looks += 1;
        return goodHome;
      },
    },
  });
  const scope = { settings: settings(), names, home: HOME };
  const unseen = await observeRest(world, scope, { ...nothingThere, home: unlookedHome }, signal);
  expect([unseen.home, looks]).toEqual([goodHome, 1]);
  expect([unseen.networks.length, unseen.volumes.length, unseen.images.length]).toEqual([1, 3, 3]);
  const seen = await observeRest(world, scope, { ...nothingThere, home: { ...goodHome, empty: true } }, signal);
  expect([seen.home.empty, looks]).toEqual([true, 1]);
});

test('who is in our networks is added to the facts', async () => {
  const world = fakeWorld({ engine: { networkUsers: async (id) => [{ id: `user of ${id}`, name: id }] } });
  const facts = { ...nothingThere, networks: [object('a'), object('b')] };
  expect(await observeNetworkUsers(world, facts, signal)).toEqual({
    ...facts,
    networkUsers: ['id-a', 'id-b'].map((id) => ({ id: `user of ${id}`, name: id })),
  });
});

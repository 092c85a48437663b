import { expect, test } from 'vitest';
import { withHomeId } from '../../../../electron/core/execute/home-id.ts';
import { names, settings, stack } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** The home's label of each container of DinD, on a home that is known as `known`; what is remembered. */
async function labelled(known: string | null) {
  const remembered: string[] = [];
  const world = fakeWorld({
    homes: {
      known: async () => known,
      newId: () => 'new-id',
      remember: async (home, id) => {
        remembered.push(`${home} ${id}`);
      },
    },
  });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const labels = await Promise.all(
    stack('dind').containers.map(async (spec) => {
      const { role, body } = await withHomeId(spec, run);
      return [role, body.Labels['io.jenkins-tray.home']];
    }),
  );
  return { labels: Object.fromEntries(labels), remembered };
}

test('Jenkins says which home it has, a new one or a known one; the nested engine does not', async () => {
  expect(await labelled('known-id')).toEqual({
    labels: { jenkins: 'known-id', dind: undefined },
    remembered: ['/srv/jenkins known-id'],
  });
  expect(await labelled(null)).toEqual({
    labels: { jenkins: 'new-id', dind: undefined },
    remembered: ['/srv/jenkins new-id'],
  });
});

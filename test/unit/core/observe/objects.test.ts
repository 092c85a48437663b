import { expect, test } from 'vitest';
import { decidingObjects } from '../../../../electron/core/observe/objects.ts';
import type { ContainerFact, MountFact } from '../../../../electron/core/world/engine.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import { container, names } from '../../../doubles/situation.ts';

/** Which networks, volumes and images are asked for, where what runs already tells of some. */

const { signal } = new AbortController();
const object = (name: string) => ({ name, id: `id-of-${name}`, labels: { asked: 'yes' } });

/** What is found for an intent; those that were asked for have a label. */
async function found(intent: Pick<Intent, 'mode' | 'purge'>, containers: readonly ContainerFact[] = []) {
  const asking = async (wanted: readonly string[]) => wanted.map(object);
  const engine = { networksNamed: asking, volumesNamed: asking, imagesNamed: asking };
  const { networks, volumes, images } = await decidingObjects(
    engine,
    names,
    intent,
    Promise.resolve(containers),
    signal,
  );
  const told = (all: typeof networks): readonly string[] =>
    all.map(({ name, id, labels }) => `${'asked' in labels ? 'asked' : 'known'} ${name} ${id}`);
  return { networks: told(networks), volumes: told(volumes), images: images.length };
}

const inNetwork = (state: ContainerFact['state'], id = 'n1', name = names.network): ContainerFact =>
  container('jenkins-container', { state, networks: [{ name, id }] });
const askedNetwork = ['asked jenkins id-of-jenkins'];

test.each<[ContainerFact['state'], readonly string[]]>([
  ['running', ['known jenkins n1']],
  ['paused', ['known jenkins n1']],
  ['restarting', askedNetwork],
  ['exited', askedNetwork],
  ['created', askedNetwork],
])('the network of a container that is %s', async (state, networks) => {
  expect((await found({ mode: 'dood', purge: [] }, [inNetwork(state)])).networks).toEqual(networks);
});

test('a container in another network, or that has never been in ours, proves nothing', async () => {
  for (const one of [inNetwork('running', 'n1', 'bridge'), inNetwork('running', '')])
    expect((await found({ mode: 'dood', purge: [] }, [one])).networks).toEqual(askedNetwork);
});

const volumes = Object.values(names.volumes);
const mounting = (sources: readonly string[], change: Partial<MountFact> = { mountpoint: '/v' }): ContainerFact =>
  container('nvidia-dind-container', {
    state: 'exited',
    mounts: sources.map((source) => ({ source, target: '/data', ...change })),
  });

test('the volumes of a nested engine are there if containers mount all of them, whether or not they run', async () => {
  const dind = { mode: 'dind', purge: [] } as const;
  const known = volumes.map((name) => `known ${name} ${name}`);
  const asked = volumes.map((name) => `asked ${name} id-of-${name}`);
  expect((await found(dind, [mounting(volumes)])).volumes).toEqual(known);
  expect((await found(dind, [mounting(volumes.slice(1)), mounting(volumes.slice(0, 1))])).volumes).toEqual(known);
  expect((await found(dind, [mounting(volumes.slice(1))])).volumes).toEqual(asked);
  // A folder of that name.
  expect((await found(dind, [mounting(volumes, {})])).volumes).toEqual(asked);
  expect((await found({ mode: 'dood', purge: [] })).volumes).toEqual([]);
});

test('on the way to off, what is there is asked for with its labels, and only what may be removed', async () => {
  const there = [inNetwork('running'), mounting(volumes)];
  const off = await found({ mode: 'off', purge: [] }, there);
  expect(off).toEqual({ networks: askedNetwork, volumes: [], images: 0 });
  const all = await found({ mode: 'off', purge: ['volumes', 'images'] }, there);
  expect(all).toEqual({
    networks: askedNetwork,
    volumes: volumes.map((name) => `asked ${name} id-of-${name}`),
    images: 3,
  });
});

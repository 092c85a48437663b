import { expect, test } from 'vitest';
import { observeRunning } from '../../../../electron/core/observe/running.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { container, HOME } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const REAL: Readonly<Record<string, string>> = { [HOME]: '/data/jenkins', '/link': '/data/jenkins/jobs' };

/** The names of those that were inspected, of these that run. */
async function inspected(
  listed: readonly ContainerFact[],
  named: readonly ContainerFact[] = [],
  network: string | null = 'jenkins',
) {
  let asked: readonly string[] = [];
  const world = fakeWorld({
    engine: {
      runningContainers: async () => listed,
      containersNamed: async (names) => {
        asked = names;
        return listed.filter(({ name }) => names.includes(name)).map((it) => ({ ...it, exitCode: 7 }));
      },
    },
    host: { realPath: async (path) => REAL[path] ?? path },
  });
  const found = await observeRunning(world, HOME, named, new AbortController().signal, network);
  expect(found.running.map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
  expect(found.running.filter(({ exitCode }) => exitCode === 7).map(({ name }) => name)).toEqual(asked);
  return { asked, realPaths: found.realPaths };
}
const mounting = (source: string, readOnly?: boolean) =>
  container('other', {
    mounts: [
      { source: '/x', target: '/x' },
      { source, target: '/w', ...(readOnly === undefined ? {} : { readOnly }) },
    ],
  });

test.each<[string, boolean]>([
  [HOME, true],
  ['/data/jenkins', true],
  ['/link', true],
  ['/data', true],
  ['/', true],
  ['/data/jenkins/jobs', true],
  ['/data/jenkins2', false],
  ['/dat', false],
  ['/srv', false],
])('one that mounts %s can write to the home, and is inspected: %s', async (source, isUser) => {
  expect((await inspected([mounting(source)])).asked).toEqual(isUser ? ['other'] : []);
  expect((await inspected([mounting(source, false)])).asked).toEqual(isUser ? ['other'] : []);
  expect((await inspected([mounting(source, true)])).asked).toEqual([]);
});

test('those in our network are inspected for their names, each once, and no other neighbours', async () => {
  const inNetwork = (name: string, change: Partial<ContainerFact> = {}) =>
    container('other', {
      networks: [
        { name: 'bridge', id: '1' },
        { name, id: '2' },
      ],
      ...change,
    });
  expect((await inspected([inNetwork('jenkins')])).asked).toEqual(['other']);
  expect((await inspected([inNetwork('jenkins', { mounts: [{ source: HOME, target: '/h' }] })])).asked).toEqual([
    'other',
  ]);
  expect((await inspected([inNetwork('else')])).asked).toEqual([]);
  expect((await inspected([inNetwork('jenkins')], [], null)).asked).toEqual([]);
});

test('what was inspected under our names is not inspected again', async () => {
  const other = mounting(HOME);
  expect((await inspected([other], [other])).asked).toEqual([]);
  expect(
    (await inspected([other], [container('mine', { mounts: [{ source: '/mine', target: '/m' }] })])).asked,
  ).toEqual(['other']);
});

test('the real paths are those of the home, and of what runs or has our names', async () => {
  const named = [container('mine', { mounts: [{ source: '/mine', target: '/m' }] })];
  expect((await inspected([mounting('/link')], named)).realPaths).toEqual({
    [HOME]: '/data/jenkins',
    '/link': '/data/jenkins/jobs',
    '/x': '/x',
    '/mine': '/mine',
  });
});

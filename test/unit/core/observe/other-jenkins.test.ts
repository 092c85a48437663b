import { expect, test } from 'vitest';
import { homeOf, otherJenkins } from '../../../../electron/core/observe/other-jenkins.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { container, names, ours } from '../../../doubles/situation.ts';

const made = {
  command: [],
  env: [],
  exposed: [],
  publishes: [],
  aliases: {},
  user: '',
  memory: 0,
  restart: { name: 'no', retries: 0 },
};
const withHome = (readOnly?: boolean) => ({
  mounts: [
    { source: '/a', target: '/a' },
    { source: 'data', target: '/var/jenkins_home', ...(readOnly === undefined ? {} : { readOnly }) },
  ],
});

/** What is found of these, and what was inspected; a list says nothing of what a container was created with. */
async function look(all: readonly ContainerFact[]) {
  let inspected: readonly string[] = [];
  const engine = {
    allContainers: async () => all.map((it) => ({ ...it, made: null })),
    containersNamed: async (wanted: readonly string[]) => {
      inspected = wanted;
      return all.filter(({ name }) => wanted.includes(name));
    },
  };
  const found = await otherJenkins(engine, names, new AbortController().signal);
  return { found: found.map(({ name }) => name), inspected };
}

test.each<[string, Partial<ContainerFact>, boolean]>([
  ['an image of Jenkins', { image: 'jenkins/jenkins' }, true],
  ['a home', withHome(), true],
  ['a home', withHome(false), true],
  ['a home that it only reads', withHome(true), false],
  ['Jenkins in its environment', { made: { ...made, env: ['JENKINS_HOME=/x'] } }, true],
  ['an agent’s image and the home', { image: 'jenkins/inbound-agent', ...withHome() }, false],
  ['a build’s environment and the home', { made: { ...made, env: ['BUILD_TAG=x'] }, ...withHome() }, false],
  ['an engine’s image and the home', { image: 'docker:dind', ...withHome() }, false],
  ['an engine’s image and the home', { image: 'docker', ...withHome() }, false],
  ['an engine’s image of a mirror and the home', { image: 'mirror.house/docker@sha256:1', ...withHome() }, false],
  ['an engine’s image and the home', { image: 'house/nvidia-dind:1', ...withHome() }, false],
  [
    'an engine’s command and the home',
    { made: { ...made, command: ['/usr/bin/dockerd-entrypoint.sh'] }, ...withHome() },
    false,
  ],
  ['an engine’s command and the home', { made: { ...made, command: ['dockerd'] }, ...withHome() }, false],
  ['an image that only sounds like an engine’s', { image: 'mydocker:1', ...withHome() }, true],
  [
    'a command that only sounds like an engine’s',
    { made: { ...made, command: ['sh', 'xdockerd'] }, ...withHome() },
    true,
  ],
  ['nothing of Jenkins', { image: 'postgres' }, false],
  ['the labels of the app', { image: 'jenkins/jenkins', labels: ours('dood')[0]?.labels ?? {} }, false],
  [
    'the labels of an image of the app',
    {
      image: 'jenkins/jenkins',
      labels: { 'io.jenkins-tray.instance': 'default', 'io.jenkins-tray.parts': 'recipe=1' },
    },
    true,
  ],
])('a container with %s is another Jenkins, or not', async (_what, change, isOne) => {
  expect((await look([container('blue', change)])).found).toEqual(isOne ? ['blue'] : []);
});

test('one that was taken over before is none any more; one that only has such a name is', async () => {
  const kept = (id: string) => container('ci-before-jenkins-tray-abcdef', { id, image: 'jenkins/jenkins' });
  expect((await look([kept('abcdef0123')])).found).toEqual([]);
  expect((await look([kept('0123abcdef')])).found).toHaveLength(1);
  expect((await look([container('', { image: 'jenkins/jenkins' })])).inspected).toEqual([]);
});

test('likely ones are inspected first, and of all others the newest', async () => {
  const many = Array.from({ length: 120 }, (_, at) => container(`c${at}`, { createdAt: (at * 37) % 120 }));
  const likely = [
    container('old', { image: 'jenkins/jenkins', createdAt: -1 }),
    container('data', { ...withHome(), createdAt: -2 }),
    container(names.jenkins.dood, { createdAt: -3 }),
    container(names.nestedEngine, { createdAt: -4 }),
    container(names.oneShot, { createdAt: -5 }),
  ];
  const { inspected } = await look([...many, ...likely]);
  expect(inspected.slice(0, 5)).toEqual(likely.map(({ name }) => name));
  const newest = [...many].sort((a, b) => b.createdAt - a.createdAt).slice(0, 100);
  expect(inspected.slice(5)).toEqual(newest.map(({ name }) => name));
});

test('what is mounted as the home is found among other mounts', () => {
  expect(homeOf(container('a', withHome()))?.source).toBe('data');
  expect(homeOf(container('a', withHome(true)))).toBeUndefined();
  expect(homeOf(container('a'))).toBeUndefined();
});

import { expect, test } from 'vitest';
import {
  container,
  findingsFor,
  HOME,
  names,
  nothingThere,
  ours,
  planFor,
  running,
  text,
  withPreflight,
} from '../../../doubles/situation.ts';

test('a leftover build container is found however the home’s path is written', () => {
  const left = container('happy_hopper', {
    createdAt: 2000,
    mounts: [{ source: '/data/jenkins/workspace/train-model', target: '/w' }],
  });
  const facts = running('dood');
  const real = { [HOME]: '/data/jenkins' };
  const { questions } = planFor(
    withPreflight(facts, { running: [...facts.containers, left], realPaths: real }),
    'dind',
  );
  expect(questions.map(({ id }) => id)).toEqual(['end:id-of-happy_hopper']);
});

test('a leftover build container is ended with consent', () => {
  const left = container('happy_hopper', {
    createdAt: 2000,
    mounts: [{ source: `${HOME}/workspace/train-model`, target: '/w' }],
  });
  const facts = running('dood');
  expect(text(planFor(withPreflight(facts, { running: [...facts.containers, left] }), 'dind'))).toMatchInlineSnapshot(`
    "Q end:id-of-happy_hopper: Stop happy_hopper, left over from a build
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    ! end        happy_hopper            left over from a build
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

test('a one-shot container left by a crash is removed first', () => {
  const facts = running('dood');
  const left = container(names.oneShot, { state: 'created', labels: facts.containers[0]?.labels ?? {} });
  expect(text(planFor({ ...facts, containers: [...facts.containers, left] }, 'dood'))).toBe(
    '- container  jenkins-tray-probe',
  );
});

/** Ours in both modes, DinD created at 1000 and DooD later. */
const both = (change: Readonly<Record<string, string>> = {}) => [
  ...ours('dind'),
  ...ours('dood', { createdAt: 3000 }).map((it) => ({ ...it, labels: { ...it.labels, ...change } })),
];

test.each([
  [999, false],
  [1000, false],
  [1001, true],
])('what was created at %d counts as left over from a build, with a Jenkins of 1000: %s', (createdAt, left) => {
  const build = container('build', { createdAt, mounts: [{ source: `${HOME}/w`, target: '/w' }] });
  const found = findingsFor(withPreflight({ ...nothingThere, containers: both() }, { running: [build] }));
  expect(found.leftovers.map(({ container: it }) => it.name)).toEqual(left ? ['build'] : []);
});

test('the Jenkins of a plan are those of both modes, and nothing else with our names', () => {
  const found = findingsFor({ ...nothingThere, containers: [...both(), container(names.oneShot)] });
  expect(found.jenkins.map(({ name }) => name)).toEqual([names.jenkins.dind, names.jenkins.dood]);
  expect(found.containerNamed(names.oneShot)?.name).toBe(names.oneShot);
  expect(found.containerNamed('other')).toBeUndefined();
});

test('a home is known by the settings folder, else by the label of our Jenkins on it', () => {
  const label = { 'io.jenkins-tray.home': 'labelled' };
  const known = (facts: Partial<typeof nothingThere>) => findingsFor({ ...nothingThere, ...facts }).knownHome;
  expect(known({ containers: both() })).toBeNull();
  expect(known({ containers: both(label) })).toBe('labelled');
  expect(known({ containers: both(label), knownHome: 'stored' })).toBe('stored');
  const elsewhere = both(label).map((it) => ({
    ...it,
    mounts: [{ source: '/srv/other', target: '/var/jenkins_home' }],
  }));
  expect(known({ containers: elsewhere })).toBeNull();
  expect(known({ containers: both({ ...label, 'io.jenkins-tray.owner': 'somebody' }) })).toBeNull();
});

test('before a look at what runs, nothing is known to run, and paths are as written', () => {
  const found = findingsFor({ ...nothingThere, preflight: null });
  expect([found.otherJenkins, found.leftovers, found.realPath('/a')]).toEqual([[], [], '/a']);
});

test('whose objects are is told by their labels', () => {
  const found = findingsFor(running('dood'));
  const [image] = found.facts.images;
  const [mine = container('none')] = ours('dood');
  const theirs = { labels: { ...mine.labels, 'io.jenkins-tray.owner': 'somebody' } };
  expect([found.belongingOf(mine), found.belongingOf(theirs), found.belongingOf({ labels: {} })]).toEqual([
    'ours',
    'other-folder',
    'foreign',
  ]);
  expect([found.isOurs(mine), found.isOurs(theirs)]).toEqual([true, false]);
  expect(image && found.imageBelongingOf(image)).toBe('ours');
  expect([found.isOurImage(image ?? theirs), found.isOurImage(mine)]).toEqual([true, false]);
});

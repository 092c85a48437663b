import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import {
  built,
  container,
  goodHome,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  planFor,
  settings,
  withPreflight,
} from '../../../doubles/situation.ts';

const codes = (facts: Facts, mode: 'dind' | 'dood' = 'dood', asked: Parameters<typeof planFor>[2] = {}) =>
  planFor(facts, mode, asked).blocks.map(({ code }) => code);
const there = built(nothingThere);

test.each([
  ['host', [], []],
  ['remapped', ['engine/remapped'], []],
  ['rootless', ['engine/rootless'], ['engine/rootless']],
] as const)('an engine whose containers have the users of %s blocks DooD %j and DinD %j', (users, dood, dind) => {
  const facts = withPreflight(there, { users });
  expect([codes(facts), codes(facts, 'dind')]).toEqual([dood, dind]);
});

test('a rootless engine goes on with the DooD that an earlier version made there', () => {
  const facts = (containers: Facts['containers']) => withPreflight({ ...there, containers }, { users: 'rootless' });
  const stopped = ours('dood', { state: 'exited' });
  const theirs = container(names.jenkins.dind, { state: 'exited' });
  expect(codes(facts(stopped))).toEqual([]);
  expect(codes(facts([...stopped, theirs]))).toEqual([]);
  expect(codes(facts(stopped), 'dind')).toEqual(['engine/rootless']);
  expect(codes(facts([{ ...theirs, name: names.jenkins.dood }]))).toEqual(['engine/rootless']);
});

test('before a look at what a change needs, nothing of it blocks', () => {
  expect(codes({ ...there, preflight: null })).toEqual([]);
});

test('a home over a folder of the image is refused, and nothing else is said of it', () => {
  const facts = { ...there, home: { ...goodHome, kind: 'missing', marked: false } as const, knownHome: 'id' };
  expect(codes(facts, 'dood', { from: { home: '/usr/lib/jenkins' } })).toEqual(['home/unsuitable']);
});

test.each([
  ['no-volume', 'home/volume-missing'],
  ['unusable-volume', 'home/volume-unsuitable'],
] as const)('a volume that is no home (%s) is refused, and nothing else is said of it', (kind, code) => {
  const facts = { ...there, home: { ...goodHome, kind, readOnly: true }, knownHome: 'id' };
  expect(codes(facts, 'dood', { from: { home: 'volume:jenkins' } })).toEqual([code]);
});

test('if no home is set, the one of the Jenkins that runs is proposed first, and nothing that is no home', () => {
  const mounts = (...all: readonly (readonly [string, string])[]) =>
    all.map(([source, target]) => ({ source, target }));
  const resting = container(names.jenkins.dind, {
    state: 'exited',
    mounts: mounts(['/d', '/data'], ['/h1', '/var/jenkins_home']),
  });
  const runs = container(names.jenkins.dood, { mounts: mounts(['/h2', '/var/jenkins_home']) });
  const from = { settings: settings({ home: '' }) };
  const choice = (containers: Facts['containers']) =>
    planFor({ ...there, containers }, 'dood', { from }).blocks.map(({ detail, command }) => [detail, command]);
  const both = choice([resting, runs]);
  expect(both).toEqual([[expect.stringContaining('/h2'), expect.stringMatching(/ \/h2$/)]]);
  expect(both[0]?.[0]).toMatch(/\/h2.*\/h1/);
  for (const name of Object.values(names.jenkins)) expect(both[0]?.[0]).toContain(name);
  expect(both[0]?.[0]).not.toContain('/d,');
  expect(choice([resting])[0]?.[1]).toMatch(/ \/h1$/);
  expect(choice(ours('dood', { state: 'exited' }))).toEqual([]);
  expect(choice([container(names.jenkins.dood, { state: 'exited', mounts: mounts(['/d', '/data']) })])).toEqual([]);
  expect(planFor({ ...there, containers: [runs] }, 'dood').blocks).toEqual([]);
});

const apt = {
  name: 'jenkins.service',
  unit: 'jenkins.service',
  enabled: true,
  pid: 812,
  user: 'jenkins',
  home: HOME,
  port: 8080,
};

test('a Jenkins of this computer that runs on the home blocks, unless it is taken over', () => {
  const facts = withPreflight(there, { hostJenkins: [{ ...apt, pid: null }, apt] });
  expect(planFor(facts, 'dood').blocks).toMatchObject([
    { code: 'home/in-use', title: 'jenkins.service, a Jenkins of this computer, is using the home' },
  ]);
  const from = { settings: settings({ others: { leave: false, takeOver: apt.name } }) };
  expect(codes(facts, 'dood', { from })).toEqual([]);
  const real = { [HOME]: '/data', '/link': '/data' };
  expect(
    planFor(withPreflight(there, { hostJenkins: [{ ...apt, home: '/link' }], realPaths: real }), 'dood').blocks,
  ).toMatchObject([{ detail: 'Process 812 runs on /link. Two Jenkins that share a home damage it.' }]);
});

const holder = { line: 'v1', host: 'far', instance: 'default', since: 1, last: 2, beats: true, isOwn: false };
test('the Jenkins of another computer that lives blocks; one that is silent is asked about', () => {
  const titles = (change: Partial<typeof holder>) =>
    planFor(withPreflight(there, { holder: { ...holder, ...change } }), 'dood').blocks.map(({ title, command }) => [
      title,
      command,
    ]);
  expect(titles({})).toEqual([['far uses the home', 'jenkins-tray down']]);
  expect(titles({ isOwn: true })).toEqual([['far uses the home', 'docker context ls']]);
  expect(titles({ beats: false })).toEqual([]);
});

test('one that was started again under the name that was taken over blocks, if it is a Jenkins on the home', () => {
  const from = { settings: settings({ others: { leave: false, takeOver: 'blue' } }) };
  const blue = container('blue', { image: 'jenkins/jenkins', mounts: [{ source: HOME, target: '/var/jenkins_home' }] });
  const facts = { ...there, home: goodHome, containers: [], knownHome: 'id' };
  expect(codes(withPreflight(facts, { running: [blue] }), 'dood', { from })).toContain('home/in-use');
  expect(codes(withPreflight(facts, { running: [{ ...blue, image: 'postgres' }] }), 'dood', { from })).toEqual([]);
  // Also where the plan knows it by that name, and has nothing to do with it.
  const elsewhere = { ...blue, mounts: [{ source: HOME, target: '/data' }] };
  const known = withPreflight({ ...facts, containers: [elsewhere] }, { running: [elsewhere] });
  expect(codes(known, 'dood', { from })).toEqual(['home/in-use']);
});

test('on the way back, settings, mounts and ports do not block, and a home in use does', () => {
  const consents = ['as-they-are', 'come-back:id-of-jenkins-dood-container'];
  const back = handMade(names.jenkins.dood, '/srv/other', 8080);
  const other = container('other', { image: 'jenkins/jenkins', mounts: [{ source: HOME, target: '/home' }] });
  const broken = {
    ...there,
    home: { ...goodHome, readOnly: true },
    containers: [{ ...back, state: 'exited' as const }],
  };
  const taken = {
    takenPorts: [{ address: '127.0.0.1', port: 8080, holder: 'nginx', free: null }],
    missingMounts: ['/mnt'],
    addressMissing: true,
  };
  const facts = withPreflight(broken, taken);
  // What was made by hand comes back with its own mounts, whatever became of the home.
  expect(codes(facts, 'dood', { consents })).toEqual([]);
  expect(codes(withPreflight(facts, { running: [other] }), 'dood', { consents })).toEqual(['home/in-use']);
  expect(codes({ ...facts, containers: ours('dood', { state: 'exited' }) }, 'dood', { consents })).toEqual([
    'home/not-writable',
  ]);
});

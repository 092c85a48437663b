import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import { copyQuestions, copySource, copySteps } from '../../../../electron/core/plan/copy-home.ts';
import type { HostJenkins } from '../../../../electron/core/world/host.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import {
  container,
  findingsFor,
  goodHome,
  HOME,
  handMade,
  names,
  nothingThere,
  planFor,
  settings,
  stack,
  withPreflight,
} from '../../../doubles/situation.ts';

const OTHER = '/srv/other_home';
const theirs = handMade('ci', OTHER, 9000);
const apt: HostJenkins = {
  ...{ name: 'ci', unit: 'ci.service', enabled: true, pid: 812, user: 'jenkins', home: '/var/lib/jenkins', port: 8080 },
};
const gone = { ...goodHome, kind: 'missing', empty: null, marked: null } as const;
/** Before a first start: no home, and another Jenkins that is taken over. */
const first: Facts = { ...nothingThere, home: gone, containers: [theirs] };
const asked = (name: string, consents: readonly string[] = []) => ({
  consents,
  from: { settings: settings({ others: { leave: false, takeOver: name } }) },
});
const source = (facts: Facts, name = 'ci') => copySource(findingsFor(facts, 'dood', asked(name)));
const home = (change: Partial<Facts['home']>): Facts => ({ ...first, home: { ...goodHome, marked: false, ...change } });
const here = { name: 'ci', from: OTHER };

test.each<[string, Facts, ReturnType<typeof copySource>]>([
  ['one that is not there yet', first, here],
  ['one that is not there yet, whatever was seen in it', home({ kind: 'missing', empty: false }), here],
  ['an empty one', home({ empty: true }), here],
  ['one that nobody can look into', home({ empty: null, marked: null }), here],
  ['one with something in it', home({ empty: false }), null],
  ['one with a marker', home({ empty: true, marked: true }), null],
  ['one that is known', { ...first, knownHome: 'id' }, null],
  ['what nobody looked at', { ...first, preflight: null }, null],
  ['one that is theirs as well', { ...first, containers: [handMade('ci', HOME, 9000)] }, null],
  ['one that is theirs by another path', withPreflight(first, { realPaths: { [OTHER]: '/d', [HOME]: '/d' } }), null],
])('to %s, the home of the one that is taken over is copied or not', (_what, facts, expected) => {
  expect(source(facts)).toEqual(expected);
});

const host = (...hostJenkins: readonly HostJenkins[]) =>
  withPreflight({ ...first, containers: [container('web')] }, { hostJenkins });
test.each<[string, Facts, string | null]>([
  ['the container of that name', { ...first, containers: [handMade('other', '/srv/x', 1), theirs] }, OTHER],
  ['a volume', { ...first, containers: [handMade('ci', 'jenkins-data', 1)] }, 'jenkins-data'],
  ['a container without a home', { ...first, containers: [container('ci')] }, null],
  ['the newest that was put aside', withPreflight(host(), { takenBefore: [theirs, handMade('b', '/b', 1)] }), OTHER],
  ['one of this computer', host({ ...apt, name: 'tomcat.service', home: '/t' }, apt), '/var/lib/jenkins'],
  ['two of this computer, of which one is meant', host(apt, { ...apt, home: '/t' }), null],
  ['one of this computer whose home nobody sees', host({ ...apt, home: null }), null],
  ['a container, though one of this computer has that name', withPreflight(first, { hostJenkins: [apt] }), OTHER],
  ['nobody', host(), null],
])('it is copied from %s', (_what, facts, from) => {
  expect(source(facts)).toEqual(from === null ? null : { name: 'ci', from });
});

test('nothing is copied where none is taken over, or one with a name of ours, whose home is taken as it is', () => {
  expect(source({ ...first, containers: [handMade('', OTHER, 1)] }, '')).toBeNull();
  const ours = names.jenkins.dood;
  expect(source({ ...first, containers: [handMade(ours, OTHER, 1)] }, ours)).toBeNull();
});

const found = (facts: Facts, consents: readonly string[] = []) => findingsFor(facts, 'dood', asked('ci', consents));
test('the copy is a step with the image of the Jenkins to come, unless there is none or the one before comes back', () => {
  const dood = stack('dood');
  const cause = { object: `home ${HOME}`, current: 'empty', desired: `a copy of ${OTHER}` };
  const image = dood.containers.find(({ role }) => role === 'jenkins')?.body.Image;
  expect(copySteps(dood, found(first))).toEqual([{ kind: 'copy-home', home: HOME, ...here, image, cause }]);
  const dind = stack('dind');
  expect(copySteps(dind, found(first))).toMatchObject([{ image: names.images.dind }]);
  const engineAlone = { ...dind, containers: dind.containers.filter(({ role }) => role === 'dind') };
  expect(copySteps(engineAlone, found(first))).toEqual([]);
  expect(copySteps(dood, found(first, [consent.reuseUnchanged()]))).toEqual([]);
  expect(copySteps(dood, found(home({ empty: false })))).toEqual([]);
});

test.each<[string, Facts, string, boolean]>([
  ['a folder', first, `The folder ${OTHER} stays`, false],
  ['a volume', { ...first, containers: [handMade('ci', 'data', 1)] }, 'The volume data stays', false],
  ['to an empty home', home({ empty: true }), `The folder ${OTHER} stays`, false],
  ['to a home that nobody sees', home({ empty: null }), `The folder ${OTHER} stays`, true],
])('a copy of %s is asked about, and says what stays', (_what, facts, stays, unseen) => {
  const other = { kind: 'start', name: 'x', role: 'jenkins', cause: { object: '', current: '', desired: '' } } as const;
  const [question, ...more] = copyQuestions(found(facts), [other, ...copySteps(stack('dood'), found(facts))]);
  expect(question).toMatchObject({ text: `Copy the home of ci to ${HOME}`, detail: expect.stringContaining(stays) });
  expect(question?.id).toMatch(new RegExp(`^copy:.*:${HOME}$`));
  expect(question?.detail.includes('if something is there already')).toBe(unseen);
  expect(more).toEqual([]);
});

test('another Jenkins on the home that is copied blocks the plan, and the one that is taken over does not', () => {
  const image = 'jenkins/jenkins';
  const third = container('third', { image, mounts: [{ source: OTHER, target: '/var/jenkins_home' }] });
  const web = container('web', { mounts: [{ source: OTHER, target: '/data' }] });
  const blocks = (facts: Facts) => planFor(facts, 'dood', asked('ci')).blocks.map(({ code, title }) => [code, title]);
  const running = [{ ...theirs, image }, web];
  expect(blocks(withPreflight(first, { running }))).toEqual([]);
  expect(blocks(withPreflight(first, { running: [...running, third] }))).toEqual([
    ['home/in-use', 'third is using the home'],
  ]);
  expect(blocks(withPreflight(home({ empty: false }), { running: [third] }))).toEqual([]);
});

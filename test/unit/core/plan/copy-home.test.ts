import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import {
  copyQuestions,
  copySource,
  copySteps,
  runsElsewhere,
  withoutSource,
} from '../../../../electron/core/plan/copy-home.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
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
  ours,
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
  expect(copySteps(dood, found(first))).toEqual([
    { kind: 'copy-home', home: HOME, ...here, formerly: [OTHER], image, cause },
  ]);
  const byLink = withPreflight(first, { realPaths: { [OTHER]: '/d' } });
  expect(copySteps(dood, found(byLink))).toMatchObject([{ formerly: [OTHER, '/d'] }]);
  const inVolume = { ...first, containers: [handMade('ci', 'jenkins-data', 9000)] };
  expect(copySteps(dood, found(inVolume))).toMatchObject([{ from: 'jenkins-data', formerly: [] }]);
  const dind = stack('dind');
  expect(copySteps(dind, found(first))).toMatchObject([{ image: names.images.dind }]);
  const engineAlone = { ...dind, containers: dind.containers.filter(({ role }) => role === 'dind') };
  expect(copySteps(engineAlone, found(first))).toEqual([]);
  expect(copySteps(dood, found(first, [consent.reuseUnchanged()]))).toEqual([]);
  expect(copySteps(dood, found(home({ empty: false })))).toEqual([]);
});

test('what is copied is stopped before that; without a copy, what is taken over stops as late as it can', () => {
  const order = (facts: Facts) => {
    const kinds = planFor(facts, 'dood', asked('ci')).steps.map(({ kind }) => kind);
    const at = (kind: Step['kind']) => kinds.indexOf(kind);
    expect(kinds.filter((kind) => kind === 'stop')).toHaveLength(1);
    return { copied: at('copy-home') > at('stop'), late: at('stop') > at('create-container') };
  };
  expect(order(first)).toEqual({ copied: true, late: false });
  expect(order({ ...first, containers: [handMade('ci', HOME, 9000)] })).toEqual({ copied: false, late: true });
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

/** Something is in the home, and what is to be taken over runs on its own. */
const copied: Facts = { ...first, home: { ...goodHome, marked: false } };
const known: Facts = { ...copied, home: goodHome, knownHome: 'id' };
const elsewhere = (facts: Facts, name = 'ci') => runsElsewhere(findingsFor(facts, 'dood', asked(name)));
const withHosts = (...hostJenkins: readonly HostJenkins[]) =>
  withPreflight({ ...known, containers: [] }, { hostJenkins });

test.each<[string, Facts, string | null]>([
  ['something is in the home', copied, OTHER],
  ['nobody sees whether something is in it', { ...copied, home: { ...goodHome, marked: null, empty: null } }, null],
  ['nothing is in it', { ...copied, home: { ...goodHome, marked: false, empty: true } }, null],
  ['Jenkins has run on it', known, OTHER],
  ['Jenkins has run on it, which nobody sees', { ...known, home: { ...goodHome, empty: null } }, OTHER],
  ['Jenkins has run on it, and nothing is left', { ...known, home: { ...goodHome, empty: true } }, null],
  ['one of ours is there', { ...known, containers: [theirs, ...ours('dood', { state: 'exited' })] }, null],
  [
    'one of ours is there, and one by hand',
    { ...known, containers: [theirs, ...ours('dood'), container(names.jenkins.dind)] },
    null,
  ],
  ['nobody looked', { ...known, preflight: null }, null],
  ['the other one rests', { ...known, containers: [{ ...theirs, state: 'exited' }] }, null],
  ['it runs after another one', { ...known, containers: [handMade('web', '/srv/x', 1), theirs] }, OTHER],
  ['it runs without a home', { ...known, containers: [container('ci')] }, null],
  ['it is ours by its labels', { ...known, containers: ours('dood').map((it) => ({ ...it, name: 'ci' })) }, null],
  ['it runs on our home', { ...known, containers: [handMade('ci', HOME, 1)] }, null],
  ['it runs on our home by another path', withPreflight(known, { realPaths: { [OTHER]: '/d', [HOME]: '/d' } }), null],
  ['one of this computer runs', withHosts({ ...apt, name: 'x', home: '/x' }, apt), '/var/lib/jenkins'],
  ['one of this computer rests', withHosts({ ...apt, pid: null }), null],
  ['one of this computer runs on a home that nobody sees', withHosts({ ...apt, home: null }), null],
])('what runs on a home of its own is found or not, where %s', (_what, facts, from) => {
  expect(elsewhere(facts)).toEqual(from === null ? null : { name: 'ci', from });
});

test('without a take-over nothing runs elsewhere', () => {
  expect(elsewhere({ ...known, containers: [handMade('', OTHER, 1)] }, '')).toBeNull();
});

test.each<[string, Facts, 'hidden' | 'nobody' | null]>([
  ['of this computer whose home nobody sees', host({ ...apt, home: null }), 'hidden'],
  ['two of this computer', host(apt, { ...apt, home: '/t' }), 'hidden'],
  ['a container without a home', { ...first, containers: [container('ci')] }, 'hidden'],
  ['one whose home is seen', first, null],
  ['none', host(), 'nobody'],
  ['none where nobody sees our home', { ...home({ empty: null, marked: null }), containers: [] }, 'nobody'],
  ['none where something is in ours', { ...home({ empty: false }), containers: [] }, null],
  ['one where our home is empty', { ...home({ empty: true }), containers: [container('ci')] }, 'hidden'],
  ['one where something is in ours', { ...home({ empty: false }), containers: [container('ci')] }, null],
  ['one where nobody sees ours', { ...home({ empty: null, marked: null }), containers: [container('ci')] }, null],
  ['one where nobody looked', { ...first, containers: [container('ci')], preflight: null }, null],
  ['one where ours is known', { ...first, containers: [container('ci')], knownHome: 'id' }, null],
])('a take-over of %s is without a source, or not', (_what, facts, why) => {
  expect(withoutSource(findingsFor(facts, 'dood', asked('ci')))).toEqual(why === null ? null : { name: 'ci', why });
  expect(withoutSource(findingsFor(facts)), 'nothing is taken over').toBeNull();
});

test('a process that the same request has stopped, and which is then gone, may be continued without a look', () => {
  const facts = { ...home({ empty: null, marked: null }), containers: [] };
  expect(withoutSource(findingsFor(facts, 'dood', asked('ci', [consent.takeOverHost('ci', '/x')])))).toBeNull();
});

test('a copy that is there is used as it is with consent, once it is checked, and before a first start alone', () => {
  const none = { object: '', current: '', desired: '' };
  const check: Step = {
    ...{ kind: 'check-home', home: HOME, image: '', known: null, chown: false, release: null, updated: false },
    cause: none,
  };
  const start: Step = { kind: 'start', name: 'x', role: 'jenkins', cause: none };
  expect(copyQuestions(found(copied), [start, check])).toMatchObject([
    {
      id: consent.useAsItIs(OTHER, HOME),
      text: `Start Jenkins on ${HOME} as it is, and not on the home of ci`,
      detail: expect.stringContaining(`ci runs on ${OTHER}.`),
    },
  ]);
  expect(copyQuestions(found(copied), [start])).toEqual([]);
  expect(copyQuestions(found(known), [check])).toEqual([]);
  expect(copyQuestions(found({ ...copied, containers: [] }), [check])).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Facts, PreflightFacts } from '../../../../electron/core/observe/facts.ts';
import {
  hasOurHome,
  hostsOnHome,
  namesakes,
  takenContainers,
  takenHosts,
  takeOverBackSteps,
  takeOverHostSteps,
  takeOverSteps,
} from '../../../../electron/core/plan/others.ts';
import { stepText } from '../../../../electron/core/plan/steps.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { HostJenkins } from '../../../../electron/core/world/host.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import {
  container,
  findingsFor,
  goodHome,
  HOME,
  nothingThere,
  ours,
  settings,
  withPreflight,
} from '../../../doubles/situation.ts';

const BLUE = 'blueocean';
const jenkins = (name: string, source: string, change: Partial<ContainerFact> = {}): ContainerFact =>
  container(name, { image: 'jenkins/jenkins', mounts: [{ source, target: '/var/jenkins_home' }], ...change });
const blue = jenkins(BLUE, HOME);
const elsewhere = jenkins(BLUE, 'jenkins-data');
const STOPPED = { state: 'exited' } as const;

interface Given extends Partial<PreflightFacts> {
  readonly containers?: readonly ContainerFact[];
  readonly consents?: readonly string[];
  readonly takeOver?: string;
  /** The app was used on the home before. */
  readonly used?: boolean;
}
const found = ({ containers = [], consents = [], takeOver = '', used = false, ...preflight }: Given) => {
  const facts: Facts = { ...nothingThere, containers, home: { ...goodHome, marked: used } };
  const from = { settings: settings({ others: { leave: false, takeOver } }) };
  return findingsFor(withPreflight(facts, preflight), 'dood', { consents, from });
};
const taken = (given: Given) => takenContainers(found(given)).map(({ id }) => id);
const ID = `id-of-${BLUE}`;

test.each<[string, Given, readonly string[]]>([
  ['nothing is named', { containers: [blue] }, []],
  ['it is named, on the home', { containers: [blue], takeOver: BLUE, used: true }, [ID]],
  ['it is named, and another is there', { containers: [jenkins('other', HOME)], takeOver: BLUE }, []],
  ['it is named, with another home, before a first start', { containers: [elsewhere], takeOver: BLUE }, [ID]],
  ['it is named, with another home, later', { containers: [elsewhere], takeOver: BLUE, used: true }, []],
  [
    '… and was consented to',
    { containers: [elsewhere], takeOver: BLUE, used: true, consents: [consent.takeOver(ID)] },
    [ID],
  ],
  ['it has a name of ours', { containers: [jenkins('jenkins-container', HOME)], takeOver: 'jenkins-container' }, []],
  ['it is ours', { containers: ours('dood').map((it) => ({ ...it, name: BLUE })), takeOver: BLUE }, []],
  ['one rests on the home, before a first start', { others: [jenkins('old', HOME, STOPPED)] }, ['id-of-old']],
  ['one rests on the home, later', { others: [jenkins('old', HOME, STOPPED)], used: true }, []],
  [
    '… and was consented to',
    { others: [jenkins('old', HOME, STOPPED)], used: true, consents: ['take-over:id-of-old'] },
    ['id-of-old'],
  ],
  ['one runs on the home, which blocks', { others: [jenkins('old', HOME)] }, []],
  ['one rests elsewhere', { others: [jenkins('old', '/srv/other', STOPPED)] }, []],
  [
    'the named one rests',
    { containers: [{ ...blue, ...STOPPED }], others: [{ ...blue, ...STOPPED }], takeOver: BLUE },
    [ID],
  ],
  ['nothing was looked at', { containers: [], takeOver: BLUE }, []],
])('what a request takes over where %s', (_where, given, expected) => {
  expect(taken(given)).toEqual(expected);
});

test('a home is compared by its real path', () => {
  const realPaths = { [HOME]: '/data/jenkins', '/link': '/data/jenkins' };
  expect(taken({ others: [jenkins('old', '/link', STOPPED)], realPaths })).toEqual(['id-of-old']);
  expect(hasOurHome(jenkins('old', '/link'), found({ realPaths }))).toBe(true);
  expect(hasOurHome(container('old'), found({ realPaths }))).toBe(false);
  expect(hasOurHome(jenkins('old', '/data'), found({ realPaths }))).toBe(false);
});

test.each<[string, Given, readonly string[]]>([
  ['a later one of the same name', { takeOver: BLUE, running: [elsewhere], used: true }, [ID]],
  ['nothing that is taken over', { takeOver: BLUE, running: [blue], containers: [blue], used: true }, []],
  ['nothing with another name', { takeOver: BLUE, running: [container('web')], used: true }, []],
  ['nothing of ours', { takeOver: 'jenkins-dood-container', running: ours('dood') }, []],
  ['nothing with a name of ours', { takeOver: 'jenkins-container', running: [jenkins('jenkins-container', HOME)] }, []],
])('a namesake of one that was taken over is %s', (_what, given, expected) => {
  expect(namesakes(found(given)).map(({ id }) => id)).toEqual(expected);
});

const apt: HostJenkins = {
  name: 'jenkins.service',
  unit: 'jenkins.service',
  enabled: true,
  pid: 812,
  user: 'jenkins',
  home: HOME,
  port: 8080,
};
const other = { ...apt, home: '/var/lib/jenkins' };
const TAKE = { takeOver: apt.name };
const hosts = (...hostJenkins: readonly HostJenkins[]): Given => ({ ...TAKE, hostJenkins });

test.each<[string, Given, readonly HostJenkins[]]>([
  ['it is on the home', { ...hosts(apt), used: true }, [apt]],
  ['it is on the home, and nothing is named', { ...hosts(apt), takeOver: '' }, []],
  ['it rests and starts with the computer', hosts({ ...apt, pid: null }), [{ ...apt, pid: null }]],
  ['it rests and does not start', hosts({ ...apt, pid: null, enabled: false }), []],
  ['it runs without a unit', hosts({ ...apt, enabled: false }), [{ ...apt, enabled: false }]],
  ['two have the name, one of them the home', hosts(other, apt), [apt]],
  ['its home is another, before a first start', hosts(other), [other]],
  ['its home is another, later', { ...hosts(other), used: true }, []],
  ['two have the name and other homes', hosts(other, { ...other, home: '/srv/2' }), []],
  [
    '… and one was consented to',
    { ...hosts(other, { ...other, home: '/srv/2' }), consents: [consent.takeOverHost(apt.name, '/srv/2')] },
    [{ ...other, home: '/srv/2' }],
  ],
  ['one was consented to that is gone', { ...hosts(other), consents: [consent.takeOverHost(apt.name, '/srv/2')] }, []],
  [
    'its home was consented to, later',
    { ...hosts(other), used: true, consents: [consent.takeOverHost(apt.name, other.home)] },
    [other],
  ],
  ['its home is unknown', { ...hosts({ ...apt, home: null }), used: true }, []],
])('the Jenkins of this computer is taken over where %s, or not', (_where, given, expected) => {
  expect(takenHosts(found(given))).toEqual(expected);
});

test('a Jenkins of this computer has the home, however its path is written', () => {
  const realPaths = { [HOME]: '/data', '/link': '/data' };
  const all = [{ ...apt, home: '/link' }, { ...apt, home: null }, other, { ...apt, pid: null }];
  expect(hostsOnHome(found({ hostJenkins: all, realPaths }))).toEqual([all[0], all[3]]);
  expect(hostsOnHome(findingsFor({ ...nothingThere, preflight: null }))).toEqual([]);
});

test('what is taken over stops, and is kept under another name', () => {
  const steps = (change: Partial<ContainerFact>) =>
    takeOverSteps('dood', found({ containers: [{ ...blue, ...change }], takeOver: BLUE })).map(stepText);
  expect(steps({})).toEqual([
    '! drain      blueocean               builds not known',
    '> stop       blueocean               within 60 s',
    '~ rename     blueocean               to blueocean-before-jenkins-tray-id-of-',
  ]);
  expect(steps(STOPPED)).toEqual(['~ rename     blueocean               to blueocean-before-jenkins-tray-id-of-']);
});

test('a Jenkins of this computer stops with its unit', () => {
  const steps = (change: Partial<HostJenkins>) =>
    takeOverHostSteps(found(hosts({ ...apt, ...change }))).map((step) => [stepText(step), step.cause.current]);
  expect(steps({})).toEqual([['> stop       jenkins.service         and disable it', 'running']]);
  expect(steps({ pid: null })).toEqual([
    ['> stop       jenkins.service         and disable it', 'starts with the computer'],
  ]);
  expect(steps({ unit: null })).toEqual([
    ['> stop       jenkins.service         a process of this computer', 'running'],
  ]);
});

test('a take-over that failed gives the other its name back, and starts it as it was', () => {
  const KEPT = `${BLUE}-before-jenkins-tray-id-of-`;
  const BACK = [consent.reuseUnchanged(), consent.startAgain(ID)];
  const steps = (consents: readonly string[], change: Partial<ContainerFact> = {}) =>
    takeOverBackSteps(
      found({ consents, containers: [jenkins('kept', HOME, STOPPED), { ...blue, ...STOPPED, name: KEPT, ...change }] }),
    ).map((step) => [stepText(step), ...(step.kind === 'take-name' ? [step.restart] : [])]);
  const START = ['> start      blueocean'];
  const named = `~ name       ${KEPT} becomes blueocean`;
  expect(steps(BACK)).toEqual([[named, { name: 'unless-stopped', retries: 0 }], START]);
  expect(steps([...BACK, consent.restart(ID, 'on-failure', 3)])).toEqual([
    [named, { name: 'on-failure', retries: 3 }],
    START,
  ]);
  expect(steps(BACK, { name: BLUE })).toEqual([
    ['~ name       blueocean               restarts automatically', { name: 'unless-stopped', retries: 0 }],
    START,
  ]);
  expect(steps(BACK, { state: 'running' })).toEqual([]);
  expect(steps(BACK.slice(0, 1))).toEqual([]);
  expect(steps(BACK.slice(1))).toEqual([]);
});

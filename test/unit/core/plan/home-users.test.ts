import { describe, expect, test } from 'vitest';
import { homeUsersOf, inUse, isInTheWay, isOtherJenkins } from '../../../../electron/core/plan/home-users.ts';
import type { ContainerFact, MountFact } from '../../../../electron/core/world/engine.ts';
import { container, HOME } from '../../../doubles/situation.ts';

const REAL: Readonly<Record<string, string>> = { '/link': HOME, '/mnt/share': '/srv' };

function usersOf(...running: readonly ContainerFact[]) {
  const isKnown = ({ name }: ContainerFact): boolean => name === 'known';
  return homeUsersOf({ home: HOME, running, realPath: (path) => REAL[path] ?? path, isKnown });
}
const mounting = (mounts: readonly MountFact[], change: Partial<ContainerFact> = {}): ContainerFact =>
  container('other', { mounts, ...change });
const at = (source: string, readOnly?: boolean): MountFact => ({
  source,
  target: '/w',
  ...(readOnly === undefined ? {} : { readOnly }),
});

describe('what a container can write to', () => {
  test.each([
    [HOME, 'home'],
    ['/link', 'home'],
    [`${HOME}/workspace/train`, 'inside'],
    ['/srv', 'parent'],
    ['/mnt/share', 'parent'],
    ['/', 'parent'],
    [`${HOME}_backup`, undefined],
    ['/srv/jenkins', undefined],
    ['/home', undefined],
    ['jenkins-data', undefined],
    ['srv', undefined],
  ] as const)('%s: %s', (source, mounts) => {
    expect(usersOf(mounting([at(source)])).map((user) => user.mounts)).toEqual(mounts === undefined ? [] : [mounts]);
  });

  test('a read-only mount of it harms nobody', () => {
    expect(usersOf(mounting([at(HOME, true)]))).toEqual([]);
    expect(usersOf(mounting([at(HOME, false)]))).toHaveLength(1);
  });

  test('a check in a one-shot container, and what the plan deals with anyway, are not listed', () => {
    expect(usersOf(mounting([at(HOME)], { labels: { 'io.jenkins-tray.role': 'probe' } }))).toEqual([]);
    expect(usersOf(container('known', { mounts: [at(HOME)] }))).toEqual([]);
  });

  test('each container is listed once, with the mount that matters most', () => {
    const all = [at('/data'), at(`${HOME}/jobs`), at('/srv'), at(HOME)];
    expect(usersOf(mounting(all)).map(({ mount, mounts }) => [mount.source, mounts])).toEqual([[HOME, 'home']]);
    expect(usersOf(mounting(all.slice(0, 3))).map(({ mounts }) => mounts)).toEqual(['parent']);
    expect(usersOf(mounting([at('/data')]))).toEqual([]);
  });
});

const jenkins = { image: 'jenkins/jenkins' };
const older = () => false;
const younger = () => true;

test.each([
  [HOME, true],
  ['/srv', true],
  [`${HOME}/workspace`, false],
])('a Jenkins with %s mounted is another Jenkins on the home: %s', (source, other) => {
  expect(usersOf(mounting([at(source)], jenkins)).map(isOtherJenkins)).toEqual([other]);
  expect(usersOf(mounting([at(source)], { image: 'postgres' })).map(isOtherJenkins)).toEqual([false]);
});

describe('what must end before a Jenkins starts', () => {
  const published = { ports: [{ address: '', port: 9, target: 9 }] };
  test.each([
    ['with the home', at(HOME), {}, older, true],
    ['with a folder above it', at('/srv'), published, older, true],
    ['with the root of the host, which manages the host', at('/'), {}, younger, false],
    ['a Jenkins, which blocks instead', at(HOME), jenkins, younger, false],
    ['younger than Jenkins, in a folder of the home, as a build', at(`${HOME}/w`), {}, younger, true],
    ['older than Jenkins, in a folder of the home', at(`${HOME}/w`), {}, older, false],
    ['a service in a folder of the home', at(`${HOME}/w`), published, younger, false],
  ] as const)('%s', (_what, mount, change, isYounger, ends) => {
    expect(usersOf(mounting([mount], change)).map((user) => isInTheWay(user, isYounger))).toEqual([ends]);
  });
});

test.each([
  [HOME, `mounts ${HOME}.`],
  ['/link', `mounts /link, which is ${HOME}.`],
  ['/srv', `mounts /srv, which contains ${HOME}.`],
  [`${HOME}/jobs`, `mounts ${HOME}/jobs, which is in ${HOME}.`],
])('a failure says how %s is the home', (source, says) => {
  expect(usersOf(mounting([at(source)])).map((user) => inUse(user, HOME).detail)).toEqual([
    `The running container other (some-image) ${says} Two programs that share a home damage it.`,
  ]);
});

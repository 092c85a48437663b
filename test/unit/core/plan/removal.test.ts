import { expect, test } from 'vitest';
import {
  buildsOf,
  drainAndStop,
  endLeftovers,
  oneShotLeftoverSteps,
  removal,
} from '../../../../electron/core/plan/removal.ts';
import { stepText } from '../../../../electron/core/plan/steps.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { err, ok } from '../../../../electron/shared/failure.ts';
import {
  container,
  findingsFor,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  running,
  runningBuild,
  withPreflight,
} from '../../../doubles/situation.ts';

const NAME = names.jenkins.dood;
const [mine = container('none')] = ours('dood');
const BACK = 'as-they-are';

test('ours is removed, what somebody else made is kept, and what is being removed is waited for', () => {
  const found = findingsFor(nothingThere);
  expect(removal(mine, found)).toEqual({
    kind: 'remove-container',
    name: NAME,
    id: `id-of-${NAME}`,
    cause: { object: NAME, current: 'present', desired: 'removed' },
  });
  const KEPT = `${NAME}-before-jenkins-tray-id-of-`;
  expect(removal(handMade(NAME, HOME, 1), found)).toMatchObject({ kind: 'rename', to: KEPT });
  for (const labels of [mine.labels, {}])
    expect(removal({ ...mine, labels, state: 'removing' }, found).kind).toBe('await-removed');
});

const failure = { code: 'jenkins/unreachable', title: 'no answer', detail: '' } as const;
test('the builds of a Jenkins are those that it was asked for itself', () => {
  const asked = withPreflight(running('dood'), { builds: ok([runningBuild]), otherBuilds: { blue: err(failure) } });
  expect(buildsOf(mine, findingsFor(asked))).toEqual(ok([runningBuild]));
  expect(buildsOf(container('blueocean', { id: 'blue' }), findingsFor(asked))).toEqual(err(failure));
  expect(buildsOf(container('other'), findingsFor(asked))).toBeNull();
  expect(buildsOf(mine, findingsFor({ ...asked, containers: ours('dood', { state: 'paused' }) }))).toBeNull();
  expect(buildsOf(mine, findingsFor({ ...asked, preflight: null }))).toBeNull();
});

const build = container('build', { createdAt: 2000, mounts: [{ source: `${HOME}/w`, target: '/w' }] });
const backup = container('backup', { mounts: [{ source: HOME, target: '/h' }] });
const withUsers = withPreflight(running('dood'), { running: [build, backup] });
const drain = (mode: 'dind' | 'off', consents: readonly string[] = []) =>
  drainAndStop(mine, 'dood', findingsFor(withUsers, mode, { consents }), 'stopped')[0];

test('a drain lets those have the home afterwards that were there when it was planned', () => {
  expect(drain('dind')).toMatchObject({ users: ['id-of-build', 'id-of-backup'] });
  expect(drain('dind', [BACK])).toMatchObject({ users: null });
  expect(drain('off')).toMatchObject({ users: null });
});

test('what a drain stops is said as it is', () => {
  const current = (state: ContainerFact['state']) =>
    drainAndStop({ ...mine, state }, 'dood', findingsFor(nothingThere), 'off').map(({ cause }) => cause);
  const off = { object: NAME, desired: 'off' };
  expect(current('running')).toEqual([
    { ...off, current: 'running' },
    { ...off, current: 'running' },
  ]);
  expect(current('paused')).toEqual([
    { ...off, current: 'paused' },
    { ...off, current: 'paused' },
  ]);
});

test('a way back ends only what has consent: the rest was there before', () => {
  const ends = (consents: readonly string[]) =>
    endLeftovers(findingsFor(withUsers, 'dind', { consents })).map(stepText);
  const BUILD = '! end        build                   left over from a build';
  const BACKUP = '! end        backup                  has the home mounted';
  expect(ends([])).toEqual([BUILD, BACKUP]);
  expect(ends([BACK])).toEqual([]);
  expect(ends([BACK, 'end:id-of-backup'])).toEqual([BACKUP]);
});

test('a one-shot container that a crash left is stopped if it runs, and removed if it is ours', () => {
  const left = (change: Partial<ContainerFact>) =>
    oneShotLeftoverSteps(
      findingsFor({ ...nothingThere, containers: [{ ...mine, name: names.oneShot, ...change }] }),
    ).map(({ kind }) => kind);
  expect(left({ state: 'exited' })).toEqual(['remove-container']);
  expect(left({})).toEqual(['stop', 'remove-container']);
  expect(left({ labels: {} })).toEqual([]);
  expect(left({ name: NAME })).toEqual([]);
});

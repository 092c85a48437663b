import fc from 'fast-check';
import type { Facts } from '../../electron/core/observe/facts.ts';
import { labelsOf } from '../../electron/core/stack/labels.ts';
import type { ContainerFact, ObjectFact } from '../../electron/core/world/engine.ts';
import type { Labels } from '../../electron/core/world/specs.ts';
import { built, container, goodHome, HOME, names, nothingThere, ours, owner } from './situation.ts';

/** The network that a container ran in, if it does not run now: none yet, ours, or one of the same name that is gone. */
const ranIn = fc.constantFrom('', 'sha256:0000000jenkins', 'gone').map((id) => [{ name: names.network, id }]);
const isInNetwork = ({ state }: Pick<ContainerFact, 'state'>): boolean => state === 'running' || state === 'paused';
const stale = { contextHashes: { jenkins: 'old', dind: 'old' } };
const all = [...ours('dind'), ...ours('dood')];
const allStale = [...ours('dind', {}, stale), ...ours('dood', {}, stale)];
/** Labels of the app, but of an instance that this one has no say over. */
const others = labelsOf({
  owner: owner.id,
  instance: 'other',
  role: 'jenkins',
  mode: 'dood',
  config: 'cc',
  version: '1',
});
/** Labels of another settings folder with the same instance, and of an app version without owner labels. */
const otherFolder: Labels = {
  ...others,
  'io.jenkins-tray.instance': names.instance,
  'io.jenkins-tray.owner': 'somebody',
};
const unclaimed: Labels = Object.fromEntries(
  Object.entries(otherFolder).filter(([key]) => key !== 'io.jenkins-tray.owner'),
);
const labelsFor: Readonly<Record<string, Labels>> = {
  foreign: {},
  others,
  'other-folder': otherFolder,
  unclaimed,
};
const states = fc.constantFrom('created', 'running', 'exited', 'paused', 'restarting', 'dead');

const containerOf = (name: string): fc.Arbitrary<readonly ContainerFact[]> =>
  fc
    .record({
      kind: fc.constantFrom('absent', 'ours', 'stale', 'foreign', 'others', 'other-folder', 'unclaimed'),
      state: states,
      healthy: fc.boolean(),
      networks: ranIn,
    })
    .map(({ kind, state, healthy, networks }) => {
      if (kind === 'absent') return [];
      const labels = labelsFor[kind];
      const from =
        labels !== undefined
          ? container(name, { labels })
          : (kind === 'ours' ? all : allStale).find((one) => one.name === name);
      return from === undefined
        ? []
        : [
            {
              ...from,
              state,
              networks,
              health: healthy ? ('healthy' as const) : ('unhealthy' as const),
            },
          ];
    })
    .map((found) => found.map((it) => (isInNetwork(it) ? { ...it, networks: [] } : it)));
const some = (objects: readonly ObjectFact[]): fc.Arbitrary<readonly ObjectFact[]> =>
  fc
    .tuple(
      ...objects.map((one) =>
        fc.constantFrom(
          [],
          [one],
          [{ ...one, labels: {} }],
          [{ ...one, labels: others }],
          [{ ...one, labels: otherFolder }],
          [{ ...one, labels: unclaimed }],
        ),
      ),
    )
    .map((parts) => parts.flat());

/** What a build left running in the home, younger than any Jenkins. */
const buildContainer = container('some-build', {
  createdAt: 2000,
  mounts: [{ source: `${HOME}/jobs/train/workspace`, target: '/w' }],
});
/** Somebody else's Jenkins at work on the home. */
export const stranger = container('stranger', {
  image: 'jenkins/jenkins:lts',
  createdAt: 500,
  mounts: [{ source: HOME, target: '/var/jenkins_home' }],
});

const complete = built(nothingThere);
/** Any state that an observation may find, good or bad. */
export const situations: fc.Arbitrary<Facts> = fc
  .record({
    containers: fc
      .tuple(containerOf(names.nestedEngine), containerOf(names.jenkins.dind), containerOf(names.jenkins.dood))
      .map((parts) => parts.flat()),
    images: some(complete.images),
    networks: some(complete.networks),
    neighbour: fc.boolean(),
    volumes: some(complete.volumes),
    marked: fc.constantFrom(true, false, null),
    answers: fc.boolean(),
    context: fc.constantFrom(null, names.instance, 'other', 'nobody'),
    leftover: fc.boolean(),
    shared: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  .map(({ marked, answers, context, leftover, shared, neighbour, ...there }) => ({
    ...nothingThere,
    ...there,
    networkUsers: [...there.containers.filter(isInNetwork), ...(neighbour ? [container('neighbour')] : [])],
    home: { ...goodHome, marked },
    context:
      context === null
        ? null
        : { name: names.context, host: 'tcp://127.0.0.1:1', instance: context === 'nobody' ? null : context },
    page: answers ? ({ kind: 'ready', version: '1' } as const) : ({ kind: 'none' } as const),
    preflight: {
      running: [...(leftover ? [buildContainer] : []), ...(shared ? [stranger] : [])],
      takenPorts: [],
      builds: { ok: true, value: [] },
      users: 'host' as const,
      addressMissing: false,
      missingMounts: [],
      unresponsiveMounts: [],
      realPaths: {},
      others: [],
      hostJenkins: [],
      otherBuilds: {},
      dockerNamedIn: [],
    },
  }));

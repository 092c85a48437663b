import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import { engineQuestions } from '../../../../electron/core/plan/owner-questions.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import type { ContainerFact, ContainerMake, ObjectFact } from '../../../../electron/core/world/engine.ts';
import type { Question } from '../../../../electron/shared/preview.ts';
import {
  built,
  container,
  findingsFor,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  planFor,
  running,
  settings,
  withPreflight,
} from '../../../doubles/situation.ts';

const NAME = names.jenkins.dood;
const withoutOwner = <T extends { readonly labels: Readonly<Record<string, string>> }>(all: readonly T[]): T[] =>
  all.map((it) => ({
    ...it,
    labels: Object.fromEntries(Object.entries(it.labels).filter(([key]) => !key.endsWith('.owner'))),
  }));
const theirs = <T extends { readonly labels: Readonly<Record<string, string>> }>(it: T): T => ({
  ...it,
  labels: Object.fromEntries(
    Object.entries(it.labels).map(([key, value]) => [key, key.endsWith('owner') ? 'somebody' : value]),
  ),
});
const made: ContainerMake = {
  command: [],
  env: [],
  exposed: [],
  publishes: [],
  aliases: {},
  user: '',
  memory: 0,
  restart: { name: 'no', retries: 0 },
};
const asked = (facts: Facts, start: string, mode: 'dind' | 'dood' | 'off' = 'dood', from = {}): readonly Question[] =>
  planFor(facts, mode, { from }).questions.filter(({ id }) => id.startsWith(start));

/** Images of an earlier app version have the keys of containers. */
const EARLIER_IMAGE = { 'io.jenkins-tray.instance': 'default' };

test('what an earlier version created is asked about once, each name once', () => {
  const facts = running('dood');
  const changed = { ...facts, containers: withoutOwner(facts.containers), networks: withoutOwner(facts.networks) };
  expect(
    asked(
      { ...changed, images: facts.images.map((it, at) => (at === 0 ? { ...it, labels: EARLIER_IMAGE } : it)) },
      'adopt',
      'dind',
    ),
  ).toEqual([
    {
      id: 'adopt:default',
      text: `Use what an earlier version of Jenkins Tray created: ${NAME}, jenkins, nvidia-dind-image`,
      detail: expect.stringContaining('jenkins-tray config set instance NAME'),
    },
  ]);
  const volumes = [...withoutOwner(facts.volumes.slice(0, 1)), ...withoutOwner(facts.volumes.slice(0, 1))];
  expect(asked({ ...facts, volumes }, 'adopt', 'dind')[0]?.text).toMatch(/created: jenkins-dind-data$/);
  expect(asked(facts, 'adopt', 'dind')).toEqual([]);
});

const takeOver = (change: Partial<ContainerFact>, from = {}): string =>
  asked(
    { ...built(nothingThere), containers: [{ ...handMade(NAME, HOME, 8080), ports: [], ...change }] },
    'take-over',
    'dood',
    from,
  )[0]?.detail ?? '';
const STOPPED =
  'It (image jenkins-image) is stopped and kept under another name, and no longer starts automatically; its volumes, network and certificates are left alone.';

test.each<[string, Partial<ContainerFact>, string]>([
  ['has nothing of its own', {}, ''],
  ['has nothing of its own, as far as is known', { made }, ''],
  ['has another user', { made: { ...made, user: 'root' } }, ' Not carried over: the user root.'],
  [
    'has Java options, too',
    { made: { ...made, user: 'root', env: ['JAVA_OPTS=-Xmx4g'] } },
    ` Not carried over: JAVA_OPTS=-Xmx4g (setting jenkins.javaOpts); the user root. To keep what settings can: jenkins-tray take-over ${NAME}.`,
  ],
  [
    'is open to the network',
    {
      ports: ['0.0.0.0', '::', '127.0.0.1'].map((address, at) => ({
        address,
        port: at < 2 ? 8080 : 9090,
        target: 8080,
      })),
    },
    ' Its ports 8080 are open to the whole network; the new one listens on 127.0.0.1 (to keep them open: jenkins-tray config set address 0.0.0.0).',
  ],
  [
    'has its home inside',
    { mounts: [] },
    ` Its home stays in it, with its jobs, since nothing is mounted at its /var/jenkins_home; Jenkins uses what is in ${HOME}.`,
  ],
  ['is open to this computer', { ports: [{ address: '127.0.0.1', port: 8080, target: 8080 }] }, ''],
  [
    'is of Compose',
    { labels: { 'com.docker.compose.project': 'ci', 'com.docker.compose.service': 'jenkins' } },
    ' It belongs to the Compose project ci: remove the service jenkins there, or "docker compose up" starts it again on the same home.',
  ],
])('a take-over of what %s says so', (_what, change, says) => {
  expect(takeOver(change)).toBe(STOPPED + says);
});

test('what another settings folder created is offered with the day', () => {
  const containers = ours('dood', { createdAt: Date.UTC(2026, 1, 3, 23) }).map(theirs);
  const facts = { ...built(nothingThere), containers };
  expect(asked(facts, 'take-over')).toMatchObject([
    { text: `Take over ${NAME}, which another settings folder of Jenkins Tray created on 2026-02-03` },
  ]);
  expect(asked({ ...facts, containers: [handMade(NAME, HOME, 1)] }, 'take-over')).toMatchObject([
    { text: `Take over ${NAME}, which Jenkins Tray did not create` },
  ]);
});

test('one under another name is asked about once, also where it is both named and found', () => {
  const blue = { ...handMade('blue', HOME, 9090), state: 'exited' as const };
  const from = { settings: settings({ others: { leave: false, takeOver: 'blue' } }) };
  const facts = { ...built(nothingThere), home: { ...nothingThere.home, marked: false } };
  const all = { ...withPreflight(facts, { others: [blue, container('web')] }), containers: [blue] };
  expect(asked(all, 'take-over', 'dood', from)).toHaveLength(1);
  expect(asked({ ...all, containers: [] }, 'take-over').map(({ id }) => id)).toEqual(['take-over:id-of-blue']);
});

const changeOf = (list: readonly ObjectFact[], change: (it: ObjectFact) => ObjectFact) =>
  list.map((it, at) => (at === 0 ? change(it) : it));

test('a volume of somebody else is asked about if a container is created that uses it', () => {
  const facts = built(nothingThere);
  const volumes = changeOf(facts.volumes, theirs);
  expect(asked({ ...facts, volumes }, 'use', 'dind')).toEqual([
    {
      id: 'use:volume:jenkins-dind-data:sha256:0000000jenkins-dind-data',
      text: 'Use the volume jenkins-dind-data, which another settings folder of Jenkins Tray created',
      detail: 'It is used unchanged and never removed.',
    },
  ]);
  expect(asked({ ...facts, volumes }, 'use', 'dood')).toEqual([]);
  expect(asked({ ...running('dind'), volumes, page: null }, 'use', 'dind')).toEqual([]);
  expect(asked({ ...running('dind'), volumes }, 'use', 'off')).toEqual([]);
});

test('an image of somebody else is asked about if another gets its name', () => {
  const facts = built(nothingThere);
  const images = facts.images.map((it) =>
    it.name === names.images.dood ? theirs({ ...it, id: 'sha256:0123456789abcdef' }) : it,
  );
  expect(asked({ ...facts, images }, 'replace', 'dind')).toEqual([]);
  const missing = images.map((it) => (it.name === names.images.dood ? { ...it, labels: {} } : it));
  expect(asked({ ...facts, images: missing }, 'replace')).toMatchObject([
    {
      detail:
        'The image of that name (0123456789ab) is one that Jenkins Tray did not create; it is kept, without the name.',
    },
  ]);
  const other = images.map((it) => ({ ...it, labels: { ...it.labels, 'io.jenkins-tray.image.config': 'other' } }));
  expect(asked({ ...facts, images: other }, 'replace').map(({ detail }) => detail)).toEqual([
    'The image of that name (0123456789ab) is one that another settings folder of Jenkins Tray created; it is kept, without the name.',
  ]);
});

/** DinD of ours stops beside this Jenkins. */
const beside = (jenkins: ContainerFact, mode: 'off' | 'dood' = 'off') =>
  asked(
    { ...running('dind'), containers: [...ours('dind').filter(({ name }) => name === names.nestedEngine), jenkins] },
    'stop-engine',
    mode,
  );
const uses = (host: string) => ({ ...made, env: ['PATH=/bin', `DOCKER_HOST=tcp://${host}:2376`] });

test.each<[string, ContainerFact, boolean]>([
  ['has the name of its Jenkins', handMade(names.jenkins.dind, HOME, 8081), true],
  ['names it', { ...handMade(NAME, HOME, 8080), made: uses('nvidia-dind-container') }, true],
  ['names it by its alias', { ...handMade(NAME, HOME, 8080), made: uses('docker') }, true],
  ['names another', { ...handMade(NAME, HOME, 8080), made: uses('docker2') }, false],
  ['names none', handMade(NAME, HOME, 8080), false],
  ['rests', { ...handMade(names.jenkins.dind, HOME, 8081), state: 'exited' }, false],
])('a Jenkins by hand that %s goes on without our nested engine after one question: %s', (_which, jenkins, isAsked) => {
  expect(beside(jenkins)).toEqual(
    isAsked
      ? [
          {
            id: `stop-engine:id-of-${jenkins.name}`,
            text: `Stop nvidia-dind-container, which ${jenkins.name} uses`,
            detail: `Jenkins Tray did not create ${jenkins.name} and leaves it running, but its builds that use Docker fail.`,
          },
        ]
      : [],
  );
});

test('of a Jenkins that stops as well, or is ours, nothing is asked about its engine', () => {
  expect(beside(handMade(names.jenkins.dind, HOME, 8081), 'dood')).toEqual([]);
  expect(asked(running('dind'), 'stop-engine', 'off')).toEqual([]);
  const { steps } = planFor(running('dind'), 'off');
  const stops: readonly Step[] = steps.filter((step) => step.kind === 'stop' && step.name === names.nestedEngine);
  expect(engineQuestions(findingsFor(running('dind')), stops)).toEqual([]);
  const found = findingsFor({
    ...running('dind'),
    containers: [handMade(names.jenkins.dind, HOME, 1), ...ours('dind').slice(0, 1)],
  });
  expect(engineQuestions(found, stops)).toHaveLength(1);
  expect(engineQuestions(found, [])).toEqual([]);
  const removes = steps.filter((step) => step.kind === 'remove-container' && step.name === names.nestedEngine);
  expect([removes.length, engineQuestions(found, removes)]).toEqual([1, []]);
});

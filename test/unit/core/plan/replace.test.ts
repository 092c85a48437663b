import { expect, test } from 'vitest';
import { isUsable, reasonToReplace } from '../../../../electron/core/plan/replace.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import {
  built,
  container,
  findingsFor,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  settings,
  stack,
} from '../../../doubles/situation.ts';

const NAME = names.jenkins.dood;
const ID = `id-of-${NAME}`;
const [spec] = stack('dood').containers;
const [mine = container('none')] = ours('dood');
const image = built(nothingThere).images.find(({ name }) => name === names.images.dood);
const made = {
  command: [],
  env: [],
  exposed: [],
  publishes: [{ address: '127.0.0.1', port: 8080, target: 8080 }],
  aliases: {},
  user: '',
  memory: 0,
  restart: { name: 'no', retries: 0 },
};

interface Given {
  readonly consents?: readonly string[];
  /** When its image was built by an update. */
  readonly builtAt?: number;
  readonly imageLabels?: Readonly<Record<string, string>>;
}
function found({ consents = [], builtAt, imageLabels }: Given) {
  const there = built(nothingThere);
  const labels = {
    ...image?.labels,
    ...(builtAt === undefined ? {} : { 'io.jenkins-tray.image.built': String(builtAt) }),
    ...imageLabels,
  };
  const images = there.images.map((it) => (it.name === names.images.dood ? { ...it, labels } : it));
  return findingsFor({ ...there, images }, 'dood', { consents });
}
const reason = (change: Partial<ContainerFact>, given: Given = {}): string | null => {
  const why = spec === undefined ? null : reasonToReplace({ ...mine, ...change }, spec, found(given));
  return why === null ? null : `${why.current}, ${why.desired}`;
};
const BACK = consent.reuseUnchanged();
const ofImage = { labels: { ...mine.labels, ...image?.labels } };
const builtOf = (at: number) => ({ labels: { ...ofImage.labels, 'io.jenkins-tray.image.built': String(at) } });
const lost = { state: 'exited', networks: [{ name: 'jenkins', id: 'gone' }] } as const;
const otherConfig = { labels: { ...mine.labels, 'io.jenkins-tray.config': 'other' } };

test.each<[string, Partial<ContainerFact>, Given, string | null]>([
  ['is as configured', {}, {}, null],
  ['was made by hand', { labels: {} }, {}, 'made by hand, taken over'],
  ['was made by hand, and comes back', { labels: {} }, { consents: [BACK, consent.comeBack(ID)] }, null],
  ['was made by hand, on a way back of another', { labels: {} }, { consents: [BACK] }, 'made by hand, taken over'],
  [
    'was made by hand, and ran at the request',
    { labels: {} },
    { consents: [consent.comeBack(ID)] },
    'made by hand, taken over',
  ],
  ['cannot come back', { ...lost, labels: {} }, { consents: [BACK, consent.comeBack(ID)] }, 'made by hand, taken over'],
  ['lost its network', lost, {}, 'its network is gone, recreated'],
  ['lost its network, on the way back', lost, { consents: [BACK] }, 'its network is gone, recreated'],
  ['lost a network of no concern', { state: 'exited', networks: [{ name: 'other', id: 'gone' }] }, {}, null],
  ['is in its network', { networks: [{ name: 'jenkins', id: 'gone' }] }, {}, null],
  ['is being removed', { state: 'removing' }, {}, 'removing, recreated'],
  ['is half removed', { state: 'dead' }, {}, 'dead, recreated'],
  ['lost its GPUs', {}, { consents: [consent.recreate(ID)] }, 'without its GPUs, recreated'],
  ['has other settings, on the way back', otherConfig, { consents: [BACK] }, null],
  [
    'has other settings, of an unknown kind',
    otherConfig,
    {},
    'created with different settings or by another version, recreated',
  ],
  [
    'is open wider than asked for',
    { ports: [{ address: '0.0.0.0', port: 8080, target: 8080 }], made },
    {},
    'open at 0.0.0.0:8080, open only where requested',
  ],
  ['is open as asked for', { ports: [{ address: '127.0.0.1', port: 8080, target: 8080 }], made }, {}, null],
  [
    'has another part',
    {
      labels: {
        ...otherConfig.labels,
        'io.jenkins-tray.parts': (mine.labels['io.jenkins-tray.parts'] ?? '').replace(/java=\w+/, 'java=0'),
      },
    },
    {},
    'different Java options, Java options as configured',
  ],
])('a container that %s', (_what, change, given, expected) => {
  expect(reason(change, given)).toBe(expected);
});

const UPDATED = 'created from an older image, created from the updated image';
const otherImage = { 'io.jenkins-tray.image.config': 'other' };
test.each<[string, Partial<ContainerFact>, Given, string | null]>([
  ['and its image were never updated', ofImage, {}, null],
  ['is older than its image', ofImage, { builtAt: 7 }, UPDATED],
  ['is of its updated image', builtOf(7), { builtAt: 7 }, null],
  ['is of an image that was built again', builtOf(6), { builtAt: 7 }, UPDATED],
  ['is older than an image of other settings', ofImage, { builtAt: 7, imageLabels: otherImage }, null],
  ['waits for the update', ofImage, { consents: ['update:7'] }, UPDATED],
  ['waits for a further update', builtOf(6), { builtAt: 6, consents: ['update:7'] }, UPDATED],
  ['has the update', builtOf(7), { builtAt: 7, consents: ['update:7'] }, null],
  ['is older than its image, on the way back', ofImage, { builtAt: 7, consents: [BACK] }, null],
])('a container that %s', (_what, change, given, expected) => {
  expect(reason(change, given)).toBe(expected);
});

test('without its image, a container stays as it is', () => {
  const facts = {
    ...built(nothingThere),
    images: built(nothingThere).images.filter(({ name }) => name !== names.images.dood),
  };
  expect(spec && reasonToReplace({ ...mine, ...ofImage }, spec, findingsFor(facts))).toBeNull();
});

test.each<[Partial<ContainerFact>, boolean]>([
  [{}, true],
  [{ state: 'exited' }, true],
  [{ state: 'created', networks: [{ name: 'jenkins', id: '' }] }, true],
  [{ state: 'exited', networks: [{ name: 'jenkins', id: 'sha256:0000000jenkins' }] }, true],
  [lost, false],
  [{ ...lost, state: 'restarting' }, false],
  [{ ...lost, state: 'paused' }, true],
  [{ state: 'dead' }, false],
  [{ state: 'removing' }, false],
])('%j can start again: %s', (change, usable) => {
  expect(spec && isUsable({ ...handMade(NAME, HOME, 1), ...change }, spec, { facts: built(nothingThere) })).toBe(
    usable,
  );
});

test('another setting is another container', () => {
  const [other] = stack('dood', {
    settings: settings({ ports: { dind: 8081, dood: 9090, agents: 50000 } }),
  }).containers;
  const facts = findingsFor(built(nothingThere));
  expect(other && reasonToReplace(mine, other, facts)).toEqual({
    current: 'port 127.0.0.1:8080',
    desired: 'port 127.0.0.1:9090',
  });
});

import { expect, test } from 'vitest';
import type { HomeHolder } from '../../../../electron/core/observe/home-holder.ts';
import { homeSteps, otherImage, otherVersion } from '../../../../electron/core/plan/home-steps.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { HomeFact } from '../../../../electron/core/world/host.ts';
import type { PluginLook } from '../../../../electron/core/world/plugins.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import {
  built,
  findingsFor,
  goodHome,
  HOME,
  nothingThere,
  ours,
  stack,
  withPreflight,
} from '../../../doubles/situation.ts';

const CREATED = { creates: true, starts: true, otherVersionNext: false };
const STARTED = { creates: false, starts: true, otherVersionNext: false };
const NOTHING = { creates: false, starts: false, otherVersionNext: false };
type Next = typeof NOTHING;
interface Given {
  readonly home?: Partial<HomeFact>;
  readonly containers?: readonly ContainerFact[];
  readonly consents?: readonly string[];
  readonly holder?: HomeHolder;
  readonly knownHome?: string;
  readonly pluginLook?: PluginLook;
}

const dood = stack('dood');
const [jenkins] = dood.containers;
function checks(next: Next, { home, containers = [], consents = [], holder, knownHome, pluginLook }: Given = {}) {
  const facts = {
    ...{ ...built(nothingThere), containers, home: { ...goodHome, ...home } },
    ...{ knownHome: knownHome ?? null, pluginLook: pluginLook ?? null },
  };
  const found = findingsFor(withPreflight(facts, { holder: holder ?? null }), 'dood', { consents });
  return jenkins === undefined ? [] : homeSteps(dood, jenkins, found, next);
}
/** Why the home is checked. */
const reasons = (...given: Parameters<typeof checks>) => checks(...given).map(({ cause }) => cause.current);

const UNUSED = 'not yet used by Jenkins Tray';
test.each<[string, Partial<HomeFact>, readonly [Next, readonly string[]][]]>([
  [
    'one that is well',
    {},
    [
      [CREATED, []],
      [STARTED, []],
      [NOTHING, []],
    ],
  ],
  [
    'one that is well, for another version',
    {},
    [[{ ...STARTED, otherVersionNext: true }, ['last used with another image']]],
  ],
  [
    'one without its marker',
    { marked: false },
    [
      [CREATED, [UNUSED]],
      [NOTHING, [UNUSED]],
    ],
  ],
  [
    'one that Jenkins cannot write to',
    { writable: false },
    [
      [CREATED, [UNUSED]],
      [NOTHING, [UNUSED]],
    ],
  ],
  [
    'one that is missing',
    { kind: 'missing', marked: false, writable: false },
    [
      [CREATED, ['missing']],
      [NOTHING, ['missing']],
    ],
  ],
  [
    'one of which this user sees nothing',
    { kind: 'unknown', marked: false, writable: false },
    [
      [CREATED, [UNUSED]],
      [STARTED, []],
    ],
  ],
  [
    'one whose marker this user cannot see',
    { marked: null },
    [
      [CREATED, [UNUSED]],
      [STARTED, []],
    ],
  ],
  [
    'one whose owner this user cannot see',
    { writable: null },
    [
      [CREATED, [UNUSED]],
      [STARTED, []],
    ],
  ],
  [
    'a link to one that is well, by all else',
    { kind: 'unknown' },
    [
      [CREATED, [UNUSED]],
      [STARTED, []],
    ],
  ],
])('%s is checked when needed', (_which, home, all) => {
  for (const [next, expected] of all) expect(reasons(next, { home })).toEqual(expected);
});

test('one whose first start was interrupted is checked before the next start, or if its Jenkins is refused', () => {
  const home = { fresh: true };
  const only = { creates: true, starts: false, otherVersionNext: false };
  for (const next of [CREATED, STARTED, only]) expect(reasons(next, { home })).toEqual(['not completely set up']);
  expect(reasons(NOTHING, { home })).toEqual([]);
  expect(reasons(NOTHING, { home, containers: ours('dood') })).toEqual([]);
  const both = [...ours('dood', { state: 'restarting' }), ...ours('dind', { state: 'exited' })];
  expect(reasons(NOTHING, { home, containers: both })).toEqual(['not completely set up']);
  expect(reasons(NOTHING, { home: { fresh: null }, containers: both })).toEqual([]);
});

const holder: HomeHolder = {
  line: 'v1 c other other.example default 1 2',
  host: 'other.example',
  instance: 'default',
  since: 1,
  last: 2,
  beats: false,
  isOwn: false,
};

test('one that another computer used last is checked before a start, and taken over by consent', () => {
  expect(reasons(STARTED, { holder })).toEqual(['last used on other.example']);
  expect(reasons(NOTHING, { holder })).toEqual([]);
  expect(checks(STARTED, { holder })).toMatchObject([{ release: null }]);
  const consents = [consent.takeHome(holder.line)];
  expect(checks(STARTED, { holder, consents })).toMatchObject([{ release: holder.line }]);
  expect(checks(STARTED, { holder: { ...holder, isOwn: true } })).toMatchObject([{ release: holder.line }]);
});

test('the check gets the home, its image and id, and what was consented to', () => {
  const home = { marked: false };
  expect(checks(CREATED, { home, knownHome: 'id' })).toEqual([
    {
      kind: 'check-home',
      home: HOME,
      image: 'jenkins-dood-image',
      known: 'id',
      chown: false,
      release: null,
      updated: false,
      cause: { object: `home ${HOME}`, current: UNUSED, desired: 'ready for DooD' },
    },
  ]);
  expect(checks(CREATED, { home, consents: ['update:9', `chown:${HOME}`] })).toMatchObject([
    { chown: true, updated: true },
  ]);
  expect(checks(CREATED, { home: { kind: 'missing' } })).toMatchObject([{ chown: true, updated: false }]);
});

test.each([
  ['2.568.2', '2.541.1', true],
  ['2.568.2', '2.568.2', false],
  [null, '2.541.1', false],
  ['2.568.2', null, false],
])('the home was written by %s, the image has %s: another version is next: %s', (written, has, other) => {
  const { images, ...rest } = built(nothingThere);
  const labelled = images.map((it) => ({
    ...it,
    labels: {
      ...it.labels,
      ...(it.name === 'jenkins-dood-image' && has !== null ? { 'io.jenkins-tray.jenkins': has } : {}),
      ...(it.name === 'jenkins-dood-image' ? {} : { 'io.jenkins-tray.jenkins': '1.0' }),
    },
  }));
  const home = { ...goodHome, version: written };
  const is = (all: typeof images) =>
    jenkins !== undefined && otherVersion(jenkins, findingsFor({ ...rest, home, images: all }));
  expect(is(labelled)).toBe(other);
  expect(is([])).toBe(false);
});

test('one whose plugins are still to be decided about is checked before a start, but on the way back', () => {
  const pluginLook: PluginLook = {
    ...{ older: [], failing: [], failingAfter: [], lacking: [], isTakenOver: true, keptAs: null },
  };
  const unseen = { kind: 'unknown', marked: null, writable: null } as const;
  expect(reasons(STARTED, { pluginLook })).toEqual(['with plugins from elsewhere']);
  expect(reasons(STARTED, { pluginLook, home: unseen })).toEqual([UNUSED]);
  for (const home of [{}, unseen]) {
    expect(reasons(NOTHING, { pluginLook, home })).toEqual([]);
    expect(reasons(STARTED, { pluginLook, home, consents: ['x', consent.undoChange()] })).toEqual([]);
  }
});

const config = (value: string) => ({ 'io.jenkins-tray.image.config': value });
/** A Jenkins of ours from an image that was built so, and one of somebody else. */
const builtFrom = (value: string): readonly ContainerFact[] =>
  ours('dood').map((it) => ({ ...it, labels: { ...it.labels, ...config(value) } }));
const theirs = (value: string): readonly ContainerFact[] => ours('dood', { labels: config(value) });

test.each<[string, readonly ContainerFact[], Next, readonly string[], boolean]>([
  ['was made from another build', builtFrom('b'), CREATED, [], true],
  ['was made from the same build', builtFrom('a'), CREATED, [], false],
  ['is not made anew', builtFrom('b'), STARTED, [], false],
  ['comes back', builtFrom('b'), CREATED, [consent.reuseUnchanged()], false],
  ['is not ours', theirs('b'), CREATED, [], false],
  ['is one of two of ours', [...ours('dind'), ...builtFrom('b')], CREATED, [], true],
  ['is not there', [], CREATED, [], false],
])('the next Jenkins is of another image, or not, where the one before %s', (_what, containers, next, consents, is) => {
  if (jenkins === undefined) throw new Error('no Jenkins');
  const facts = { ...built(nothingThere), containers };
  const named = (name: string, value: string) => ({ name, id: name, labels: config(value) });
  const images = [named('web', 'x'), named('jenkins-dood-image', 'a')];
  const other = (all: typeof images) =>
    otherImage(jenkins, findingsFor({ ...facts, images: all }, 'dood', { consents }), next);
  expect(other(images)).toBe(is);
  expect(other(images.slice(0, 1)), 'it is not built').toBe(false);
});

test('another version is of another image only for what starts', () => {
  if (jenkins === undefined) throw new Error('no Jenkins');
  const image = { name: 'jenkins-dood-image', id: 'x', labels: { 'io.jenkins-tray.jenkins': '2' } };
  const found = findingsFor({ ...nothingThere, home: { ...goodHome, version: '1' }, images: [image] });
  expect([STARTED, NOTHING].map((next) => otherImage(jenkins, found, next))).toEqual([true, false]);
});

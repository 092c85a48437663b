import { expect, test } from 'vitest';
import {
  asObject,
  builtOf,
  homeLabelOf,
  imageConfigOf,
  imageLabelsOf,
  instanceLabel,
  isOfImage,
  isOfOlderImage,
  isOfOtherBuild,
  isOneShot,
  jenkinsOf,
  labelsOf,
  type Ownership,
  pageLabelOf,
  partsOf,
  withBuilt,
  withHome,
} from '../../../../electron/core/stack/labels.ts';

const OWNERSHIP: Ownership = {
  owner: 'folder',
  instance: 'two',
  role: 'jenkins',
  mode: 'dood',
  config: 'c',
  version: '1',
};

test('an object has a label for each part of its ownership, and none for an unknown owner', () => {
  expect(labelsOf(OWNERSHIP)).toEqual({
    'io.jenkins-tray.owner': 'folder',
    'io.jenkins-tray.instance': 'two',
    'io.jenkins-tray.role': 'jenkins',
    'io.jenkins-tray.mode': 'dood',
    'io.jenkins-tray.config': 'c',
    'io.jenkins-tray.version': '1',
  });
  expect('io.jenkins-tray.owner' in labelsOf({ ...OWNERSHIP, owner: null })).toBe(false);
  expect(`io.jenkins-tray.instance=${labelsOf(OWNERSHIP)['io.jenkins-tray.instance']}`).toBe(instanceLabel('two'));
});

test('the labels of an image say whose it is as those of a container would', () => {
  const image = imageLabelsOf(OWNERSHIP);
  expect(Object.keys(image).every((key) => key.startsWith('io.jenkins-tray.image.'))).toBe(true);
  expect(asObject({ ...image, other: 'x', 'io.jenkins-tray.jenkins': '2' })).toEqual(labelsOf(OWNERSHIP));
  const earlier = labelsOf(OWNERSHIP);
  expect(asObject(earlier)).toBe(earlier);
});

test('what an image was built by is told from what a container was created from', () => {
  const at = (time: number) => ({ labels: withBuilt({ a: 'b' }, time) });
  expect(at(7).labels).toEqual({ a: 'b', 'io.jenkins-tray.image.built': '7' });
  expect([builtOf(at(7).labels), builtOf({}), builtOf({ 'io.jenkins-tray.image.built': 'x' })]).toEqual([7, 0, 0]);
  expect(isOfOlderImage({ labels: {} }, at(7))).toBe(true);
  expect(isOfOlderImage(at(6), at(7))).toBe(true);
  expect(isOfOlderImage(at(7), at(7))).toBe(false);
  expect(isOfOlderImage(at(7), { labels: {} })).toBe(false);
  expect(isOfOlderImage({ labels: {} }, { labels: {} })).toBe(false);
});

test.each([
  ['alike', 'a', 'a', 0, false],
  ['otherwise', 'a', 'b', 0, true],
  ['alike, and later', 'a', 'a', 7, true],
  ['from what nobody knows', undefined, 'b', 0, false],
  ['for a container of which nobody knows that', 'a', undefined, 0, false],
])('an image that was built %s is of another build, or not', (_what, its, now, at, expected) => {
  const of = (config: string | undefined) => (config === undefined ? {} : { 'io.jenkins-tray.image.config': config });
  const image = at === 0 ? of(now) : withBuilt(of(now), at);
  expect(isOfOtherBuild({ labels: of(its) }, { labels: image })).toBe(expected);
});

test('a container of an earlier version, or by hand, has no page, home, version or parts', () => {
  expect([
    pageLabelOf({}),
    homeLabelOf({}),
    jenkinsOf({}),
    jenkinsOf({ 'io.jenkins-tray.jenkins': '' }),
    imageConfigOf({}),
  ]).toEqual([null, null, null, null, null]);
  expect(homeLabelOf(withHome({}, 'id'))).toBe('id');
  expect(pageLabelOf({ 'io.jenkins-tray.page': 'http://a' })).toBe('http://a');
  expect(jenkinsOf({ 'io.jenkins-tray.jenkins': '2.541.1' })).toBe('2.541.1');
  expect(imageConfigOf({ 'io.jenkins-tray.config': 'old' })).toBe('old');
  expect(imageConfigOf({ 'io.jenkins-tray.config': 'old', 'io.jenkins-tray.image.config': 'new' })).toBe('new');
  expect(partsOf({}).size).toBe(0);
});

test('parts are read as they were written; only an image has a recipe', () => {
  const parts = { 'io.jenkins-tray.parts': 'base=1  recipe=2 odd' };
  expect([...partsOf(parts)]).toEqual([
    ['base', '1'],
    ['recipe', '2'],
    ['odd', ''],
  ]);
  expect([isOfImage(parts), isOfImage({ 'io.jenkins-tray.parts': 'base=1' }), isOfImage({})]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a one-shot container is one by its role', () => {
  expect([isOneShot(labelsOf({ ...OWNERSHIP, role: 'probe' })), isOneShot(labelsOf(OWNERSHIP))]).toEqual([true, false]);
});

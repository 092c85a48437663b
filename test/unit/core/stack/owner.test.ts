import { expect, test } from 'vitest';
import { belongingOf, imageBelongingOf, isOurs, mayBeOurs } from '../../../../electron/core/stack/owner.ts';
import type { Labels } from '../../../../electron/core/world/specs.ts';

const asker = (adopted: readonly string[] = []) => ({ instance: 'default', owner: { id: 'mine', adopted } });
const labels = (owner?: string, instance = 'default', more: Labels = {}): Labels => ({
  'io.jenkins-tray.instance': instance,
  ...(owner === undefined ? {} : { 'io.jenkins-tray.owner': owner }),
  ...more,
});
const ofImage = (owner?: string, instance = 'default', more: Labels = {}): Labels => ({
  'io.jenkins-tray.image.instance': instance,
  ...(owner === undefined ? {} : { 'io.jenkins-tray.image.owner': owner }),
  ...more,
});
const RECIPE = { 'io.jenkins-tray.parts': 'recipe=1' };

test.each<[string, Labels, string, string]>([
  ['nothing of ours', {}, 'foreign', 'foreign'],
  ['our owner', labels('mine'), 'ours', 'ours'],
  ['another owner', labels('theirs'), 'other-folder', 'other-folder'],
  ['another instance', labels('mine', 'two'), 'foreign', 'foreign'],
  ['no owner', labels(), 'unclaimed', 'ours'],
  ['no owner, and another instance', labels(undefined, 'two'), 'foreign', 'foreign'],
  ['the labels of an image of an earlier version', labels(undefined, 'default', RECIPE), 'foreign', 'foreign'],
  [
    'the same in a one-shot container',
    labels(undefined, 'default', { ...RECIPE, 'io.jenkins-tray.role': 'probe' }),
    'unclaimed',
    'ours',
  ],
  ['the labels of an image, inherited', ofImage('mine'), 'foreign', 'foreign'],
])('a container with %s', (_what, its, before, adopted) => {
  expect([belongingOf(its, asker()), belongingOf(its, asker(['default']))]).toEqual([before, adopted]);
  expect(isOurs(its, asker())).toBe(before === 'ours' || before === 'unclaimed');
});

test.each<[string, Labels, string, string]>([
  ['nothing of ours', {}, 'foreign', 'foreign'],
  ['our owner', ofImage('mine'), 'ours', 'ours'],
  ['another owner', ofImage('theirs'), 'other-folder', 'other-folder'],
  ['another instance', ofImage('mine', 'two'), 'foreign', 'foreign'],
  ['the labels of an earlier version', labels(undefined, 'default', RECIPE), 'unclaimed', 'ours'],
  ['those of an earlier version, and another instance', labels(undefined, 'two'), 'foreign', 'foreign'],
  ['the labels of a container that somebody committed', labels('mine'), 'foreign', 'foreign'],
])('an image with %s', (_what, its, before, adopted) => {
  expect([imageBelongingOf(its, asker()), imageBelongingOf(its, asker(['default']))]).toEqual([before, adopted]);
});

test('only what is ours, or may be, is touched', () => {
  expect((['ours', 'unclaimed', 'other-folder', 'foreign'] as const).map(mayBeOurs)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

import { expect, test } from 'vitest';
import {
  asideName,
  containerNames,
  isAside,
  isBeside,
  isBesideAny,
  isContainerName,
  isKept,
  keptName,
  nameBeforeKept,
  namesOf,
  nextName,
} from '../../../../electron/core/stack/names.ts';

test('an instance suffixes each name, and the one without a name has those of the original set-up', () => {
  expect(namesOf('')).toMatchObject({ instance: 'default', network: 'jenkins', context: 'jenkins-dind' });
  expect(namesOf('two')).toMatchObject({ instance: 'two', network: 'jenkins-two', context: 'jenkins-dind-two' });
  expect(containerNames(namesOf('two'))).toEqual([
    'nvidia-dind-container-two',
    'jenkins-container-two',
    'jenkins-dood-container-two',
    'jenkins-tray-probe-two',
  ]);
});

test('a replacement and what was put aside are found by their names', () => {
  const aside = asideName('jenkins-container', '0123456789abcdef');
  expect([nextName('jenkins-container'), aside]).toEqual(['jenkins-container.new', 'jenkins-container.old.01234567']);
  expect([isAside(aside), isAside('jenkins-container.new')]).toEqual([true, false]);
});

test.each([
  ['jenkins-container.new', true],
  ['jenkins-container.old.01234567', true],
  ['jenkins-container', false],
  ['jenkins-container.newer', false],
  ['my-jenkins-container.old.1', false],
  ['jenkins-container-two.new', false],
])('%s is beside jenkins-container: %s', (name, beside) => {
  expect(isBeside('jenkins-container', name)).toBe(beside);
  expect(isBesideAny(namesOf(''), name)).toBe(beside);
  expect(isBesideAny(namesOf('three'), name)).toBe(false);
});

test('a hand-made container is kept under a name that tells its own', () => {
  const kept = keptName('ci', '0123456789');
  expect(kept).toBe('ci-before-jenkins-tray-012345');
  expect(nameBeforeKept(kept, '0123456789')).toBe('ci');
  expect([isKept(kept, '0123456789'), isKept(kept, '9'), isKept('ci', '0123456789')]).toEqual([true, false, false]);
  expect(isKept(`${kept}-again`, '0123456789')).toBe(false);
});

test.each([
  ['blueocean', true],
  ['jenkins.service.d', true],
  ['', false],
  ['jenkins.service', false],
  ['jenkins.war', false],
])('"%s" names a container: %s', (name, isOne) => {
  expect(isContainerName(name)).toBe(isOne);
});

import { expect, test } from 'vitest';
import { imageSteps } from '../../../../electron/core/plan/image-steps.ts';
import type { ContainerFact, ObjectFact } from '../../../../electron/core/world/engine.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { built, findingsFor, names, nothingThere, ours, stack } from '../../../doubles/situation.ts';

const { dind: DIND, dood: DOOD, nestedEngine: ENGINE } = names.images;
type Change = Readonly<Record<string, string>> | 'missing' | 'foreign';
/** What is built, with the labels of some images changed. */
const imagesWith = (changes: Readonly<Record<string, Change>>): ObjectFact[] =>
  built(nothingThere).images.flatMap((it) => {
    const change = changes[it.name] ?? {};
    if (change === 'missing') return [];
    return [{ ...it, labels: change === 'foreign' ? {} : { ...it.labels, ...change } }];
  });

interface Given {
  readonly containers?: readonly ContainerFact[];
  readonly consents?: readonly string[];
  readonly creates?: boolean;
}
/** For each image that is built: its name, from what, its further names, why. */
function builds(mode: JenkinsMode, changes: Parameters<typeof imagesWith>[0], given: Given = {}) {
  const { containers = [], consents = [], creates = true } = given;
  const facts = { ...nothingThere, images: imagesWith(changes), containers };
  return imageSteps(stack(mode), findingsFor(facts, mode, { consents }), creates).flatMap((step) =>
    step.kind === 'build-image'
      ? [[step.spec.reference, step.twin, step.also, `${step.cause.current}, ${step.cause.desired}`]]
      : [],
  );
}
const all = { [DIND]: 'missing', [DOOD]: 'missing', [ENGINE]: 'missing' } as const;
const NEW = 'built from jenkins/jenkins:lts-jdk21';
const builtAt = (at: number) => ({ 'io.jenkins-tray.image.built': String(at) });
const version = (jenkins: string) => ({ 'io.jenkins-tray.jenkins': jenkins });
const otherConfig = { 'io.jenkins-tray.image.config': 'other' };
const noParts = { ...otherConfig, 'io.jenkins-tray.image.parts': '' };

test('what is there as configured is not built', () => {
  expect(builds('dind', {})).toEqual([]);
  expect(builds('dood', {})).toEqual([]);
});

test('the one Jenkins image gets the names of both modes, unless somebody else has one', () => {
  expect(builds('dind', all)).toEqual([
    [ENGINE, null, [], 'missing, built from ubuntu:24.04'],
    [DIND, null, [DOOD], `missing, ${NEW}`],
  ]);
  expect(builds('dood', all)).toEqual([[DOOD, null, [DIND], `missing, ${NEW}`]]);
  expect(builds('dood', { [DOOD]: 'missing', [DIND]: otherConfig })).toEqual([[DOOD, null, [DIND], `missing, ${NEW}`]]);
  expect(builds('dood', { [DOOD]: 'missing', [DIND]: 'foreign' })).toEqual([[DOOD, null, [], `missing, ${NEW}`]]);
});

test('what the other mode was made from gets a further name', () => {
  expect(builds('dood', { [DOOD]: 'missing' })).toEqual([[DOOD, DIND, [DIND], `missing, the same as ${DIND}`]]);
  expect(builds('dind', { [DIND]: 'missing', [ENGINE]: 'missing' })).toEqual([
    [ENGINE, null, [], 'missing, built from ubuntu:24.04'],
    [DIND, DOOD, [DOOD], `missing, the same as ${DOOD}`],
  ]);
});

test.each([
  ['an image of other settings', { [DOOD]: otherConfig, [DIND]: otherConfig }, null, `of another version, ${NEW}`],
  ['an image without labels', { [DOOD]: 'foreign', [DIND]: otherConfig }, null, `of another version, ${NEW}`],
  [
    'an image of other settings beside one of these',
    { [DOOD]: noParts },
    DIND,
    `of another version, the same as ${DIND}`,
  ],
] as const)('%s is built anew', (_which, changes, twin, why) => {
  expect(builds('dood', changes).map(([name, from, , cause]) => [name, from, cause])).toEqual([[DOOD, twin, why]]);
});

test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, boolean]>([
  ['has a newer Jenkins', version('2.568.10'), version('2.568.9'), true],
  ['has an older Jenkins', version('2.541.3'), version('2.568.1'), false],
  ['has the same Jenkins', version('2.568.1'), version('2.568.1'), false],
  ['was built later', builtAt(2), builtAt(1), true],
  ['was built later, and says no version', builtAt(2), { ...builtAt(1), ...version('2.568.1') }, true],
  ['was built later, and the existing one says no version', { ...builtAt(2), ...version('2.541.1') }, builtAt(1), true],
  [
    'was built earlier, with a newer Jenkins',
    { ...builtAt(1), ...version('2.9') },
    { ...builtAt(2), ...version('2.8') },
    true,
  ],
  ['was built earlier', builtAt(1), builtAt(2), false],
  ['was built at an unknown time', {}, builtAt(2), false],
])('the other mode’s image that %s is used instead: %s', (_what, other, own, used) => {
  const expected = used ? [[DOOD, DIND, [DIND], `of an older build, the same as ${DIND}`]] : [];
  expect(builds('dood', { [DIND]: other, [DOOD]: own })).toEqual(expected);
});

test('an update builds the images anew, and those of the other mode that are there and ours', () => {
  const consents = [consent.update(7)];
  const anew = [DOOD, null, [DIND], `of an older build, ${NEW}`];
  const engine = [ENGINE, null, [], 'of an older build, built from ubuntu:24.04'];
  expect(builds('dood', {}, { consents })).toEqual([anew, engine]);
  expect(builds('dood', { [ENGINE]: 'missing' }, { consents })).toEqual([anew]);
  expect(builds('dood', { [ENGINE]: 'foreign' }, { consents })).toEqual([anew]);
  expect(builds('dood', { [ENGINE]: builtAt(7) }, { consents })).toEqual([anew]);
  expect(builds('dood', { [ENGINE]: otherConfig })).toEqual([]);
  expect(builds('dood', { [DOOD]: builtAt(7), [DIND]: builtAt(6), [ENGINE]: builtAt(8) }, { consents })).toEqual([
    engine,
  ]);
  // What the update has built already is the twin of what it has not; an older one is none.
  expect(builds('dood', { [DOOD]: 'missing', [DIND]: builtAt(7), [ENGINE]: 'missing' }, { consents })).toEqual([
    [DOOD, DIND, [DIND], `missing, the same as ${DIND}`],
  ]);
  expect(builds('dood', { [DOOD]: 'missing', [DIND]: builtAt(6), [ENGINE]: 'missing' }, { consents })).toEqual([
    [DOOD, null, [DIND], `missing, ${NEW}`],
  ]);
});

const BACK = consent.reuseUnchanged();

test('a way back builds only what is missing for a container that it creates', () => {
  const consents = [BACK];
  expect(builds('dood', { [DOOD]: otherConfig }, { consents })).toEqual([]);
  expect(builds('dood', { [DOOD]: 'missing' }, { consents, creates: false })).toEqual([]);
  expect(builds('dood', { [DOOD]: 'missing' }, { consents })).toEqual([
    [DOOD, DIND, [DIND], `missing, the same as ${DIND}`],
  ]);
});

test('a way back gives the names back to the image of its container, after an update that failed', () => {
  const consents = [BACK, 'come-back:id-of-jenkins-dood-container'];
  const [jenkins] = ours('dood');
  const imageLabels = imagesWith({}).find(({ name }) => name === DOOD)?.labels;
  const before = { ...jenkins?.labels, ...imageLabels };
  const containers = ours('dood', { labels: before, imageId: 'sha256:before' });
  const back = (also: readonly string[]) => [[DOOD, 'sha256:before', also, 'of an update that failed, as before']];
  const sameId = (changes: Parameters<typeof imagesWith>[0]) =>
    imageSteps(
      stack('dood'),
      findingsFor(
        { ...nothingThere, containers, images: imagesWith(changes).map((it) => ({ ...it, id: '1' })) },
        'dood',
        { consents },
      ),
      false,
    ).map((step) => step.kind === 'build-image' && [step.twin, step.also, step.update]);
  expect(builds('dood', { [DOOD]: builtAt(7) }, { consents, containers })).toEqual(back([]));
  expect(sameId({ [DOOD]: builtAt(7) })).toEqual([['sha256:before', [DIND], null]]);
  expect(sameId({ [DOOD]: builtAt(7), [DIND]: 'missing' })).toEqual([['sha256:before', [], null]]);
  expect(builds('dood', {}, { consents, containers })).toEqual([]);
  expect(builds('dood', { [DOOD]: { ...builtAt(7), ...otherConfig } }, { consents, containers })).toEqual([]);
  expect(builds('dood', { [DOOD]: 'foreign' }, { consents, containers })).toEqual([]);
  expect(builds('dood', { [DOOD]: builtAt(7) }, { consents })).toEqual([]);
  const foreign = ours('dood', {
    labels: { 'io.jenkins-tray.image.config': before['io.jenkins-tray.image.config'] ?? '' },
  });
  expect(builds('dood', { [DOOD]: builtAt(7) }, { consents, containers: foreign })).toEqual([]);
});

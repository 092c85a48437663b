import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import { stepsToMode } from '../../../../electron/core/plan/to-mode.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import {
  built,
  container,
  findingsFor,
  goodHome,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  planFor,
  running,
  settings,
  stack,
  withContainer,
} from '../../../doubles/situation.ts';

const BACK = 'as-they-are';
const kinds = (facts: Facts, mode: 'dind' | 'dood', given: Parameters<typeof planFor>[2] = {}) =>
  planFor(facts, mode, given).steps.map((step) => `${step.kind} ${step.cause.object}`);
const withoutImages = (facts: Facts): Facts => ({ ...facts, images: [] });
const stopped = (mode: 'dind' | 'dood', state: ContainerFact['state'] = 'exited') => ({
  ...built(nothingThere),
  containers: ours(mode, { state }),
});

test('a way back builds images only for containers that it creates', () => {
  const consents = [BACK];
  const images = (facts: Facts, mode: 'dind' | 'dood') =>
    kinds(withoutImages(facts), mode, { consents }).filter((it) => it.startsWith('build-image'));
  expect(images(stopped('dood'), 'dood')).toEqual([]);
  expect(images(stopped('dind'), 'dind')).toEqual([]);
  expect(images(nothingThere, 'dood')).toEqual(['build-image image jenkins-dood-image']);
  const [engine = container('none'), jenkins = container('none')] = ours('dind', { state: 'exited' });
  expect(images({ ...nothingThere, containers: [engine] }, 'dind')).toHaveLength(2);
  expect(images({ ...nothingThere, containers: [jenkins] }, 'dind')).toHaveLength(2);
});

test('a stack without a Jenkins has its objects made, and nothing else', () => {
  const steps = stepsToMode({ ...stack('dood'), containers: [] }, findingsFor(nothingThere));
  expect(steps.map(({ kind }) => kind)).toEqual(['build-image', 'create-network']);
});

test('the home is checked before another image of Jenkins uses it, not before one of the engine', () => {
  const without = (name: string) => ({
    ...running('dind'),
    images: running('dind').images.filter((it) => it.name !== name),
  });
  expect(kinds(without(names.images.nestedEngine), 'dind')).not.toContain(`check-home home ${HOME}`);
  const other = {
    ...without(''),
    images: without('').images.map((it) => (it.name === names.images.dind ? { ...it, labels: {} } : it)),
  };
  expect(kinds(other, 'dind')).toContain(`check-home home ${HOME}`);
});

test('a Jenkins gets its secrets where its home may be new, or was just checked', () => {
  const fresh = (home: Partial<Facts['home']>) =>
    planFor({ ...stopped('dood'), home: { ...goodHome, ...home } }, 'dood').steps.flatMap((step) =>
      step.kind === 'await-ready' ? [step.fresh] : [],
    );
  expect(fresh({})).toEqual([null]);
  expect(fresh({ fresh: null })).toEqual([HOME]);
  expect(fresh({ fresh: true })).toEqual([HOME]);
  expect(fresh({ marked: false })).toEqual([HOME]);
});

test('a context for the nested engine is written anew when that starts, since its certificates may be', () => {
  const from = { settings: settings({ nested: { ...settings().nested, publishPort: 2376 } }) };
  const context = { name: names.context, host: 'tcp://127.0.0.1:2376', instance: names.instance };
  const facts = { ...running('dind', from), context };
  expect(kinds(facts, 'dind', { from })).toEqual([]);
  const started = { ...withContainer(facts, names.nestedEngine, { state: 'exited' }), page: facts.page };
  expect(kinds(started, 'dind', { from })).toEqual([
    `start ${names.nestedEngine}`,
    `await-healthy ${names.nestedEngine}`,
    expect.stringContaining('write-context'),
  ]);
  expect(kinds({ ...running('dood'), context }, 'dood')).toEqual([expect.stringContaining('remove-context')]);
});

const otherDns = { from: { settings: settings({ nested: { ...settings().nested, dns: ['192.168.0.1'] } }) } };
const aroundEngine = (change: Partial<ContainerFact>) =>
  kinds(withContainer(running('dind'), names.jenkins.dind, change), 'dind', otherDns).filter((it) =>
    it.endsWith(names.jenkins.dind),
  );

test('a Jenkins stops once around its nested engine, whatever else it stops for', () => {
  const once = ['drain', 'stop', 'start', 'await-ready'].map((kind) => `${kind} ${names.jenkins.dind}`);
  expect(aroundEngine({})).toEqual(once);
  expect(aroundEngine({ restartCount: 9 })).toEqual(once);
  expect(aroundEngine({ state: 'exited' })).toEqual(once.slice(2));
  const lost = aroundEngine({ labels: { ...ours('dind')[1]?.labels, 'io.jenkins-tray.config': 'other' } });
  expect(lost.filter((it) => it.startsWith('drain') || it.startsWith('start'))).toEqual([once[0], once[2]]);
});

test('a Jenkins by hand in the other mode is kept from starting before another uses the home', () => {
  const facts = { ...built(nothingThere), containers: [handMade(names.jenkins.dind, HOME, 8081)] };
  const all = kinds(facts, 'dood');
  expect(all.indexOf(`rename ${names.jenkins.dind}`)).toBeLessThan(all.indexOf(`start ${names.jenkins.dood}`));
  const mine = kinds({ ...built(nothingThere), containers: ours('dind') }, 'dood');
  expect(mine.indexOf(`remove-container ${names.jenkins.dind}`)).toBeGreaterThan(
    mine.indexOf(`await-ready ${names.jenkins.dood}`),
  );
});

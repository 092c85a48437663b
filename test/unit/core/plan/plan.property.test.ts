import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import { labelsOf } from '../../../../electron/core/stack/labels.ts';
import type { ContainerFact, ObjectFact } from '../../../../electron/core/world/engine.ts';
import type { Labels } from '../../../../electron/core/world/specs.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import {
  built,
  container,
  goodHome,
  HOME,
  names,
  nothingThere,
  ours,
  planFor,
  settings,
  text,
} from '../../../doubles/situation.ts';

/** From any observed facts: passes end, no two Jenkins run on one home, nothing without our label is touched unasked. */

const stale = { contextHashes: { jenkins: 'old', dind: 'old' } };
const all = [...ours('dind'), ...ours('dood')];
const allStale = [...ours('dind', {}, stale), ...ours('dood', {}, stale)];
/** What makes an object ours, said here once more: the planner's own word for it would agree with any mistake. */
const isOurs = (labels: Labels): boolean => labels['io.jenkins-tray.instance'] === names.instance;
/** Labels of the app, but of an instance that this one has no say over. */
const others = labelsOf({ instance: 'other', role: 'jenkins', mode: 'dood', config: 'cc', version: '1' });
const states = fc.constantFrom('created', 'running', 'exited', 'paused', 'restarting', 'dead');

const containerOf = (name: string): fc.Arbitrary<readonly ContainerFact[]> =>
  fc
    .record({
      kind: fc.constantFrom('absent', 'ours', 'stale', 'foreign', 'others'),
      state: states,
      healthy: fc.boolean(),
    })
    .map(({ kind, state, healthy }) => {
      if (kind === 'absent') return [];
      const labels = kind === 'others' ? others : {};
      const from =
        kind === 'foreign' || kind === 'others'
          ? container(name, { labels })
          : (kind === 'ours' ? all : allStale).find((one) => one.name === name);
      return from === undefined
        ? []
        : [{ ...from, state, health: healthy ? ('healthy' as const) : ('unhealthy' as const) }];
    });
const some = (objects: readonly ObjectFact[]): fc.Arbitrary<readonly ObjectFact[]> =>
  fc
    .tuple(...objects.map((one) => fc.constantFrom([], [one], [{ ...one, labels: {} }], [{ ...one, labels: others }])))
    .map((parts) => parts.flat());

/** What a build left running in the home, younger than any Jenkins. */
const buildContainer = container('some-build', {
  createdAt: 2000,
  mounts: [{ source: `${HOME}/jobs/train/workspace`, target: '/w' }],
});
/** Somebody else's, older than any Jenkins of ours: a second Jenkins or a backup at work on the home. */
const stranger = container('stranger', { createdAt: 500, mounts: [{ source: HOME, target: '/var/jenkins_home' }] });

const complete = built(nothingThere);
const situations: fc.Arbitrary<Facts> = fc
  .record({
    containers: fc
      .tuple(containerOf(names.engine), containerOf(names.jenkins.dind), containerOf(names.jenkins.dood))
      .map((parts) => parts.flat()),
    images: some(complete.images),
    networks: some(complete.networks),
    volumes: some(complete.volumes),
    marked: fc.constantFrom(true, false, null),
    answers: fc.boolean(),
    context: fc.constantFrom(null, names.instance, 'other', 'nobody'),
    leftover: fc.boolean(),
    shared: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  .map(({ marked, answers, context, leftover, shared, ...there }) => ({
    ...nothingThere,
    ...there,
    home: { ...goodHome, marked },
    context:
      context === null
        ? null
        : { name: names.context, host: 'tcp://127.0.0.1:1', instance: context === 'nobody' ? null : context },
    page: answers ? ({ kind: 'ready', version: '1' } as const) : ({ kind: 'none' } as const),
    beyond: {
      running: [...(leftover ? [buildContainer] : []), ...(shared ? [stranger] : [])],
      taken: [],
      builds: { ok: true, value: [] },
      missingMounts: [],
      real: {},
    },
  }));

const isJenkins = (name: string): boolean => name === names.jenkins.dind || name === names.jenkins.dood;
const lives = ({ state }: ContainerFact): boolean =>
  state === 'running' || state === 'restarting' || state === 'paused';

/** What the world looks like after a step, as the engine would have it. */
function after(facts: Facts, step: Step): Facts {
  const change = (name: string, to: Partial<ContainerFact>): Facts => ({
    ...facts,
    containers: facts.containers.map((one) => (one.name === name ? { ...one, ...to } : one)),
  });
  const without = <T extends { readonly name: string }>(list: readonly T[], name: string): readonly T[] =>
    list.filter((one) => one.name !== name);
  switch (step.kind) {
    case 'build-image':
      return {
        ...facts,
        images: [
          ...without(facts.images, step.spec.reference),
          { name: step.spec.reference, id: 'new', labels: step.spec.labels },
        ],
      };
    case 'create-network':
      return { ...facts, networks: [...facts.networks, { name: step.spec.name, id: 'new', labels: step.spec.labels }] };
    case 'create-volume':
      return { ...facts, volumes: [...facts.volumes, { name: step.spec.name, id: 'new', labels: step.spec.labels }] };
    case 'check-home':
      return { ...facts, home: { ...facts.home, marked: true, writable: true } };
    case 'create-container':
      expect(
        facts.containers.some(({ name }) => name === step.spec.name),
        'a name is free before it is used',
      ).toBe(false);
      return {
        ...facts,
        containers: [
          ...facts.containers,
          container(step.spec.name, { state: 'created', labels: step.spec.body.Labels, id: `new-${step.spec.name}` }),
        ],
      };
    case 'start':
      return change(step.name, { state: 'running' });
    case 'await-healthy':
      return change(step.name, { health: 'healthy' });
    case 'stop':
      return change(step.name, { state: 'exited' });
    case 'end-leftover':
      return {
        ...facts,
        beyond: facts.beyond && { ...facts.beyond, running: without(facts.beyond.running, step.name) },
      };
    case 'await-ready':
      return { ...facts, page: { kind: 'ready', version: '1' } };
    case 'rename':
    case 'remove-container':
      return { ...facts, containers: without(facts.containers, step.name) };
    case 'remove-network':
      return { ...facts, networks: without(facts.networks, step.name) };
    case 'remove-volume':
      return { ...facts, volumes: without(facts.volumes, step.name) };
    case 'write-context':
      return { ...facts, context: { name: step.name, host: step.host, instance: names.instance } };
    case 'remove-context':
      return { ...facts, context: null };
    case 'remove-image':
      return { ...facts, images: without(facts.images, step.name) };
    case 'drain':
      return facts;
  }
}

function checkStep(facts: Facts, step: Step, consents: readonly string[]): void {
  if (step.kind === 'start' && isJenkins(step.name)) {
    expect(
      facts.containers.filter((one) => isJenkins(one.name) && one.name !== step.name && lives(one)),
      `two Jenkins on ${HOME}`,
    ).toEqual([]);
    expect(
      facts.beyond?.running.filter(({ name }) => name === stranger.name),
      `a stranger on ${HOME}`,
    ).toEqual([]);
  }
  const lists = { network: facts.networks, volume: facts.volumes, image: facts.images };
  const labelsOf = (list: readonly ObjectFact[], name: string) => list.find((one) => one.name === name)?.labels ?? {};
  if (step.kind === 'remove-network' || step.kind === 'remove-volume' || step.kind === 'remove-image') {
    const list = lists[step.kind === 'remove-network' ? 'network' : step.kind === 'remove-volume' ? 'volume' : 'image'];
    expect(isOurs(labelsOf(list, step.name)), `${step.name} is removed and is not ours`).toBe(true);
  }
  if (step.kind === 'build-image') {
    const there = facts.images.find(({ name }) => name === step.spec.reference);
    if (there !== undefined && !isOurs(there.labels))
      expect(consents, 'a name is taken from an image by consent only').toContain(
        `replace:image:${there.name}:${there.id}`,
      );
  }
  if (step.kind === 'end-leftover') expect(consents, 'a build ends by consent only').toContain(`end:${step.id}`);
  if ((step.kind === 'write-context' || step.kind === 'remove-context') && facts.context !== null) {
    if (facts.context.instance !== names.instance)
      expect(consents, 'a context that is not ours is touched by consent only').toContain(
        `replace:context:${facts.context.name}:${facts.context.host}`,
      );
  }
  if (step.kind !== 'stop' && step.kind !== 'rename' && step.kind !== 'remove-container') return;
  const touched = facts.containers.find(({ name }) => name === step.name);
  if (touched === undefined || isOurs(touched.labels)) return;
  expect(step.kind, 'what is not ours is never removed').not.toBe('remove-container');
  expect(consents, 'what is not ours is touched by consent only').toContain(`take-over:${touched.id}`);
}

test('from any facts, passes end, one Jenkins runs on the home, and nothing foreign is touched unasked', () => {
  let runs = 0;
  let acted = 0;
  let blocked = 0;
  fc.assert(
    fc.property(
      situations,
      fc.constantFrom<Mode>('dind', 'dood', 'off'),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.nat(30),
      fc.constantFrom(null, 2376),
      fc.subarray(['volumes', 'images'] as const),
      (start, mode, answers, crashAt, publishPort, purge) => {
        const from = { settings: settings({ nested: { ...settings().nested, publishPort } }) };
        let facts = start;
        let done = 0;
        runs += 1;
        for (let pass = 0; pass < 8; pass += 1) {
          const asked = planFor(facts, mode, { purge, from });
          const consents = asked.questions.filter((_, at) => answers[at % 8]).map(({ id }) => id);
          if (asked.steps.length === 0) return;
          // A no, or something that makes it impossible, ends it before anything is done.
          if (asked.blocks.length > 0) blocked += 1;
          if (asked.blocks.length > 0 || consents.length < asked.questions.length) return;
          for (const step of planFor(facts, mode, { consents, purge, from }).steps) {
            // A crash: the next pass starts from wherever this one got to.
            if (done === crashAt) break;
            checkStep(facts, step, consents);
            facts = after(facts, step);
            if (done === 0) acted += 1;
            done += 1;
          }
          if (done === crashAt) done += 1;
        }
        expect(text(planFor(facts, mode, { purge, from })), 'a plan that does not end').toBe('');
      },
    ),
    { numRuns: 3000 },
  );
  // It would hold for a planner that does nothing as well.
  expect(acted).toBeGreaterThan(runs / 4);
  expect(blocked).toBeGreaterThan(0);
});

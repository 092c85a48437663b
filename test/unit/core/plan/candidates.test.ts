import { expect, test } from 'vitest';
import { besideOf, chosenFor, handMadeBack, isReplacing } from '../../../../electron/core/plan/candidates.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import {
  container,
  findingsFor,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  stack,
} from '../../../doubles/situation.ts';

const NAME = names.jenkins.dood;
const BACK = 'as-they-are';
const [mine = container('none')] = ours('dood');
/** Ours, with this name. */
const called = (name: string, change: Partial<ContainerFact> = {}): ContainerFact => ({
  ...mine,
  name,
  id: `id-of-${name}`,
  ...change,
});
const changed = { labels: { ...mine.labels, 'io.jenkins-tray.config': 'other' } };
const found = (containers: readonly ContainerFact[], consents: readonly string[] = []) =>
  findingsFor({ ...nothingThere, containers }, 'dood', { consents });

test('what a change left beside a container is found by its name, the newest first, and only if it is ours', () => {
  const containers = [
    called(`${NAME}.old.b`, { createdAt: 1 }),
    called(`${NAME}.old.a`, { createdAt: 1 }),
    called(`${NAME}.new`, { createdAt: 2 }),
    called(`${NAME}.old.c`, { createdAt: 9, labels: {} }),
    called(NAME),
    called('jenkins-container.old.d'),
  ];
  expect(besideOf(NAME, found(containers)).map(({ name }) => name.slice(NAME.length))).toEqual([
    '.new',
    '.old.a',
    '.old.b',
  ]);
});

const [spec] = stack('dood').containers;
const chosen = (containers: readonly ContainerFact[], consents: readonly string[] = []) =>
  spec === undefined ? undefined : (chosenFor(spec, found(containers, consents))?.name ?? null);
const old = called(`${NAME}.old.1`, changed);
const kept = { ...handMade(NAME, HOME, 8080), id: 'id-of-kept', name: `${NAME}-before-jenkins-tray-id-of-` };

test.each<[string, readonly ContainerFact[], readonly string[], string | null]>([
  ['nothing', [], [], null],
  ['what has the name', [called(NAME), called(`${NAME}.new`)], [], NAME],
  [
    'the replacement, where what has the name is of other settings',
    [called(NAME, changed), called(`${NAME}.new`)],
    [],
    `${NAME}.new`,
  ],
  ['nothing, where all are of other settings', [called(NAME, changed), old], [], null],
  ['nothing that is being removed', [called(NAME, { state: 'removing' })], [], null],
  ['nothing that was made by hand', [handMade(NAME, HOME, 8080)], [], null],
  ['on the way back, what has the name, whatever its settings', [called(NAME, changed), old], [BACK], NAME],
  ['on the way back, what ran before', [called(NAME), old], [BACK, `come-back:${old.id}`], old.name],
  [
    'on the way back, a hand-made one that ran before',
    [called(NAME), handMade('other', HOME, 1), kept],
    [BACK, `come-back:${kept.id}`],
    kept.name,
  ],
  ['else not', [called(NAME), kept], [`come-back:${kept.id}`], NAME],
])('of what is there, this runs next: %s', (_which, containers, consents, expected) => {
  expect(chosen(containers, consents)).toBe(expected);
});

test('the way back of a hand-made Jenkins is one only for what is not ours', () => {
  const back = (containers: readonly ContainerFact[], mode: 'dind' | 'dood' = 'dood') =>
    handMadeBack(
      stack(mode),
      findingsFor({ ...nothingThere, containers }, mode, { consents: [BACK, `come-back:${kept.id}`, 'come-back:e'] }),
    )?.id ?? null;
  expect(back([kept])).toBe(kept.id);
  expect(back([called(NAME)])).toBeNull();
  expect(back([])).toBeNull();
  expect(back([handMade(names.nestedEngine, HOME, 1)], 'dind')).toBeNull();
  expect(back([{ ...handMade(names.nestedEngine, HOME, 1), id: 'e' }], 'dind')).toBeNull();
  expect(handMadeBack({ ...stack('dood'), containers: [] }, found([kept], [BACK]))).toBeNull();
});

const cause = { object: 'a', current: 'b', desired: 'c' };
const aside: Step = { kind: 'put-aside', name: NAME, id: '1', to: `${NAME}.old.1`, cause };
const rename: Step = { kind: 'rename', name: NAME, id: '1', to: 'kept', cause };
const start: Step = { kind: 'start', name: NAME, role: 'jenkins', cause };
const stop: Step = { kind: 'stop', name: NAME, id: '1', grace: 60, cause };

test.each<[string, readonly Step[], readonly ContainerFact[], readonly string[], boolean]>([
  ['nothing is done', [], [], ['come-back:1'], false],
  ['one is put aside', [start, aside], [], [], true],
  ['one of somebody else is renamed that ran before', [start, rename], [], ['come-back:1'], true],
  ['one of somebody else is renamed that rested', [start, rename], [], ['come-back:2'], false],
  ['one is only stopped that ran before', [start, stop], [], ['come-back:1'], false],
  ['one was put aside that ran before', [start], [mine, called('a.old.1', { id: '1' })], ['come-back:1'], true],
  ['one was put aside that rested', [start], [called('a.old.1', { id: '1' })], [], false],
  [
    'one was kept that ran before',
    [start],
    [mine, called('a-before-jenkins-tray-1', { id: '1' })],
    ['come-back:1'],
    true,
  ],
  ['what ran before has its name', [start], [called(NAME, { id: '1' })], ['come-back:1'], false],
])('where %s, a container is replaced: %s', (_where, steps, containers, consents, replacing) => {
  expect(isReplacing(steps, { containers }, consents)).toBe(replacing);
});

import { expect, test } from 'vitest';
import { nestedEngineRemoval, readyStep, removalBeside } from '../../../../electron/core/plan/mode-parts.ts';
import { stepText } from '../../../../electron/core/plan/steps.ts';
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

const ENGINE = names.nestedEngine;
const [engine = container('none'), jenkins = container('none')] = ours('dind');
const beside = (it: ContainerFact, ending: string, change: Partial<ContainerFact> = {}) => ({
  ...it,
  id: ending,
  name: `${it.name}.${ending}`,
  ...change,
});
const found = (containers: readonly ContainerFact[], consents: readonly string[] = []) =>
  findingsFor({ ...nothingThere, containers }, 'dood', { consents });
const texts = (...given: Parameters<typeof found>) =>
  nestedEngineRemoval(found(...given)).map((step) => stepText(step).replace(/ +/g, ' '));

test.each<[string, readonly ContainerFact[], readonly string[], readonly string[]]>([
  ['is not there', [], [], []],
  ['runs', [engine], [], [`> stop ${ENGINE} within 60 s`, `- container ${ENGINE}`]],
  ['is stopped', [{ ...engine, state: 'exited' }], [], [`- container ${ENGINE}`]],
  [
    'was made by hand',
    [container(ENGINE, { state: 'exited' })],
    [],
    [`~ rename ${ENGINE} to ${ENGINE}-before-jenkins-tray-id-of-`],
  ],
  ['was made by hand, on the way back', [container(ENGINE)], ['as-they-are'], []],
  ['is ours, on the way back', [{ ...engine, state: 'exited' }], ['as-they-are'], [`- container ${ENGINE}`]],
  [
    'left something beside it',
    [beside(engine, 'old.1')],
    ['as-they-are'],
    [`> stop ${ENGINE}.old.1 within 60 s`, `- container ${ENGINE}.old.1`],
  ],
])('in a mode without it, a nested engine that %s', (_which, containers, consents, steps) => {
  expect(texts(containers, consents)).toEqual(steps);
});

test('what changes of the other mode left beside its Jenkins stops, and is removed later', () => {
  const { end, late } = removalBeside(
    'dind',
    found([beside(jenkins, 'new'), beside(jenkins, 'old.1', { state: 'exited' }), engine]),
  );
  expect(end.map(({ kind, cause }) => [kind, cause.object, cause.desired])).toEqual([
    ['drain', 'jenkins-container.new', 'stopped'],
    ['stop', 'jenkins-container.new', 'stopped'],
  ]);
  expect(late.map(({ cause }) => cause.object)).toEqual(['jenkins-container.new', 'jenkins-container.old.1']);
});

test('a Jenkins is waited for where it is: one by hand at its own port', () => {
  const [spec] = stack('dood').containers;
  const ready = (existing: ContainerFact | null, mayBeNew: boolean) =>
    spec === undefined ? [] : readyStep(stack('dood'), spec, found([]), { existing, mayBeNew });
  expect(ready(handMade('a', HOME, 9090), false)).toEqual({
    kind: 'await-ready',
    name: 'jenkins-dood-container',
    url: 'http://127.0.0.1:9090',
    seconds: 180,
    fresh: null,
    cause: { object: 'jenkins-dood-container', current: 'not yet ready', desired: 'ready at http://127.0.0.1:9090' },
  });
  expect(ready(null, true)).toMatchObject({ url: 'http://127.0.0.1:8080', fresh: HOME });
});

import { expect, test } from 'vitest';
import { causesOf } from '../../../../electron/core/plan/causes.ts';
import {
  built,
  names,
  nothingThere,
  ours,
  planFor,
  running,
  settings,
  text,
  withContainer,
} from '../../../doubles/situation.ts';

test('a stopped Jenkins is started again', () => {
  expect(
    text(planFor(withContainer(running('dood'), names.jenkins.dood, { state: 'exited', exitCode: 0 }), 'dood')),
  ).toMatchInlineSnapshot(`
    "> start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('a stopped nested engine is started again under the running Jenkins', () => {
  const facts = running('dind');
  expect(
    text(
      planFor(
        {
          ...facts,
          containers: facts.containers.map((one) =>
            one.name === names.nestedEngine ? { ...one, state: 'exited' } : one,
          ),
        },
        'dind',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "> start      nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s"
  `);
});

test('a Jenkins that is starting is waited for', () => {
  expect(text(planFor({ ...running('dood'), page: { kind: 'starting' } }, 'dood'))).toMatchInlineSnapshot(
    `"? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"`,
  );
});

test('a paused Jenkins is resumed, and nothing else', () => {
  expect(
    text(planFor(withContainer(running('dood'), names.jenkins.dood, { state: 'paused' }), 'dood')),
  ).toMatchInlineSnapshot(`
    "> resume     jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('a paused container is shown as paused', () => {
  const facts = withContainer(running('dind'), names.jenkins.dind, { state: 'paused' });
  const causes = (mode: 'dind' | 'dood') =>
    causesOf(planFor(facts, mode)).filter((it) => it.object.startsWith('jenkins-c'));
  expect(causes('dind')).toEqual([{ object: 'jenkins-container', current: 'paused', desired: 'running' }]);
  expect(causes('dood')).toEqual([{ object: 'jenkins-container', current: 'paused', desired: 'replaced by DooD' }]);
});

test('a paused nested engine is resumed under the running Jenkins', () => {
  const facts = running('dind');
  const paused = withContainer(facts, names.nestedEngine, { state: 'paused' });
  const published = settings({ nested: { ...settings().nested, publishPort: 2376 } });
  expect(text(planFor({ ...paused, page: facts.page }, 'dind'))).toMatchInlineSnapshot(`
    "> resume     nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s"
  `);
  const context = { name: names.context, host: 'tcp://127.0.0.1:2376', instance: names.instance };
  const resumed = {
    ...withContainer(running('dind', { settings: published }), names.nestedEngine, { state: 'paused' }),
    context,
  };
  expect(text(planFor(resumed, 'dind', { from: { settings: published } }))).not.toContain('+ context');
});

test('the builds of a paused Jenkins are unknown, whatever another one answers', () => {
  const facts = { ...running('dind'), containers: [...ours('dind'), ...ours('dood', { state: 'paused' })] };
  const { questions, steps } = planFor(facts, 'dind');
  expect(questions).toEqual([
    {
      id: 'interrupt:id-of-jenkins-dood-container',
      text: 'Stop jenkins-dood-container without knowing which builds run',
      detail: 'It is paused: docker unpause jenkins-dood-container',
    },
  ]);
  expect(steps.find(({ kind }) => kind === 'drain')).toMatchObject({ running: null, consented: false });
});

test('after a crash with the old Jenkins stopped, the next pass starts the new one', () => {
  const facts = {
    ...built(nothingThere),
    containers: [...ours('dind', { state: 'created' }), ...ours('dood', { state: 'exited' })],
  };
  expect(text(planFor(facts, 'dind'))).toMatchInlineSnapshot(`
    "? healthy    nvidia-dind-container   within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

test('after a crash before the old Jenkins was removed, the next pass removes it', () => {
  const facts = { ...running('dind'), containers: [...ours('dind'), ...ours('dood', { state: 'exited' })] };
  expect(text(planFor(facts, 'dind'))).toMatchInlineSnapshot(`"- container  jenkins-dood-container"`);
});

test('of two Jenkins of ours, the one not asked for is removed', () => {
  const facts = { ...running('dind'), containers: [...ours('dind'), ...ours('dood')] };
  expect(text(planFor(facts, 'dind'))).toMatchInlineSnapshot(`
    "! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

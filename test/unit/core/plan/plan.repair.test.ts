import { expect, test } from 'vitest';
import { causesOf } from '../../../../electron/core/plan/causes.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { consent } from '../../../../electron/shared/consents.ts';
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

test.each([
  ['paused', 'It is paused: docker unpause jenkins-dood-container'],
  ['running', 'It was not asked for its builds.'],
] as const)('the builds of a %s Jenkins are unknown if another one was asked', (state, detail) => {
  const facts = { ...running('dind'), containers: [...ours('dind'), ...ours('dood', { state })] };
  const { questions, steps } = planFor(facts, 'dind');
  expect(questions).toEqual([
    {
      id: 'interrupt:id-of-jenkins-dood-container',
      text: 'Stop jenkins-dood-container without knowing which builds run',
      detail,
    },
  ]);
  expect(steps.find(({ kind }) => kind === 'drain')).toMatchObject({ running: null, agreed: [] });
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
    "Q interrupt:id-of-jenkins-dood-container: Stop jenkins-dood-container without knowing which builds run
    ! drain      jenkins-dood-container  builds not known
    > stop       jenkins-dood-container  within 60 s
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

/** Everything is built, and the containers of DinD are in this state; they ran in the network with this id. */
const ranIn = (id: string, state: ContainerFact['state'] = 'exited') => ({
  ...built(nothingThere),
  containers: ours('dind').map((it) => ({ ...it, state, networks: [{ name: names.network, id }] })),
});
const ANEW = `- container  nvidia-dind-container
+ container  nvidia-dind-container   privileged, all GPUs
> start      nvidia-dind-container
? healthy    nvidia-dind-container   within 60 s
- container  jenkins-container
+ container  jenkins-container       127.0.0.1:8081
> start      jenkins-container
? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s`;
const STARTED = `> start      nvidia-dind-container
? healthy    nvidia-dind-container   within 60 s
> start      jenkins-container
? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s`;

test('stopped containers whose network was replaced by one of the same name are made anew', () => {
  expect(text(planFor(ranIn('gone'), 'dind'))).toBe(ANEW);
});

test('stopped containers whose network is gone are made anew, after their network', () => {
  expect(text(planFor({ ...ranIn('gone'), networks: [] }, 'dind'))).toBe(`+ network    jenkins\n${ANEW}`);
});

test('on the way back, what lost its network is made anew too: nothing else can start it', () => {
  expect(text(planFor(ranIn('gone'), 'dind', { consents: [consent.reuseUnchanged()] }))).toBe(ANEW);
});

test.each([
  ['ran in the present network', ranIn('sha256:0000000jenkins')],
  ['has not run yet', ranIn('', 'created')],
  ['has not run yet, and whose network is to be made', { ...ranIn('', 'created'), networks: [] }],
])('a container that %s is started as it is', (_what, facts) => {
  const network = facts.networks.length === 0 ? '+ network    jenkins\n' : '';
  expect(text(planFor(facts, 'dind'))).toBe(network + STARTED);
});

test('a container that waits for its restart without its network is stopped and made anew', () => {
  const lost = [{ name: names.network, id: 'gone' }];
  const facts = withContainer(running('dood'), names.jenkins.dood, { state: 'restarting', networks: lost });
  expect(text(planFor(facts, 'dood'))).toMatchInlineSnapshot(`
    "! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    - container  jenkins-dood-container
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test.each(['running', 'paused'] as const)('a %s container is in its network', (state) => {
  const there = withContainer(running('dood'), names.jenkins.dood, { state });
  const containers = there.containers.map((it) => ({ ...it, networks: [{ name: names.network, id: 'gone' }] }));
  const { steps } = planFor({ ...there, containers }, 'dood');
  expect(steps.map(({ kind }) => kind)).toEqual(state === 'running' ? ['await-ready'] : ['unpause', 'await-ready']);
});

test('both modes have one Jenkins image: what the other mode was made from is not built again', () => {
  const facts = running('dood');
  const images = facts.images.filter(({ name }) => name !== names.images.dind);
  expect(text(planFor({ ...facts, images }, 'dind')).split('\n')[0]).toBe(
    '+ image      jenkins-image           same as jenkins-dood-image',
  );
  const version = (name: string, jenkins: string) => (image: (typeof images)[number]) =>
    image.name === name ? { ...image, labels: { ...image.labels, 'io.jenkins-tray.jenkins': jenkins } } : image;
  const builtApart = (dind: string, dood: string) => ({
    ...facts,
    images: facts.images.map(version(names.images.dind, dind)).map(version(names.images.dood, dood)),
  });
  expect(text(planFor(builtApart('2.568.10', '2.580.1'), 'dind'))).toContain('same as jenkins-dood-image');
  expect(text(planFor(builtApart('2.580.1', '2.568.10'), 'dind'))).not.toContain('+ image');
});

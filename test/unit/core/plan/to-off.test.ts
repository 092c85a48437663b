import { expect, test } from 'vitest';
import {
  container,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  planFor,
  running,
  text,
} from '../../../doubles/situation.ts';

test('down removes our containers and network and keeps images and volumes', () => {
  expect(text(planFor(running('dind'), 'off'))).toMatchInlineSnapshot(`
    "! drain      jenkins-container       0 builds running
    > stop       jenkins-container       within 60 s
    - container  jenkins-container
    > stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container
    - network    jenkins"
  `);
});

test('down removes volumes and images on request', () => {
  expect(text(planFor(running('dood'), 'off', { purge: ['volumes', 'images'] }))).toMatchInlineSnapshot(`
    "! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    - container  jenkins-dood-container
    - network    jenkins
    - volume     jenkins-dind-data
    - volume     jenkins-dind-ca
    - volume     jenkins-dind-client
    - image      nvidia-dind-image
    - image      jenkins-image
    - image      jenkins-dood-image"
  `);
});

test('down leaves alone what has no label of ours', () => {
  expect(
    text(
      planFor(
        {
          ...nothingThere,
          containers: [handMade(names.jenkins.dood, HOME, 8080)],
          networks: [{ name: 'jenkins', id: '1', labels: {} }],
        },
        'off',
        { purge: ['volumes', 'images'] },
      ),
    ),
  ).toBe('');
});

test('down keeps the network while somebody else is in it, and says so', () => {
  const facts = running('dood');
  const networkUsers = [...facts.containers, container('stranger')];
  const plan = planFor({ ...facts, networkUsers }, 'off');
  expect(text(plan)).toMatchInlineSnapshot(`
    "! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    - container  jenkins-dood-container"
  `);
  expect(plan.notices.map(({ id, failure }) => [id, failure.title])).toEqual([
    ['network-in-use-sha256:0000000jenkins', 'The network jenkins is still in use'],
  ]);
});

test('down removes the network when only our containers are in it', () => {
  const facts = running('dood');
  const { steps, notices } = planFor({ ...facts, networkUsers: facts.containers }, 'off');
  expect([steps.at(-1)?.kind, notices]).toEqual(['remove-network', []]);
});

test.each([
  ['one', 'runs', 'that container'],
  ['two', 'run', 'those containers'],
] as const)('the notice names %s of somebody else', (count, verb, whose) => {
  const networkUsers = ['db', 'cache'].slice(0, count === 'one' ? 1 : 2).map((name) => container(name));
  const [notice] = planFor({ ...running('dood'), networkUsers }, 'off').notices;
  expect(notice?.failure.detail).toBe(
    `${networkUsers.map(({ name }) => name).join(', ')} ${verb} in it, and Jenkins Tray did not create ${whose}. The network stays until a later \`down\`.`,
  );
});

test('of a network that is not ours, down says nothing', () => {
  const networks = [{ name: 'jenkins', id: '1', labels: {} }];
  const { steps, notices } = planFor({ ...nothingThere, networks, networkUsers: [container('stranger')] }, 'off');
  expect([steps, notices]).toEqual([[], []]);
});

test('a mode’s plan says nothing about who is in the network', () => {
  expect(planFor({ ...running('dood'), networkUsers: [container('stranger')] }, 'dood').notices).toEqual([]);
});

test('down with volumes and images keeps those of our names that somebody else made', () => {
  const facts = running('dood');
  const strange = <T extends { readonly labels: object }>(all: readonly T[]) =>
    all.map((it, at) => (at === 0 ? { ...it, labels: {} } : it));
  const removed = planFor({ ...facts, volumes: strange(facts.volumes), images: strange(facts.images) }, 'off', {
    purge: ['volumes', 'images'],
  }).steps.flatMap((step) => (step.kind === 'remove-volume' || step.kind === 'remove-image' ? [step.name] : []));
  const ours = [...facts.volumes.slice(1), ...facts.images.slice(1)].map(({ name }) => name);
  expect(removed).toEqual(ours);
});

test('builds of a Jenkins by hand on our nested engine are asked about, and it goes on', () => {
  const [engine = container('none')] = ours('dind');
  const jenkins = handMade(names.jenkins.dind, HOME, 8081);
  const steps = (...containers: readonly (typeof engine)[]) =>
    planFor({ ...nothingThere, containers }, 'off').steps.map(({ kind, cause }) => `${kind} ${cause.object}`);
  const ends = [`stop ${engine.name}`, `remove-container ${engine.name}`];
  expect(steps(engine, jenkins)).toEqual([`drain ${jenkins.name}`, ...ends]);
  expect(steps(engine)).toEqual(ends);
  expect(steps(engine, { ...jenkins, state: 'exited' })).toEqual(ends);
  expect(steps({ ...engine, state: 'exited' }, jenkins)).toEqual(ends.slice(1));
  expect(steps(container(engine.name), jenkins)).toEqual([]);
  // One that was put aside rests; the one that runs counts.
  const aside = { ...engine, id: 'aside', name: `${engine.name}.old.1`, state: 'exited' as const };
  expect(steps(engine, aside, jenkins)[0]).toBe(`drain ${jenkins.name}`);
});

test('down removes what changes left beside our containers, and leaves those of others', () => {
  const [engine = container('none'), jenkins = container('none')] = ours('dind');
  const left = (it: typeof engine, ending: string, labels = it.labels) => ({
    ...it,
    id: ending,
    name: `${it.name}.${ending}`,
    labels,
  });
  const containers = [left(jenkins, 'new'), left(engine, 'old.1'), left(jenkins, 'old.2', {})];
  expect(
    text(planFor({ ...nothingThere, containers }, 'off'))
      .split('\n')
      .slice(1),
  ).toEqual([
    '! drain      jenkins-container.new   builds not known',
    '> stop       jenkins-container.new   within 60 s',
    '- container  jenkins-container.new',
    '> stop       nvidia-dind-container.old.1 within 60 s',
    '- container  nvidia-dind-container.old.1',
  ]);
});

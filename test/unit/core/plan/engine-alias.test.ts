import { expect, test } from 'vitest';
import { aliasNotices, aliasQuestions, engineOf } from '../../../../electron/core/plan/engine-alias.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import {
  container,
  findingsFor,
  names,
  nothingThere,
  ours,
  planFor,
  running,
  stack,
  withPreflight,
} from '../../../doubles/situation.ts';

const made = {
  command: [],
  env: [],
  exposed: [],
  publishes: [],
  user: '',
  memory: 0,
  restart: { name: 'no', retries: 0 },
};
const called = (name: string, aliases: readonly string[], change: Partial<ContainerFact> = {}): ContainerFact =>
  container(name, {
    networks: [{ name: 'jenkins', id: '1' }],
    made: { ...made, aliases: { jenkins: aliases } },
    ...change,
  });
const blue = called('blueocean', ['docker']);

const aliases = (others: readonly ContainerFact[], containers = ours('dind')) => {
  const found = findingsFor(
    withPreflight({ ...nothingThere, containers }, { running: [...containers, ...others] }),
    'dind',
  );
  return engineOf(stack('dind'), found)?.body.NetworkingConfig.EndpointsConfig;
};
const WITH = { jenkins: { Aliases: ['docker'] } };
const WITHOUT = { jenkins: { Aliases: [] } };

test.each<[string, readonly ContainerFact[], typeof WITH]>([
  ['nobody else has it', [], WITH],
  ['another container has it', [container('other'), blue], WITHOUT],
  ['another container is named so', [called('docker', [])], WITHOUT],
  ['another has it in another network', [called('a', [], { made: { ...made, aliases: { other: ['docker'] } } })], WITH],
  ['another has a further name', [called('a', ['dind'])], WITH],
])('where %s, the nested engine is called docker, or not', (_where, others, expected) => {
  expect(aliases(others)).toEqual(expected);
});

test('a nested engine that is ours, or that leaves with the switch, keeps nobody from the name', () => {
  const own = ours('dind').map((it) =>
    it.name === names.nestedEngine ? { ...called(it.name, ['docker']), labels: it.labels } : it,
  );
  expect(aliases([], own)).toEqual(WITH);
  const aside = own.map((it) => ({ ...it, name: it.name === names.nestedEngine ? `${it.name}.old.1` : it.name }));
  expect(aliases([], aside)).toEqual(WITH);
  expect(aliases([called(names.nestedEngine, ['docker'])], [])).toEqual(WITH);
  // Known by its name only, and not ours.
  expect(aliases([blue], [blue])).toEqual(WITHOUT);
});

test('DooD has no nested engine, and before a look at what runs nobody has its name', () => {
  expect(engineOf(stack('dood'), findingsFor(withPreflight(nothingThere, { running: [blue] })))).toBeUndefined();
  const found = findingsFor({ ...nothingThere, preflight: null }, 'dind');
  expect(engineOf(stack('dind'), found)?.body.NetworkingConfig.EndpointsConfig).toEqual(WITH);
});

/** Files of the home that name `tcp://docker:`. */
const files = (count: number) => Array.from({ length: count }, (_, at) => `jobs/${at}/config.xml`);
const asked = (
  dockerNamedIn: readonly string[],
  others: readonly ContainerFact[],
  mode: 'dind' | 'dood' = 'dind',
  from = nothingThere,
) =>
  planFor(withPreflight(from, { dockerNamedIn, running: [...from.containers, ...others] }), mode).questions.filter(
    ({ id }) => id.startsWith('other-docker'),
  );

test('a start of DinD asks where the home names the other container', () => {
  expect(asked(files(2), [blue])).toEqual([
    {
      id: 'other-docker:id-of-blueocean',
      text: 'Start although the home names tcp://docker:, which is blueocean',
      detail:
        'jobs/0/config.xml, jobs/1/config.xml. What these configure would run in blueocean, not in the nested engine. Use tcp://nvidia-dind-container:2376 there, or stop blueocean first.',
    },
  ]);
  expect(asked(files(5), [blue])[0]?.detail).toMatch(/^\S+, \S+, \S+, \S+, \S+\/4\/config\.xml\. /);
  expect(asked(files(7), [blue])[0]?.detail).toMatch(/^\S+, \S+, \S+, \S+, \S+\/4\/config\.xml and 2 more\. /);
});

test('nothing is asked where the home names nothing, nobody has the name, or no nested engine is created', () => {
  expect(asked([], [blue])).toEqual([]);
  expect(asked(files(1), [])).toEqual([]);
  expect(asked(files(1), [blue], 'dood')).toEqual([]);
  expect(asked(files(1), [blue], 'dind', running('dind'))).toEqual([]);
  const { steps } = planFor(nothingThere, 'dind');
  expect(aliasQuestions(findingsFor({ ...nothingThere, preflight: null }, 'dind'), steps)).toEqual([]);
});

const noticed = (change: Partial<ContainerFact>, name: string = names.nestedEngine) => {
  const [engine] = ours('dind');
  const containers = [
    container('jenkins-container', change),
    container(name, { labels: engine?.labels ?? {}, ...change }),
  ];
  return aliasNotices(findingsFor({ ...nothingThere, containers }, 'dind')).map(({ id }) => id);
};
const lacks = { made: { ...made, aliases: { jenkins: ['dind'] } } };

test('a running nested engine of ours without the name is noticed; what is unknown is not', () => {
  expect(noticed(lacks)).toEqual(['alias-taken-id-of-nvidia-dind-container']);
  expect(noticed({ made: { ...made, aliases: { jenkins: ['docker'] } } })).toEqual([]);
  expect(noticed({ made: { ...made, aliases: { other: [] } } })).toEqual([]);
  expect(noticed({ made: null })).toEqual([]);
  expect(noticed({ ...lacks, state: 'exited' })).toEqual([]);
  expect(noticed({ ...lacks, labels: {} })).toEqual([]);
  expect(noticed(lacks, 'nvidia-dind-container.old.1')).toEqual([]);
});

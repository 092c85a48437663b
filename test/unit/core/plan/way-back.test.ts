import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import { keptName } from '../../../../electron/core/stack/names.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import {
  built,
  container,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  planFor,
  text,
  withPreflight,
} from '../../../doubles/situation.ts';

/** Back to a Jenkins by hand, after a switch away from it failed. */

const BACK = 'as-they-are';
const kept = (name: string, change: Partial<ContainerFact> = {}): ContainerFact => ({
  ...handMade(name, HOME, 9090),
  id: `kept-${name}`,
  name: keptName(name, `kept-${name}`),
  state: 'exited',
  ...change,
});
const { dind: DIND, dood: DOOD } = names.jenkins;
const JENKINS = kept(DOOD);
const back = (
  containers: readonly ContainerFact[],
  mode: 'dind' | 'dood' = 'dood',
  preflight: Parameters<typeof withPreflight>[1] = {},
) => {
  const facts: Facts = withPreflight({ ...built(nothingThere), containers, images: [] }, preflight);
  const came = containers.filter(({ labels }) => Object.keys(labels).length === 0).map(({ id }) => `come-back:${id}`);
  return text(planFor(facts, mode, { consents: [BACK, `stop:${DIND}`, `stop:${DOOD}`, ...came] }));
};

test('a Jenkins by hand gets its name back and starts, and what is ours goes', () => {
  expect(back([JENKINS, ...ours('dind')])).toMatchInlineSnapshot(`
    "! drain      jenkins-container       builds not known
    > stop       jenkins-container       within 60 s
    ~ name       jenkins-dood-container-before-jenkins-tray-kept-j becomes jenkins-dood-container
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:9090/login within 180 s
    - container  jenkins-container
    > stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container"
  `);
});

test('one that still has its name, and runs, goes on', () => {
  expect(back([handMade(DOOD, HOME, 9090), ...ours('dind', { state: 'created' })])).toMatchInlineSnapshot(`
    "- container  jenkins-container
    > stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container"
  `);
});

test('of one that publishes no page, none is waited for', () => {
  expect(back([{ ...JENKINS, ports: [] }])).toMatchInlineSnapshot(`
    "~ name       jenkins-dood-container-before-jenkins-tray-kept-j becomes jenkins-dood-container
    > start      jenkins-dood-container"
  `);
});

test('ours of the same mode that failed stops once, and is put aside until the other is proven', () => {
  expect(back([JENKINS, ...ours('dood')])).toMatchInlineSnapshot(`
    "! drain      jenkins-dood-container  builds not known
    > stop       jenkins-dood-container  within 60 s
    ~ aside      jenkins-dood-container  as jenkins-dood-container.old.id-of-je
    ~ name       jenkins-dood-container-before-jenkins-tray-kept-j becomes jenkins-dood-container
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:9090/login within 180 s
    - container  jenkins-dood-container.old.id-of-je"
  `);
});

test('another one by hand, in the other mode, is left alone', () => {
  expect(back([JENKINS, handMade(DIND, '/srv/other', 8081)])).toMatchInlineSnapshot(`
    "~ name       jenkins-dood-container-before-jenkins-tray-kept-j becomes jenkins-dood-container
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:9090/login within 180 s"
  `);
});

test('its own nested engine comes back before it, and ours gives way to it', () => {
  const engine = { ...kept(names.nestedEngine), ports: [], mounts: [] };
  const [mine = container('none')] = ours('dind');
  expect(back([kept(DIND), engine, mine, ...ours('dood')], 'dind')).toMatchInlineSnapshot(`
    "! drain      jenkins-dood-container  builds not known
    > stop       jenkins-dood-container  within 60 s
    > stop       nvidia-dind-container   within 60 s
    ~ aside      nvidia-dind-container   as nvidia-dind-container.old.id-of-nv
    ~ name       nvidia-dind-container-before-jenkins-tray-kept-n becomes nvidia-dind-container
    > start      nvidia-dind-container
    ~ name       jenkins-container-before-jenkins-tray-kept-j becomes jenkins-container
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:9090/login within 180 s
    - container  jenkins-dood-container
    - container  nvidia-dind-container.old.id-of-nv"
  `);
});

test('a nested engine of ours stays where none by hand had its name', () => {
  expect(back([kept(DIND), ...ours('dood', { state: 'exited' })], 'dind')).toMatchInlineSnapshot(`
    "~ name       jenkins-container-before-jenkins-tray-kept-j becomes jenkins-container
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:9090/login within 180 s
    - container  jenkins-dood-container"
  `);
});

test('one by hand with the name of the nested engine goes on beside a Jenkins without one', () => {
  const engine = container(names.nestedEngine);
  expect(back([JENKINS, engine])).toMatchInlineSnapshot(`
    "~ name       jenkins-dood-container-before-jenkins-tray-kept-j becomes jenkins-dood-container
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:9090/login within 180 s"
  `);
});

test('what a change of the other mode left is stopped and removed, too', () => {
  const [, jenkins = container('none')] = ours('dind');
  const beside = [
    { ...jenkins, id: 'b1', name: `${DIND}.new` },
    { ...jenkins, id: 'b2', name: `${DIND}.old.1`, state: 'exited' as const },
  ];
  expect(back([JENKINS, ...beside])).toMatchInlineSnapshot(`
    "Q interrupt:b1: Stop jenkins-container.new without knowing which builds run
    ! drain      jenkins-container.new   builds not known
    > stop       jenkins-container.new   within 60 s
    ~ name       jenkins-dood-container-before-jenkins-tray-kept-j becomes jenkins-dood-container
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:9090/login within 180 s
    - container  jenkins-container.new
    - container  jenkins-container.old.1"
  `);
});

test('what has the home and did not have it before ends with consent only', () => {
  const build = container('build', { mounts: [{ source: HOME, target: '/h' }] });
  expect(back([JENKINS], 'dood', { running: [build] })).not.toContain('! end');
});

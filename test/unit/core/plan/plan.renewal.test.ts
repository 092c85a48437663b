import { expect, test } from 'vitest';
import { stepLine } from '../../../../electron/core/plan/steps.ts';
import {
  names,
  planFor,
  running,
  runningBuild,
  settings,
  text,
  withContainer,
  withPreflight,
} from '../../../doubles/situation.ts';

test('a new version of the app with the same result leaves a running Jenkins alone', () => {
  for (const mode of ['dood', 'dind'] as const)
    expect(text(planFor(running(mode, { version: '0.9.0' }), mode, { from: { version: '1.0.0' } }))).toBe('');
});

test('another MTU of the host leaves a running Jenkins alone', () => {
  expect(text(planFor(running('dind', { mtu: 1500 }), 'dind', { from: { mtu: 1420 } }))).toBe('');
});

test('a new version of the app with another result rebuilds the image and recreates the container', () => {
  expect(
    text(planFor(running('dood', { contextHashes: { jenkins: 'old', dind: 'bb' } }), 'dood')),
  ).toMatchInlineSnapshot(`
    "+ image      jenkins-dood-image      from jenkins/jenkins:lts-jdk21
    ? plugins    /srv/jenkins_home       compared with the image’s
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  jenkins-dood-container.new 127.0.0.1:8080
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    ~ aside      jenkins-dood-container  as jenkins-dood-container.old.id-of-je
    ~ name       jenkins-dood-container.new becomes jenkins-dood-container
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s
    - container  jenkins-dood-container.old.id-of-je"
  `);
});

test('another port recreates the container', () => {
  const changed = settings({ ports: { dind: 8081, dood: 9090, agents: 50000 } });
  expect(text(planFor(running('dood'), 'dood', { from: { settings: changed } }))).toMatchInlineSnapshot(`
    "+ container  jenkins-dood-container.new 127.0.0.1:9090
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    ~ aside      jenkins-dood-container  as jenkins-dood-container.old.id-of-je
    ~ name       jenkins-dood-container.new becomes jenkins-dood-container
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:9090/login within 180 s
    - container  jenkins-dood-container.old.id-of-je"
  `);
});

test('if the host’s GPUs are gone, the nested engine is recreated without them', () => {
  expect(text(planFor(running('dind'), 'dind', { from: { gpus: false } }))).toMatchInlineSnapshot(`
    "! drain      jenkins-container       0 builds running
    > stop       jenkins-container       within 60 s
    > stop       nvidia-dind-container   within 60 s
    ~ aside      nvidia-dind-container   as nvidia-dind-container.old.id-of-nv
    + container  nvidia-dind-container   privileged, no GPUs
    > start      nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  nvidia-dind-container.old.id-of-nv"
  `);
});

test('a DinD container that lost its GPUs is recreated with consent, once', () => {
  const consents = ['recreate:id-of-nvidia-dind-container'];
  expect(text(planFor(running('dind'), 'dind', { consents }))).toMatchInlineSnapshot(`
    "! drain      jenkins-container       0 builds running
    > stop       jenkins-container       within 60 s
    > stop       nvidia-dind-container   within 60 s
    ~ aside      nvidia-dind-container   as nvidia-dind-container.old.id-of-nv
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  nvidia-dind-container.old.id-of-nv"
  `);
  expect(text(planFor(running('dind'), 'dind', { consents: ['recreate:another'] }))).toBe('');
});

const otherDns = { from: { settings: settings({ nested: { ...settings().nested, dns: ['192.168.0.1'] } }) } };

test('another setting of the nested engine asks about running builds, and stops their Jenkins first', () => {
  const facts = withPreflight(running('dind'), { builds: { ok: true, value: [runningBuild] } });
  expect(text(planFor(facts, 'dind', otherDns))).toMatchInlineSnapshot(`
    "Q interrupt:id-of-jenkins-container:train-model#42: Stop a running build: train-model #42
    ! drain      jenkins-container       1 build running
    > stop       jenkins-container       within 60 s
    > stop       nvidia-dind-container   within 60 s
    ~ aside      nvidia-dind-container   as nvidia-dind-container.old.id-of-nv
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  nvidia-dind-container.old.id-of-nv"
  `);
});

test.each([
  { mtu: 1400 },
  { httpProxy: 'http://proxy:3128' },
  { httpsProxy: 'http://proxy:3128' },
  { noProxy: 'localhost' },
  { publishPort: 2376 },
  { registryMirrors: ['https://mirror'] },
])('the nested engine with %j stops after its Jenkins and is healthy before it starts', (change) => {
  const from = { settings: settings({ nested: { ...settings().nested, ...change } }) };
  const steps = planFor(running('dind'), 'dind', { from }).steps.map((step) => `${step.kind} ${stepLine(step).object}`);
  expect(steps.filter((step) => !step.includes('context'))).toEqual([
    'drain jenkins-container',
    'stop jenkins-container',
    'stop nvidia-dind-container',
    'put-aside nvidia-dind-container',
    'create-container nvidia-dind-container',
    'start nvidia-dind-container',
    'await-healthy nvidia-dind-container',
    'start jenkins-container',
    'await-ready jenkins-container',
    'remove-container nvidia-dind-container.old.id-of-nv',
  ]);
});

test('if both containers differ, Jenkins stops first and is recreated last', () => {
  const changed = settings({
    ports: { dind: 9090, dood: 8080, agents: 50000 },
    nested: { ...settings().nested, mtu: 1400 },
  });
  expect(text(planFor(running('dind'), 'dind', { from: { settings: changed } }))).toMatchInlineSnapshot(`
    "+ container  jenkins-container.new   127.0.0.1:9090
    ! drain      jenkins-container       0 builds running
    > stop       jenkins-container       within 60 s
    > stop       nvidia-dind-container   within 60 s
    ~ aside      nvidia-dind-container   as nvidia-dind-container.old.id-of-nv
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s
    ~ aside      jenkins-container       as jenkins-container.old.id-of-je
    ~ name       jenkins-container.new   becomes jenkins-container
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:9090/login within 180 s
    - container  jenkins-container.old.id-of-je
    - container  nvidia-dind-container.old.id-of-nv"
  `);
});

test('a paused Jenkins is stopped, not resumed, before its nested engine', () => {
  const facts = withContainer(running('dind'), names.jenkins.dind, { state: 'paused' });
  expect(text(planFor(facts, 'dind', otherDns))).toMatchInlineSnapshot(`
    "Q interrupt:id-of-jenkins-container: Stop jenkins-container without knowing which builds run
    ! drain      jenkins-container       builds not known
    > stop       jenkins-container       within 60 s
    > stop       nvidia-dind-container   within 60 s
    ~ aside      nvidia-dind-container   as nvidia-dind-container.old.id-of-nv
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  nvidia-dind-container.old.id-of-nv"
  `);
});

test.each(['exited', 'created'] as const)('a nested engine that is %s is recreated under its Jenkins', (state) => {
  const facts = running('dind');
  const stopped = { ...withContainer(facts, names.nestedEngine, { state }), page: facts.page };
  expect(text(planFor(stopped, 'dind', otherDns))).not.toContain('drain');
});

test('a Jenkins that does not run is started once the new nested engine is healthy', () => {
  const stopped = withContainer(running('dind'), names.jenkins.dind, { state: 'exited' });
  const plan = text(planFor(stopped, 'dind', otherDns));
  expect(plan).not.toContain('drain');
  expect(plan.indexOf('? healthy')).toBeLessThan(plan.indexOf('> start      jenkins-container'));
});

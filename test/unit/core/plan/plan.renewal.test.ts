import { expect, test } from 'vitest';
import { planFor, running, settings, text } from '../../../doubles/situation.ts';

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
    ? home       /srv/jenkins_home       writable as uid 1000
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    - container  jenkins-dood-container
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('another port recreates the container', () => {
  const changed = settings({ ports: { dind: 8081, dood: 9090, agents: 50000 } });
  expect(text(planFor(running('dood'), 'dood', { from: { settings: changed } }))).toMatchInlineSnapshot(`
    "! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    - container  jenkins-dood-container
    + container  jenkins-dood-container  127.0.0.1:9090
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:9090/login within 180 s"
  `);
});

test('if the host’s GPUs are gone, the nested engine is recreated without them', () => {
  expect(text(planFor(running('dind'), 'dind', { from: { gpus: false } }))).toMatchInlineSnapshot(`
    "> stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container
    + container  nvidia-dind-container   privileged, no GPUs
    > start      nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s"
  `);
});

test('a DinD container that lost its GPUs is recreated with consent, once', () => {
  const consents = ['recreate:id-of-nvidia-dind-container'];
  expect(text(planFor(running('dind'), 'dind', { consents }))).toMatchInlineSnapshot(`
    "> stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s"
  `);
  expect(text(planFor(running('dind'), 'dind', { consents: ['recreate:another'] }))).toBe('');
});

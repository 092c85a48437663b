import { expect, test } from 'vitest';
import {
  built,
  goodHome,
  HOME,
  nothingThere,
  planFor,
  running,
  text,
  withPreflight,
} from '../../../doubles/situation.ts';

test('DooD starts from nothing', () => {
  expect(text(planFor(nothingThere, 'dood'))).toMatchInlineSnapshot(`
    "+ image      jenkins-dood-image      from jenkins/jenkins:lts-jdk21
    + network    jenkins
    ? plugins    /srv/jenkins_home       compared with the image’s
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('a first start that was interrupted before the page answered is finished by the next pass', () => {
  const there = running('dood');
  const cutOff = { ...there, home: { ...there.home, fresh: true } };
  expect(text(planFor(cutOff, 'dood'))).toMatchInlineSnapshot(
    `"? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"`,
  );
  expect(planFor(cutOff, 'dood').steps).toMatchObject([{ kind: 'await-ready', fresh: HOME }]);
});

test('a new home whose Jenkins starts again and again is looked at, since its config.xml may be open', () => {
  const there = running('dood');
  const containers = there.containers.map((it) => ({ ...it, state: 'restarting' as const, restartCount: 9 }));
  const refused = { ...there, page: null, containers };
  const steps = (fresh: boolean) =>
    planFor({ ...refused, home: { ...there.home, fresh } }, 'dood').steps.map(({ kind }) => kind);
  expect(steps(true)).toEqual(['check-home', 'await-ready']);
  expect(steps(false)).not.toContain('check-home');
});

test('DinD starts from nothing', () => {
  expect(text(planFor(nothingThere, 'dind'))).toMatchInlineSnapshot(`
    "+ image      nvidia-dind-image       from ubuntu:24.04
    + image      jenkins-image           from jenkins/jenkins:lts-jdk21
    + network    jenkins
    + volume     jenkins-dind-data
    + volume     jenkins-dind-ca
    + volume     jenkins-dind-client
    ? plugins    /srv/jenkins_home       compared with the image’s
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s"
  `);
});

test('there is nothing to do if the mode runs', () => {
  expect(text(planFor(running('dood'), 'dood'))).toBe('');
  expect(text(planFor(running('dind'), 'dind'))).toBe('');
});

test('a toggle keeps DooD serving until DinD is healthy', () => {
  expect(text(planFor(running('dood'), 'dind'))).toMatchInlineSnapshot(`
    "+ container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

test('a toggle to DooD keeps the nested engine until DooD is ready', () => {
  expect(text(planFor(running('dind'), 'dood'))).toMatchInlineSnapshot(`
    "+ container  jenkins-dood-container  127.0.0.1:8080
    ! drain      jenkins-container       0 builds running
    > stop       jenkins-container       within 60 s
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s
    - container  jenkins-container
    > stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container"
  `);
});

test('a new home is checked and marked', () => {
  expect(
    text(planFor({ ...built(nothingThere), home: { ...goodHome, marked: false, empty: true } }, 'dood')),
  ).toMatchInlineSnapshot(`
    "? home       /srv/jenkins_home       writable as uid 1000
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('a home last used by another Jenkins version is checked before this image uses it, and only then', () => {
  const facts = running('dood');
  const images = facts.images.map((one) => ({
    ...one,
    labels: { ...one.labels, 'io.jenkins-tray.jenkins': '2.541.1' },
  }));
  const upgraded = { ...facts, images, home: { ...facts.home, version: '2.568.2' } };
  expect(text(planFor(upgraded, 'dood'))).toBe('');
  expect(text(planFor(upgraded, 'dind'))).toContain(`? home       ${HOME}`);
  expect(text(planFor({ ...upgraded, home: { ...facts.home, version: '2.541.1' } }, 'dind'))).not.toContain('? home');
});

test('where nothing is left to do, nothing blocks it and nothing is asked', () => {
  const facts = withPreflight(running('dood'), { addressMissing: true, missingMounts: ['/data'] });
  expect(planFor(facts, 'dood')).toMatchObject({ steps: [], blocks: [], questions: [] });
  expect(planFor(facts, 'dind').blocks).not.toEqual([]);
});

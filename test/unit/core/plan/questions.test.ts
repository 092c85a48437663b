import { expect, test } from 'vitest';
import {
  built,
  goodHome,
  HOME,
  handMade,
  names,
  nothingThere,
  planFor,
  running,
  runningBuild,
  text,
  withPreflight,
} from '../../../doubles/situation.ts';

test('a toggle with running builds asks first', () => {
  expect(
    text(planFor(withPreflight(running('dood'), { builds: { ok: true, value: [runningBuild] } }), 'dind')),
  ).toMatchInlineSnapshot(`
    "Q interrupt:id-of-jenkins-dood-container:train-model#42: Stop a running build: train-model #42
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    ! drain      jenkins-dood-container  1 build running
    > stop       jenkins-dood-container  within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

test('a toggle asks if running builds are unknown', () => {
  const failure = {
    code: 'jenkins/unreachable',
    title: 'Jenkins requires a login',
    detail: 'Set jenkins.user.',
  } as const;
  expect(
    text(planFor(withPreflight(running('dood'), { builds: { ok: false, failure } }), 'dind')),
  ).toMatchInlineSnapshot(`
    "Q interrupt:id-of-jenkins-dood-container: Stop jenkins-dood-container without knowing which builds run
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    ! drain      jenkins-dood-container  builds not known
    > stop       jenkins-dood-container  within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

test('a hand-made Jenkins is taken over with consent: stopped, renamed and kept', () => {
  const facts = withPreflight(
    {
      ...nothingThere,
      containers: [handMade(names.jenkins.dood, HOME, 8080)],
      networks: [{ name: 'jenkins', id: '1', labels: {} }],
    },
    { builds: { ok: true, value: [] } },
  );
  expect(text(planFor(facts, 'dind'))).toMatchInlineSnapshot(`
    "Q take-over:id-of-jenkins-dood-container: Take over jenkins-dood-container, which Jenkins Tray did not create
    + image      nvidia-dind-image       from ubuntu:24.04
    + image      jenkins-image           from jenkins/jenkins:lts-jdk21
    + volume     jenkins-dind-data
    + volume     jenkins-dind-ca
    + volume     jenkins-dind-client
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    ~ rename     jenkins-dood-container  to jenkins-dood-container-before-jenkins-tray-id-of-
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s"
  `);
});

test('a foreign volume of our name is used with consent', () => {
  const facts = {
    ...built(nothingThere),
    volumes: Object.values(names.volumes).map((name) => ({ name, id: name, labels: {} })),
  };
  expect(text(planFor(facts, 'dind'))).toMatchInlineSnapshot(`
    "Q use:volume:jenkins-dind-data:jenkins-dind-data: Use the volume jenkins-dind-data, which Jenkins Tray did not create
    Q use:volume:jenkins-dind-ca:jenkins-dind-ca: Use the volume jenkins-dind-ca, which Jenkins Tray did not create
    Q use:volume:jenkins-dind-client:jenkins-dind-client: Use the volume jenkins-dind-client, which Jenkins Tray did not create
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s"
  `);
});

test('a foreign image of our name is replaced with consent', () => {
  expect(
    text(
      planFor(
        { ...nothingThere, images: [{ name: 'jenkins-dood-image', id: 'sha256:0123456789abcdef', labels: {} }] },
        'dood',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "Q replace:image:jenkins-dood-image:sha256:0123456789abcdef: Give the name jenkins-dood-image to a new image
    + image      jenkins-dood-image      from jenkins/jenkins:lts-jdk21
    + network    jenkins
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('a missing home that the user named is created with consent', () => {
  expect(
    text(
      planFor({ ...built(nothingThere), home: { ...goodHome, kind: 'missing', marked: null, writable: null } }, 'dood'),
    ),
  ).toMatchInlineSnapshot(`
    "Q create:/srv/jenkins_home: Create the folder /srv/jenkins_home
    ? home       /srv/jenkins_home       ownership given to uid 1000
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('a home of another user changes its owner with consent', () => {
  const facts = { ...built(nothingThere), home: { ...goodHome, marked: false, writable: false, ownerUid: 1001 } };
  expect(text(planFor(facts, 'dood'))).toMatchInlineSnapshot(`
    "Q chown:/srv/jenkins_home: Give ownership of /srv/jenkins_home to Jenkins (uid 1000)
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('a Jenkins left half stopped by a crash is stopped without asking again', () => {
  const failure = { code: 'jenkins/unreachable', title: 'no answer', detail: '' } as const;
  const facts = withPreflight({ ...running('dood'), page: { kind: 'none' } }, { builds: { ok: false, failure } });
  expect(planFor(facts, 'dind').questions).toHaveLength(1);
  expect(planFor(facts, 'dind', { consents: [`stop:${names.jenkins.dood}`] }).questions).toEqual([]);
});

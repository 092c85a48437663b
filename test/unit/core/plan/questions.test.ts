import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import { questionsOf } from '../../../../electron/core/plan/questions.ts';
import {
  built,
  findingsFor,
  goodHome,
  HOME,
  handMade,
  names,
  nothingThere,
  planFor,
  running,
  runningBuild,
  settings,
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
    ? plugins    /srv/jenkins_home       compared with the image’s
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
    ? plugins    /srv/jenkins_home       compared with the image’s
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
    ? plugins    /srv/jenkins_home       compared with the image’s
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

const asked = (
  facts: Facts,
  start: string,
  mode: 'dind' | 'dood' = 'dood',
  given: Parameters<typeof planFor>[2] = {},
) => planFor(facts, mode, given).questions.filter(({ id }) => id.startsWith(start));

test('of several builds, each is named', () => {
  const two = [runningBuild, { ...runningBuild, job: 'nightly', number: 7 }];
  const facts = withPreflight(running('dood'), { builds: { ok: true, value: two } });
  expect(asked(facts, 'interrupt', 'dind')).toEqual([
    {
      id: 'interrupt:id-of-jenkins-dood-container:train-model#42,nightly#7',
      text: 'Stop 2 running builds: train-model #42, nightly #7',
      detail:
        'Pipelines continue after the restart, though a shell step that is cut off fails; other builds are aborted.\ntrain-model #42: 0 ms\nnightly #7: 0 ms',
    },
  ]);
  expect(
    asked(facts, 'interrupt', 'dind', {
      consents: ['interrupt:id-of-jenkins-dood-container:train-model#42,nightly#7'],
    }),
  ).toEqual([]);
});

test('why builds are unknown is said as Jenkins said it', () => {
  const failure = {
    code: 'jenkins/unreachable',
    title: 'Jenkins requires a login',
    detail: 'Set jenkins.user.',
  } as const;
  const facts = withPreflight(running('dood'), { builds: { ok: false, failure } });
  expect(asked(facts, 'interrupt', 'dind')[0]?.detail).toBe('Jenkins requires a login. Set jenkins.user.');
});

test('without a look at the builds, nothing is asked about them', () => {
  const { steps } = planFor(running('dood'), 'dind');
  expect(questionsOf(findingsFor({ ...running('dood'), preflight: null }, 'dind'), steps)).toEqual([]);
  // A container that was gone meanwhile.
  expect(
    questionsOf(findingsFor(withPreflight({ ...running('dood'), containers: [] }, {}), 'dind'), steps),
  ).toMatchObject([{ detail: 'It was not asked for its builds.' }]);
});

test('a Docker context of somebody else is replaced with consent, and one of this instance without', () => {
  const from = { settings: settings({ nested: { ...settings().nested, publishPort: 2376 } }) };
  const context = (instance: string | null, host = 'tcp://far:1') => ({
    ...running('dind', from),
    context: { name: names.context, host, instance },
  });
  expect(asked(context(null), 'replace:context', 'dind', { from })).toEqual([
    {
      id: 'replace:context:jenkins-dind:tcp://far:1',
      text: 'Replace the Docker context jenkins-dind, which Jenkins Tray did not write',
      detail:
        'It connects to tcp://far:1. To stop publishing the nested engine instead: jenkins-tray config unset nested.publishPort',
    },
  ]);
  expect(asked(context('default'), 'replace:context', 'dind', { from })).toEqual([]);
  expect(asked(context(null), 'replace:context', 'dind')).toEqual([]);
});

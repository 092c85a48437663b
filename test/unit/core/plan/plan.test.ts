import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import {
  built,
  container,
  goodHome,
  HOME,
  names,
  nothingThere,
  ours,
  planFor,
  running,
  settings,
  text,
  withBeyond,
} from '../../../doubles/situation.ts';

const handMade = (name: string, home: string, port: number) =>
  container(name, {
    image: 'jenkins-image',
    mounts: [{ source: home, target: '/var/jenkins_home' }],
    ports: [{ address: '0.0.0.0', port, target: 8080 }],
  });
const build = {
  job: 'train-model',
  number: 42,
  url: '',
  result: 'running',
  startedAt: 0,
  duration: 0,
  estimated: null,
} as const;
const only = (facts: Facts, name: string, change: Parameters<typeof container>[1]): Facts => ({
  ...facts,
  containers: facts.containers.map((it) => (it.name === name ? { ...it, ...change } : it)),
  page: null,
});

test('DooD comes up from nothing', () => {
  expect(text(planFor(nothingThere, 'dood'))).toMatchInlineSnapshot(`
    "+ image      jenkins-dood-image      from jenkins/jenkins:lts-jdk21
    + network    jenkins
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});
test('a first start that was cut off before the page answered is ended by the next pass', () => {
  const there = running('dood');
  const cutOff = { ...there, home: { ...there.home, fresh: true } };
  expect(text(planFor(cutOff, 'dood'))).toMatchInlineSnapshot(
    `"? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"`,
  );
  expect(planFor(cutOff, 'dood').steps).toMatchObject([{ kind: 'await-ready', fresh: HOME }]);
});
test('DinD comes up from nothing', () => {
  expect(text(planFor(nothingThere, 'dind'))).toMatchInlineSnapshot(`
    "+ image      nvidia-dind-image       from ubuntu:24.04
    + image      jenkins-image           from jenkins/jenkins:lts-jdk21
    + network    jenkins
    + volume     jenkins-dind-data
    + volume     jenkins-dind-ca
    + volume     jenkins-dind-client
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s"
  `);
});
test('nothing is left to do where the mode runs', () => {
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
test('a toggle with running builds asks first', () => {
  expect(
    text(planFor(withBeyond(running('dood'), { builds: { ok: true, value: [build] } }), 'dind')),
  ).toMatchInlineSnapshot(`
    "Q interrupt:id-of-jenkins-dood-container: Stop a running build: train-model #42
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
test('a toggle asks where the builds cannot be known', () => {
  const failure = {
    code: 'jenkins/unreachable',
    title: 'Jenkins asks for a login',
    detail: 'Set jenkins.user.',
  } as const;
  expect(text(planFor(withBeyond(running('dood'), { builds: { ok: false, failure } }), 'dind'))).toMatchInlineSnapshot(`
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
test('down removes what is ours and keeps images and volumes', () => {
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
test('down leaves what has no label of ours', () => {
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
test('a stopped Jenkins is started again', () => {
  expect(
    text(planFor(only(running('dood'), names.jenkins.dood, { state: 'exited', exitCode: 0 }), 'dood')),
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
          containers: facts.containers.map((it) => (it.name === names.engine ? { ...it, state: 'exited' } : it)),
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
test('a paused Jenkins is stopped and started', () => {
  expect(text(planFor(only(running('dood'), names.jenkins.dood, { state: 'paused' }), 'dood'))).toMatchInlineSnapshot(`
    "> stop       jenkins-dood-container  within 60 s
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});
test('a crash after the old Jenkins stopped goes on with the new one', () => {
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
test('a crash before the old one was removed removes it', () => {
  const facts = { ...running('dind'), containers: [...ours('dind'), ...ours('dood', { state: 'exited' })] };
  expect(text(planFor(facts, 'dind'))).toMatchInlineSnapshot(`"- container  jenkins-dood-container"`);
});
test('of two Jenkins of ours the one not asked for ends', () => {
  const facts = { ...running('dind'), containers: [...ours('dind'), ...ours('dood')] };
  expect(text(planFor(facts, 'dind'))).toMatchInlineSnapshot(`
    "! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});
test('another version of the app that makes the same things leaves what runs alone', () => {
  for (const mode of ['dood', 'dind'] as const)
    expect(text(planFor(running(mode, { version: '0.9.0' }), mode, { from: { version: '1.0.0' } }))).toBe('');
});

test('a host that has gone to a network of another MTU leaves what runs alone', () => {
  expect(text(planFor(running('dind', { mtu: 1500 }), 'dind', { from: { mtu: 1420 } }))).toBe('');
});

test('another version of the app rebuilds the image and recreates the container', () => {
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
test('GPUs that went recreate the nested engine without them', () => {
  expect(text(planFor(running('dind'), 'dind', { from: { gpus: false } }))).toMatchInlineSnapshot(`
    "> stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container
    + container  nvidia-dind-container   privileged, no GPUs
    > start      nvidia-dind-container
    ? healthy    nvidia-dind-container   within 60 s"
  `);
});
test('hand-made containers: the user says which home', () => {
  const facts = {
    ...nothingThere,
    containers: [
      handMade(names.jenkins.dood, '/home/ann/dood_home', 8080),
      handMade(names.jenkins.dind, '/home/ann/jenkins_home', 8081),
    ],
  };
  expect(text(planFor(facts, 'dood', { from: { settings: settings({ home: '' }) } }))).toMatchInlineSnapshot(`
    "X home/choose: Your two modes have two homes
    Q interrupt:id-of-jenkins-container: Stop jenkins-container without knowing which builds run
    Q interrupt:id-of-jenkins-dood-container: Stop jenkins-dood-container without knowing which builds run
    Q take-over:id-of-jenkins-dood-container: Take over jenkins-dood-container, which Jenkins Tray did not make
    Q take-over:id-of-jenkins-container: Take over jenkins-container, which Jenkins Tray did not make
    + image      jenkins-dood-image      from jenkins/jenkins:lts-jdk21
    + network    jenkins
    ? home       /srv/jenkins_home       writable as uid 1000
    ! drain      jenkins-container       builds not known
    > stop       jenkins-container       within 60 s
    ! drain      jenkins-dood-container  builds not known
    > stop       jenkins-dood-container  within 60 s
    ~ rename     jenkins-dood-container  to jenkins-dood-container-before-jenkins-tray-id-of-
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s
    ~ rename     jenkins-container       to jenkins-container-before-jenkins-tray-id-of-"
  `);
});
test('a hand-made Jenkins is taken over by consent, stopped, renamed and kept', () => {
  const facts = withBeyond(
    {
      ...nothingThere,
      containers: [handMade(names.jenkins.dood, HOME, 8080)],
      networks: [{ name: 'jenkins', id: '1', labels: {} }],
    },
    { builds: { ok: true, value: [] } },
  );
  expect(text(planFor(facts, 'dind'))).toMatchInlineSnapshot(`
    "Q take-over:id-of-jenkins-dood-container: Take over jenkins-dood-container, which Jenkins Tray did not make
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
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    ~ rename     jenkins-dood-container  to jenkins-dood-container-before-jenkins-tray-id-of-"
  `);
});
test('a volume of our name that is not ours is used by consent', () => {
  const facts = {
    ...built(nothingThere),
    volumes: Object.values(names.volumes).map((name) => ({ name, id: name, labels: {} })),
  };
  expect(text(planFor(facts, 'dind'))).toMatchInlineSnapshot(`
    "Q use:volume:jenkins-dind-data:jenkins-dind-data: Use the volume jenkins-dind-data, which Jenkins Tray did not make
    Q use:volume:jenkins-dind-ca:jenkins-dind-ca: Use the volume jenkins-dind-ca, which Jenkins Tray did not make
    Q use:volume:jenkins-dind-client:jenkins-dind-client: Use the volume jenkins-dind-client, which Jenkins Tray did not make
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s"
  `);
});
test('an image of our name that is not ours is replaced by consent', () => {
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
test('a foreign container on the home stops the plan', () => {
  const backup = container('backup', { mounts: [{ source: HOME, target: '/backup' }] });
  expect(text(planFor(withBeyond(built(nothingThere), { running: [backup] }), 'dood'))).toMatchInlineSnapshot(`
    "X home/in-use: backup is using the home
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});
test('a foreign container on the home stops the plan however either wrote the path', () => {
  const backup = container('backup', { mounts: [{ source: '/mnt/disk/jenkins', target: '/backup' }] });
  const real = { [HOME]: '/data/jenkins', '/mnt/disk/jenkins': '/data/jenkins' };
  const { blocks } = planFor(withBeyond(built(nothingThere), { running: [backup], real }), 'dood');
  expect(blocks.map(({ code, detail }) => [code, detail])).toEqual([
    [
      'home/in-use',
      `The running container backup (some-image) mounts /mnt/disk/jenkins, which is ${HOME}. Two programs on one home destroy it.`,
    ],
  ]);
  expect(planFor(withBeyond(built(nothingThere), { running: [backup] }), 'dood').blocks).toEqual([]);
});
test('two hand-made modes that write one home in two ways have one home', () => {
  const mounts = (source: string) => ({ mounts: [{ source, target: '/var/jenkins_home' }], state: 'exited' as const });
  const containers = [
    container('jenkins-container', mounts('/srv/link')),
    container('jenkins-dood-container', mounts('/srv/one')),
  ];
  const from = { settings: settings({ home: '' }) };
  const real = { '/srv/link': '/srv/one', '/srv/one': '/srv/one' };
  const titles = (known: Readonly<Record<string, string>>) =>
    planFor(withBeyond({ ...built(nothingThere), containers }, { real: known }), 'dood', { from }).blocks.map(
      ({ title }) => title,
    );
  expect(titles(real)).toEqual(['Your Jenkins has a home already']);
  expect(titles({})).toEqual(['Your two modes have two homes']);
});
test('a build container that is left in the home is found however the home is written', () => {
  const left = container('happy_hopper', {
    createdAt: 2000,
    mounts: [{ source: '/data/jenkins/workspace/train-model', target: '/w' }],
  });
  const facts = running('dood');
  const real = { [HOME]: '/data/jenkins' };
  const { questions } = planFor(withBeyond(facts, { running: [...facts.containers, left], real }), 'dind');
  expect(questions.map(({ id }) => id)).toEqual(['end:id-of-happy_hopper']);
});
test('a build container left in the home is ended by consent', () => {
  const left = container('happy_hopper', {
    createdAt: 2000,
    mounts: [{ source: `${HOME}/workspace/train-model`, target: '/w' }],
  });
  const facts = running('dood');
  expect(text(planFor(withBeyond(facts, { running: [...facts.containers, left] }), 'dind'))).toMatchInlineSnapshot(`
    "Q end:id-of-happy_hopper: End happy_hopper, left over from a build
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    ! end        happy_hopper            left over from a build
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});
test('a port that a program holds is named, with a free one', () => {
  expect(
    text(
      planFor(
        withBeyond(built(nothingThere), { taken: [{ port: 8080, holder: 'nginx (process 812)', free: 8082 }] }),
        'dood',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "X port/in-use: Port 8080 is taken by nginx (process 812)
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});
test('where no port near is free, none is proposed', () => {
  const { blocks } = planFor(
    withBeyond(built(nothingThere), { taken: [{ port: 8080, holder: 'nginx', free: null }] }),
    'dood',
  );
  expect(blocks).toMatchObject([{ code: 'port/in-use', fix: 'Stop nginx, or use another port.' }]);
  expect(blocks[0]?.command).toBeUndefined();
});
test('a port that a container holds is named', () => {
  const web = container('web', { ports: [{ address: '0.0.0.0', port: 50000, target: 80 }] });
  expect(
    text(
      planFor(
        withBeyond(built(nothingThere), { running: [web], taken: [{ port: 50000, holder: '', free: 50001 }] }),
        'dood',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "X port/in-use: Port 50000 is taken by the container web
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
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
test('a missing home that was named is created by consent', () => {
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
test('a home that is gone is not made anew', () => {
  const facts = {
    ...only(running('dood'), names.jenkins.dood, { state: 'exited' }),
    home: { ...goodHome, kind: 'missing', marked: null, writable: null } as const,
  };
  expect(planFor(facts, 'dood').blocks.map(({ code }) => code)).toEqual(['home/missing']);
});
test('a home that is mounted read-only stops the plan, and is not asked to be made over', () => {
  const facts = { ...built(nothingThere), home: { ...goodHome, readOnly: true } };
  const { blocks, questions } = planFor(facts, 'dood');
  expect(blocks).toMatchObject([{ code: 'home/not-writable', title: `${HOME} is mounted read-only` }]);
  expect(questions).toEqual([]);
});
test('a home of another user is made over by consent', () => {
  const facts = { ...built(nothingThere), home: { ...goodHome, marked: false, writable: false, ownerUid: 1001 } };
  expect(text(planFor(facts, 'dood'))).toMatchInlineSnapshot(`
    "Q chown:/srv/jenkins_home: Give /srv/jenkins_home to Jenkins (uid 1000)
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});
test('a home that is a file stops the plan', () => {
  expect(
    planFor({ ...built(nothingThere), home: { ...goodHome, kind: 'not-a-folder' } }, 'dood').blocks.map(
      ({ code }) => code,
    ),
  ).toEqual(['home/not-a-folder']);
});
test('a missing data mount stops the plan', () => {
  const changed = settings({ dataMounts: [{ source: '/mnt/imagenet', target: null, readOnly: true }] });
  expect(
    text(
      planFor(withBeyond(built(nothingThere), { missingMounts: ['/mnt/imagenet'] }), 'dood', {
        from: { settings: changed },
      }),
    ),
  ).toContain('X mount/missing: The data mount /mnt/imagenet is not there');
});
test('a data mount over the image’s own folders is refused', () => {
  const changed = settings({ dataMounts: [{ source: '/data', target: '/usr/local', readOnly: false }] });
  expect(text(planFor(built(nothingThere), 'dood', { from: { settings: changed } }))).toContain('X mount/unsuitable');
});
test('what a crash left of a one-shot container goes first', () => {
  const facts = running('dood');
  const probe = container(names.probe, { state: 'created', labels: facts.containers[0]?.labels ?? {} });
  expect(text(planFor({ ...facts, containers: [...facts.containers, probe] }, 'dood'))).toBe(
    '- container  jenkins-tray-probe',
  );
});
test('a Jenkins that a crash left half stopped is stopped without asking again', () => {
  const failure = { code: 'jenkins/unreachable', title: 'no answer', detail: '' } as const;
  const facts = withBeyond({ ...running('dood'), page: { kind: 'none' } }, { builds: { ok: false, failure } });
  expect(planFor(facts, 'dind').questions).toHaveLength(1);
  expect(planFor(facts, 'dind', { consents: [`stop:${names.jenkins.dood}`] }).questions).toEqual([]);
});

const published = { from: { settings: settings({ nested: { ...settings().nested, publishPort: 2376 } }) } };
const context = { name: 'jenkins-dind', host: 'tcp://127.0.0.1:2376', instance: 'default' };

test('a published nested engine gets a Docker context before anything is disturbed', () => {
  expect(text(planFor(running('dood'), 'dind', published))).toMatchInlineSnapshot(`
    "+ container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    + context    jenkins-dind            tcp://127.0.0.1:2376
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});
test('a Docker context of that name that is not ours is replaced by consent', () => {
  const facts = { ...running('dood'), context: { ...context, host: 'ssh://build', instance: null } };
  expect(text(planFor(facts, 'dind', published))).toMatchInlineSnapshot(`
    "Q replace:context:jenkins-dind:ssh://build: Replace the Docker context jenkins-dind, which Jenkins Tray did not write
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    + context    jenkins-dind            tcp://127.0.0.1:2376
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});
test('the Docker context goes with the nested engine, and when it is no longer published', () => {
  expect(text(planFor({ ...running('dind', published.from), context }, 'dind', published))).toBe('');
  expect(text(planFor({ ...running('dind', published.from), context }, 'off', published))).toMatchInlineSnapshot(`
    "! drain      jenkins-container       0 builds running
    > stop       jenkins-container       within 60 s
    - container  jenkins-container
    > stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container
    - context    jenkins-dind
    - network    jenkins"
  `);
  expect(text(planFor({ ...running('dood'), context }, 'dood', published))).toMatchInlineSnapshot(
    `"- context    jenkins-dind"`,
  );
  expect(text(planFor({ ...running('dind'), context }, 'dind'))).toMatchInlineSnapshot(`"- context    jenkins-dind"`);
});
test('somebody else’s Docker context stays on the way down', () => {
  expect(text(planFor({ ...nothingThere, context: { ...context, instance: null } }, 'off'))).toBe('');
});

test('a DinD container that lost its GPUs is made anew on a yes, once', () => {
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

test('a home on which another Jenkins ran last is looked at before this image gets it, and only then', () => {
  const facts = running('dood');
  const images = facts.images.map((it) => ({ ...it, labels: { ...it.labels, 'io.jenkins-tray.jenkins': '2.541.1' } }));
  const upgraded = { ...facts, images, home: { ...facts.home, version: '2.568.2' } };
  expect(text(planFor(upgraded, 'dood'))).toBe('');
  expect(text(planFor(upgraded, 'dind'))).toContain(`? home       ${HOME}`);
  expect(text(planFor({ ...upgraded, home: { ...facts.home, version: '2.541.1' } }, 'dind'))).not.toContain('? home');
});

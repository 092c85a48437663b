import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import {
  built,
  container,
  goodHome,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  planFor,
  running,
  settings,
  text,
  withContainer,
  withPreflight,
} from '../../../doubles/situation.ts';

test('with two hand-made homes, the user must choose one', () => {
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
    Q take-over:id-of-jenkins-dood-container: Take over jenkins-dood-container, which Jenkins Tray did not create
    Q take-over:id-of-jenkins-container: Take over jenkins-container, which Jenkins Tray did not create
    + image      jenkins-dood-image      from jenkins/jenkins:lts-jdk21
    + network    jenkins
    ? plugins    /srv/jenkins_home       compared with the image’s
    ? home       /srv/jenkins_home       writable as uid 1000
    + container  jenkins-dood-container.new 127.0.0.1:8080
    ! drain      jenkins-container       builds not known
    > stop       jenkins-container       within 60 s
    ~ rename     jenkins-container       to jenkins-container-before-jenkins-tray-id-of-
    ! drain      jenkins-dood-container  builds not known
    > stop       jenkins-dood-container  within 60 s
    ~ rename     jenkins-dood-container  to jenkins-dood-container-before-jenkins-tray-id-of-
    ~ name       jenkins-dood-container.new becomes jenkins-dood-container
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('a foreign Jenkins that uses the home blocks the plan', () => {
  const other = container('other', { image: 'jenkins/jenkins', mounts: [{ source: HOME, target: '/home' }] });
  expect(text(planFor(withPreflight(built(nothingThere), { running: [other] }), 'dood'))).toMatchInlineSnapshot(`
    "X home/in-use: other is using the home
    + container  jenkins-dood-container  127.0.0.1:8080
    > start      jenkins-dood-container
    ? ready      jenkins-dood-container  http://127.0.0.1:8080/login within 180 s"
  `);
});

test('a foreign Jenkins that uses the home blocks the plan, however its path is written', () => {
  const other = container('other', {
    image: 'jenkins/jenkins',
    mounts: [{ source: '/mnt/disk/jenkins', target: '/home' }],
  });
  const real = { [HOME]: '/data/jenkins', '/mnt/disk/jenkins': '/data/jenkins' };
  const { blocks } = planFor(withPreflight(built(nothingThere), { running: [other], realPaths: real }), 'dood');
  expect(blocks.map(({ code, detail }) => [code, detail])).toEqual([
    [
      'home/in-use',
      `The running container other (jenkins/jenkins) mounts /mnt/disk/jenkins, which is ${HOME}. Two programs that share a home damage it.`,
    ],
  ]);
  expect(planFor(withPreflight(built(nothingThere), { running: [other] }), 'dood').blocks).toEqual([]);
});

test('two hand-made modes that name one home in two ways have one home', () => {
  const mounts = (source: string) => ({ mounts: [{ source, target: '/var/jenkins_home' }], state: 'exited' as const });
  const containers = [
    container('jenkins-container', mounts('/srv/link')),
    container('jenkins-dood-container', mounts('/srv/one')),
  ];
  const from = { settings: settings({ home: '' }) };
  const real = { '/srv/link': '/srv/one', '/srv/one': '/srv/one' };
  const titles = (known: Readonly<Record<string, string>>) =>
    planFor(withPreflight({ ...built(nothingThere), containers }, { realPaths: known }), 'dood', { from }).blocks.map(
      ({ title }) => title,
    );
  expect(titles(real)).toEqual(['Your Jenkins already has a home']);
  expect(titles({})).toEqual(['Your two modes have two homes']);
});

test('a port that a program holds is named, with a free one', () => {
  expect(
    text(
      planFor(
        withPreflight(built(nothingThere), {
          takenPorts: [{ address: '127.0.0.1', port: 8080, holder: 'nginx (process 812)', free: 8082 }],
        }),
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

test('if no nearby port is free, none is proposed', () => {
  const { blocks } = planFor(
    withPreflight(built(nothingThere), {
      takenPorts: [{ address: '127.0.0.1', port: 8080, holder: 'nginx', free: null }],
    }),
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
        withPreflight(built(nothingThere), {
          running: [web],
          takenPorts: [{ address: '127.0.0.1', port: 50000, holder: '', free: 50001 }],
        }),
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

test('a home that is gone is not created again', () => {
  const facts = {
    ...withContainer(running('dood'), names.jenkins.dood, { state: 'exited' }),
    home: { ...goodHome, kind: 'missing', marked: null, writable: null } as const,
  };
  expect(planFor(facts, 'dood').blocks.map(({ code }) => code)).toEqual(['home/missing']);
});

test('a known home without its marker is a disk that is not mounted, not a new home', () => {
  const facts = { ...built(nothingThere), home: { ...goodHome, marked: false, empty: true } };
  expect(planFor(facts, 'dood').blocks).toEqual([]);
  expect(planFor({ ...facts, knownHome: 'id' }, 'dood').blocks).toMatchObject([{ code: 'home/missing' }]);
  const [jenkins] = ours('dood', { state: 'exited' });
  const labels = { ...jenkins?.labels, 'io.jenkins-tray.home': 'id' };
  const labelled = { ...facts, containers: ours('dood', { state: 'exited', labels }) };
  expect(planFor(labelled, 'dood').blocks).toMatchObject([{ code: 'home/missing' }]);
});

test('a known home that is gone, or a link to nothing, is not created again', () => {
  const gone = { ...goodHome, kind: 'missing', marked: null, writable: null } as const;
  const codes = (facts: Facts) => planFor(facts, 'dood').blocks.map(({ code }) => code);
  expect(codes({ ...built(nothingThere), home: gone, knownHome: 'id' })).toEqual(['home/missing']);
  expect(codes({ ...built(nothingThere), home: { ...gone, kind: 'broken-link' } })).toEqual(['home/missing']);
});

test('a read-only home blocks the plan, without a question about its ownership', () => {
  const facts = { ...built(nothingThere), home: { ...goodHome, readOnly: true } };
  const { blocks, questions } = planFor(facts, 'dood');
  expect(blocks).toMatchObject([{ code: 'home/not-writable', title: `${HOME} is mounted read-only` }]);
  expect(questions).toEqual([]);
});

test('a home that is a file blocks the plan', () => {
  expect(
    planFor({ ...built(nothingThere), home: { ...goodHome, kind: 'not-a-folder' } }, 'dood').blocks.map(
      ({ code }) => code,
    ),
  ).toEqual(['home/not-a-folder']);
});

test('a missing data mount blocks the plan', () => {
  const changed = settings({ dataMounts: [{ source: '/mnt/imagenet', target: null, readOnly: true }] });
  expect(
    text(
      planFor(withPreflight(built(nothingThere), { missingMounts: ['/mnt/imagenet'] }), 'dood', {
        from: { settings: changed },
      }),
    ),
  ).toContain('X mount/missing: The data mount /mnt/imagenet is missing');
});

test('a data mount over the image’s own folders is refused', () => {
  const changed = settings({ dataMounts: [{ source: '/data', target: '/usr/local', readOnly: false }] });
  expect(text(planFor(built(nothingThere), 'dood', { from: { settings: changed } }))).toContain('X mount/unsuitable');
});

test('a home or data mount whose disk hangs blocks the plan, and a running Jenkins gets a notice', () => {
  const hung = { ...goodHome, kind: 'unresponsive', empty: null, marked: null, fresh: null, writable: null } as const;
  const facts = withPreflight(built({ ...nothingThere, home: hung }), { unresponsiveMounts: ['/mnt/data'] });
  expect(planFor(facts, 'dood').blocks.map(({ code }) => code)).toEqual(['home/unresponsive', 'mount/unresponsive']);
  expect(planFor(facts, 'off').blocks).toEqual([]);
  const { steps, notices } = planFor({ ...running('dood'), home: hung }, 'dood');
  expect([steps, notices.map(({ failure }) => failure.code)]).toEqual([[], ['home/unresponsive']]);
});

test('settings that contradict each other, in a file that was edited by hand, block the plan', () => {
  const from = { settings: settings({ ports: { dind: 8081, dood: 8080, agents: 8080 } }) };
  expect(planFor(built(nothingThere), 'dood', { from }).blocks).toMatchObject([
    { code: 'settings/invalid', detail: 'ports.dood and ports.agents are both 8080, and one mode needs both.' },
  ]);
});

test('an address that this computer does not have blocks the plan, but not the way back', () => {
  const facts = withPreflight(built(nothingThere), { addressMissing: true });
  const from = { settings: settings({ address: '192.0.2.7' }) };
  expect(planFor(facts, 'dood', { from }).blocks[0]?.title).toBe('This computer does not have the address 192.0.2.7');
  expect(planFor(facts, 'dood', { from, consents: ['as-they-are'] }).blocks).toEqual([]);
});

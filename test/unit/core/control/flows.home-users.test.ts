import { expect, test } from 'vitest';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import type { NewContainer } from '../../../doubles/model-engine/objects.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** Who else has the home when Jenkins is to start: another Jenkins blocks, what can write ends on consent, a reader stays. */

const bind = (source: string, readOnly = false) =>
  ({ type: 'bind', source, target: '/var/jenkins_home', readOnly }) as const;

/** Starts a container that the user made by hand. */
function begin(machine: Machine, given: Partial<NewContainer> = {}): void {
  const { image = 'some-image', mounts = [bind(HOME)] } = given;
  if (!machine.engine.images.some(({ names: tags }) => tags.includes(image))) machine.engine.build(image, {});
  machine.engine.create({ name: 'stranger', command: ['sleep', '1000000'], ...given, image, mounts });
  machine.engine.start('stranger');
}

const start = (machine: Machine, consents: 'all' | readonly string[] = 'all') =>
  machine.process().controller.fulfil({ mode: 'dood', consents });

/** A machine whose own Jenkins was stopped by hand. */
async function stopped(): Promise<Machine> {
  const machine = await Machine.running('dood');
  machine.engine.stop(names.jenkins.dood, 10);
  machine.clock.advance(60_000);
  return machine;
}

const PUBLISHED = { address: '127.0.0.1', port: 9999, target: 8080 };
const jenkins: readonly (readonly [string, Partial<NewContainer>])[] = [
  ['its image', { image: 'jenkins/jenkins' }],
  ['its war', { command: ['sh', '-c', 'sleep 1000000', '/opt/jenkins.war'] }],
  ['its entry point', { command: ['sh', '-c', 'sleep 1000000', '/usr/local/bin/jenkins.sh'] }],
  ['its environment', { env: ['JENKINS_HOME=/var/jenkins_home'] }],
  ['its port', { ports: [PUBLISHED] }],
];

test.each(jenkins)('a foreign Jenkins, known by %s, blocks a plain restart', async (_what, given) => {
  const machine = await stopped();
  begin(machine, given);
  const result = await start(machine);
  expect(result).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
  expect(machine.record).toEqual([]);
  expect(machine.violations).toEqual([]);
});

test.each(['/srv', '/'])(
  'a foreign Jenkins that mounts %s, a folder above the home, blocks as well',
  async (source) => {
    const machine = await stopped();
    begin(machine, { image: 'jenkins/jenkins', mounts: [bind(source)] });
    expect(await start(machine)).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
  },
);

const writers: readonly (readonly [string, Partial<NewContainer>])[] = [
  ['a backup that can write', {}],
  ['a file browser of the folder above', { mounts: [bind('/srv')] }],
  ['an agent', { image: 'jenkins/inbound-agent', env: ['JENKINS_URL=http://jenkins:8080', 'JENKINS_SECRET=x'] }],
  ['a build in an image of Jenkins', { image: 'jenkins/jenkins:lts', env: ['BUILD_TAG=jenkins-a-1'] }],
];

test.each(writers)('%s is named, and ended only with consent', async (_what, given) => {
  const machine = await stopped();
  begin(machine, given);
  const refused = await start(machine, []);
  expect(refused).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect(refused.ok ? '' : refused.failure.detail).toContain('Stop stranger');
  expect(machine.record).toEqual([]);
  const result = await start(machine);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.engine.container('stranger').run.kind).toBe('idle');
});

const harmless: readonly (readonly [string, Partial<NewContainer>])[] = [
  ['a read-only backup', { mounts: [bind(HOME, true)] }],
  ['a Jenkins that only reads the home', { image: 'jenkins/jenkins', mounts: [bind(HOME, true)] }],
  ['what manages the whole host', { mounts: [bind('/')] }],
  ['what has a folder beside the home', { mounts: [bind(`${HOME}-other`)] }],
];

test.each(harmless)('%s is left alone', async (_what, given) => {
  const machine = await stopped();
  begin(machine, given);
  const result = await start(machine, []);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.engine.container('stranger').run.kind).toBe('running');
});

test('the one-shot container of a doctor is no user of the home', async () => {
  const machine = await stopped();
  begin(machine, { labels: { 'io.jenkins-tray.role': 'probe' }, image: 'jenkins-dood-image' });
  expect((await start(machine, [])).ok).toBe(true);
});

test('a foreign Jenkins that begins while images are built keeps the old one from being stopped', async () => {
  const machine = await Machine.running('dood');
  machine.engine.onEvent((name, action) => {
    if (name === names.nestedEngine && action === 'create') begin(machine, { image: 'jenkins/jenkins' });
  });
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
  expect(machine.record.filter((line) => line.includes('stop jenkins'))).toEqual([]);
});

test('a foreign Jenkins that begins right before the start keeps it from starting', async () => {
  const machine = await stopped();
  machine.settings = { ...machine.settings, jenkins: { ...machine.settings.jenkins, javaOpts: '-Xmx1g' } };
  machine.engine.onEvent((name, action) => {
    if (name === `${names.jenkins.dood}.new` && action === 'create') begin(machine, { image: 'jenkins/jenkins' });
  });
  expect(await start(machine)).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
  expect(machine.violations).toEqual([]);
});

test('a foreign Jenkins that begins while the app leaves the port keeps it from starting', async () => {
  const machine = await stopped();
  const { controller, world } = machine.process();
  const giveBack = async () => begin(machine, { image: 'jenkins/jenkins' });
  Object.assign(world, { signpost: { has: () => true, isThere: () => true, giveBack } });
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
  expect(machine.violations).toEqual([]);
});

test('a port of another address or protocol is free', async () => {
  const machine = await stopped();
  const ports = [
    { address: '192.168.1.5', port: 8080, target: 80 },
    { address: '0.0.0.0', port: 50000, target: 80, protocol: 'udp' },
  ];
  begin(machine, { mounts: [], ports });
  expect((await start(machine, [])).ok).toBe(true);
});

test('another container with the name of one that was taken over blocks before anything is prepared', async () => {
  const machine = await Machine.running('dood');
  machine.settings = { ...machine.settings, others: { leave: false, takeOver: 'stranger' } };
  begin(machine, { image: 'jenkins/jenkins', mounts: [{ ...bind(HOME), target: '/data' }] });
  const preview = await machine.process().controller.preview('dind');
  expect(preview.ok && preview.value.blocks).toMatchObject([{ code: 'home/in-use' }]);
});

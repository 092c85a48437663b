import { expect, test } from 'vitest';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** The nested engine's names, where another container in its network may be called `docker` as well. */

/** A machine with a container of the handbook's own set-up in our network: its engine has the alias `docker`. */
function withOther(name: string, aliases: readonly string[]): Machine {
  const machine = new Machine();
  const { engine } = machine;
  engine.build('docker:dind', {});
  engine.createNetwork(names.network, {});
  engine.create({ name, image: 'docker:dind', command: ['sleep', '100000000'], network: names.network, aliases });
  engine.start(name);
  return machine;
}

const aliasesOf = (machine: Machine): readonly string[] => machine.engine.container(names.nestedEngine).aliases;

test('alone, the nested engine is also called docker, and nothing is said', async () => {
  const machine = await Machine.running('dind');
  expect(aliasesOf(machine)).toContain('docker');
  expect((await machine.process().controller.refresh()).notices).toEqual([]);
  expect(machine.engine.container(names.jenkins.dind).env).toContain(`DOCKER_HOST=tcp://${names.nestedEngine}:2376`);
  expect(machine.engine.container(names.nestedEngine).env).toContain(`JENKINS_TRAY_TLS_NAMES=${names.nestedEngine}`);
});

test.each([
  ['by an alias', 'jenkins-docker', ['docker']],
  ['by its name', 'docker', []],
] as const)(
  'where another container is called docker %s, the nested engine is not, and a notice says so',
  async (_how, name, aliases) => {
    const machine = withOther(name, aliases);
    const result = await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' });
    expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
    expect(aliasesOf(machine)).not.toContain('docker');
    const { notices, jenkins } = await machine.process().controller.refresh();
    expect(jenkins).toMatchObject({ kind: 'running' });
    expect(notices.map(({ failure }) => failure.code)).toEqual(['network/alias-taken']);
    expect(machine.engine.container(name).run.kind).toBe('running');
  },
);

test('a container called docker in another network is no matter', async () => {
  const machine = withOther('docker', []);
  machine.engine.container('docker').networkId = 'other';
  Object.assign(machine.engine.container('docker'), { network: 'other' });
  expect((await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' })).ok).toBe(true);
  expect(aliasesOf(machine)).toContain('docker');
});

test('files of the home that name tcp://docker: are named before such a switch', async () => {
  const machine = withOther('jenkins-docker', ['docker']);
  machine.dockerNamedIn = ['config.xml', 'jobs/train/config.xml'];
  const { controller } = machine.process();
  const preview = await controller.preview('dind');
  expect(preview.ok && preview.value.questions).toMatchObject([
    {
      text: 'Start although the home names tcp://docker:, which is jenkins-docker',
      detail: expect.stringContaining('config.xml, jobs/train/config.xml.'),
    },
  ]);
  expect(await controller.fulfil({ mode: 'dind', consents: [] })).toMatchObject({
    failure: { code: 'consent/needed' },
  });
  expect((await controller.fulfil({ mode: 'dood', consents: [] })).ok).toBe(true);
});

test('where nobody else is called docker, the home may name it', async () => {
  const machine = await Machine.running('dood');
  machine.dockerNamedIn = ['config.xml'];
  expect((await machine.process().controller.fulfil({ mode: 'dind', consents: [] })).ok).toBe(true);
});

import { expect, test } from 'vitest';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** Engines whose containers have other users than this computer. */

const up = (machine: Machine, mode: 'dind' | 'dood') => machine.process().controller.fulfil({ mode, consents: 'all' });

test('on a remapped engine DooD is refused with its reason, before anything is changed, and DinD proposed', async () => {
  const machine = new Machine();
  machine.engine.users = 'remapped';
  expect(await up(machine, 'dood')).toMatchObject({
    failure: { code: 'engine/remapped', command: 'jenkins-tray up dind' },
  });
  expect(machine.record).toEqual([]);
});

test('on a remapped engine DinD runs', async () => {
  const machine = new Machine();
  machine.engine.users = 'remapped';
  const result = await up(machine, 'dind');
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
});

test.each(['dind', 'dood'] as const)('on a rootless engine %s is refused, before anything is changed', async (mode) => {
  const machine = new Machine();
  machine.engine.users = 'rootless';
  expect(await up(machine, mode)).toMatchObject({ failure: { code: 'engine/rootless' } });
  expect(machine.record).toEqual([]);
});

test.each(['remapped', 'rootless'] as const)(
  'a Jenkins that runs on an engine that became %s is stopped as asked',
  async (users) => {
    const machine = await Machine.running('dood');
    machine.engine.users = users;
    const { controller } = machine.process();
    expect(await controller.fulfil({ mode: 'off', consents: 'all' })).toMatchObject({ ok: true });
    expect(machine.engine.containers.some(({ name }) => name === names.jenkins.dood)).toBe(false);
  },
);

test('a Jenkins of an earlier version on a rootless engine goes on working', async () => {
  const machine = await Machine.running('dood');
  machine.engine.users = 'rootless';
  machine.settings = { ...machine.settings, ports: { ...machine.settings.ports, dood: 8099 } };
  const result = await up(machine, 'dood');
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', url: 'http://127.0.0.1:8099' });
  expect(await up(machine, 'dind')).toMatchObject({ failure: { code: 'engine/rootless' } });
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dood]);
});

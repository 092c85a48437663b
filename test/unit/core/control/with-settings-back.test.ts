import { expect, test } from 'vitest';
import { withSettings } from '../../../../electron/core/settings/settings-change.ts';
import { settingsBack } from '../../../../electron/shared/settings-back.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';
import { breakNew, upgrade } from '../../../doubles/upgrades.ts';

/** A Jenkins that does not start after a change of its settings. */
async function afterChange(mode: 'dood' | 'dind') {
  const machine = await Machine.running('dood');
  const before = machine.settings;
  machine.settings = withSettings(before, { 'jenkins.javaOpts': '-XX:Nonsense' });
  const breaks = () => machine.settings.jenkins.javaOpts !== '';
  const old = machine.engine.container(names.jenkins.dood).id;
  machine.behaviour = ({ id, name }) =>
    breaks() && id !== old && name !== names.nestedEngine ? { exits: { after: 300, code: 1 } } : {};
  const { controller, world } = machine.process();
  const result = await controller.fulfil({ mode, consents: 'all' });
  return { machine, before, controller, world, failure: result.ok ? null : result.failure };
}

test.each(['dood', 'dind'] as const)(
  'a start in %s that fails names what has changed since, and the way back',
  async (mode) => {
    const { machine, before, failure } = await afterChange(mode);
    expect(failure?.code).toBe('jenkins/exited');
    expect(failure?.fix).toContain(
      'Changed since Jenkins was last ready: jenkins.javaOpts. To go back to the settings before: jenkins-tray config back.',
    );
    // The way back to the old containers says nothing of the new settings.
    expect(machine.readySettings).toEqual(before);
  },
);

test('with the settings from before it starts, and they are the last that it was ready with', async () => {
  const { machine, before, controller, world } = await afterChange('dood');
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'failed' });
  machine.settings = withSettings(machine.settings, settingsBack(machine.settings, world.settings.lastReady()));
  expect(machine.settings).toEqual(before);
  expect(await controller.fulfil({ mode: 'dood', consents: 'all' })).toMatchObject({ ok: true });
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  machine.settings = withSettings(before, { 'ports.agents': 50001 });
  await controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(machine.readySettings).toEqual(machine.settings);
});

test('an upgrade that fails sets its base back by itself', async () => {
  const machine = await Machine.running('dood');
  breakNew(machine);
  const result = await upgrade(machine);
  expect(result.ok ? '' : result.failure.fix).not.toContain('config back');
});

test('a failure for another reason says nothing of settings', async () => {
  const machine = await Machine.running('dood');
  machine.behaviour = ({ name }) => (name === names.jenkins.dind ? { exits: { after: 300, code: 1 } } : {});
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: [] });
  expect(result.ok ? '' : result.failure.fix).not.toContain('config back');
});

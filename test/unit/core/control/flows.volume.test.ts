import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../../electron/core/doctor/doctor.ts';
import { offersOf } from '../../../../electron/core/settings/offers.ts';
import { withSettings } from '../../../../electron/core/settings/settings-change.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import { mountpointOf } from '../../../doubles/model-engine/facts.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import type { ModelVolume } from '../../../doubles/model-engine/objects.ts';
import { BLUE, begin, bind, volume } from '../../../doubles/other-jenkins.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** A home in a named volume. */

const DATA = 'jenkins-data';
const PATH = mountpointOf(DATA);

/** A machine whose home is a volume. */
function withVolume(made: Pick<ModelVolume, 'driver' | 'options'> = {}, home = `volume:${DATA}`): Machine {
  const machine = Machine.withNewHome();
  machine.engine.createVolume(DATA, {}, made);
  machine.settings = { ...machine.settings, home };
  machine.homeSources = [DATA, PATH, made.options?.device ?? DATA];
  return machine;
}
const to = (machine: Machine, mode: Mode) => machine.process().controller.fulfil({ mode, consents: 'all' });
const mountsOf = (machine: Machine, name: string) =>
  machine.engine.container(name).mounts.map(({ type, source, target }) => `${type} ${source} ${target}`);

describe('a home in a volume', () => {
  test.each(['dind', 'dood'] as const)('has one path in %s, its mountpoint, and stays the volume', async (mode) => {
    const machine = withVolume();
    expect(await to(machine, mode)).toMatchObject({ ok: true, value: { jenkins: { kind: 'running', mode } } });
    const jenkins = names.jenkins[mode];
    expect(machine.engine.container(jenkins).env).toContain(`JENKINS_HOME=${PATH}`);
    const home = [`volume ${DATA} ${PATH}`, `volume ${DATA} /var/jenkins_home`];
    expect(mountsOf(machine, jenkins)).toEqual(expect.arrayContaining(home));
    if (mode === 'dind') {
      // A volume's folder below its own data would be a volume of the nested engine, which a build may prune.
      expect(mountsOf(machine, names.nestedEngine)).toEqual(
        expect.arrayContaining([...home, 'volume jenkins-dind-data /var/lib/jenkins-tray/docker']),
      );
    }
    expect(machine.violations).toEqual([]);
  });

  test('is switched, and left alone by down with all volumes', async () => {
    const machine = withVolume();
    expect((await to(machine, 'dind')).ok).toBe(true);
    expect((await to(machine, 'dood')).ok).toBe(true);
    const down = await machine
      .process()
      .controller.fulfil({ mode: 'off', consents: 'all', purge: ['volumes', 'images'] });
    expect(down.ok).toBe(true);
    expect(machine.engine.volumes.map(({ name }) => name)).toEqual([DATA]);
    expect(machine.violations).toEqual([]);
  });

  test('is at rest once it runs: nothing is to do', async () => {
    const machine = withVolume();
    await to(machine, 'dood');
    const preview = await machine.process().controller.preview('dood');
    expect(preview.ok && preview.value.steps).toEqual([]);
    expect((await machine.process().controller.refresh()).jenkins.kind).toBe('running');
  });

  test('that was given by its folder is the volume', async () => {
    const machine = withVolume({}, PATH);
    await to(machine, 'dood');
    expect(mountsOf(machine, names.jenkins.dood)).toContain(`volume ${DATA} ${PATH}`);
  });

  test('that is gone is never made anew, and down still works', async () => {
    const machine = withVolume();
    await to(machine, 'dood');
    await to(machine, 'off');
    machine.engine.removeVolume(DATA);
    expect(await to(machine, 'dind')).toMatchObject({ ok: false, failure: { code: 'home/volume-missing' } });
    expect(machine.engine.volumes.map(({ name }) => name)).not.toContain(DATA);
    expect((await to(machine, 'off')).ok).toBe(true);
  });

  test('that was replaced by an empty volume of the same name is noticed', async () => {
    const machine = withVolume();
    await to(machine, 'dood');
    await to(machine, 'off');
    machine.engine.removeVolume(DATA);
    machine.engine.createVolume(DATA, {});
    machine.home = { ...machine.home, marked: false };
    expect(await to(machine, 'dood')).toMatchObject({ ok: false, failure: { code: 'home/missing' } });
  });

  test.each([
    ['of a plugin', { driver: 'rexray/ebs' }],
    ['in memory', { options: { type: 'tmpfs', device: 'tmpfs' } }],
  ])('%s is refused', async (_what, made) => {
    expect(await to(withVolume(made), 'dood')).toMatchObject({
      ok: false,
      failure: { code: 'home/volume-unsuitable' },
    });
  });

  test('on a share works', async () => {
    const machine = withVolume({ options: { type: 'nfs', o: 'addr=nas', device: ':/export/jenkins' } });
    expect((await to(machine, 'dind')).ok).toBe(true);
  });

  test('is not one of the nested engine, which down removes', () => {
    const { settings } = withVolume();
    expect(() => withSettings(settings, { home: 'volume:jenkins-dind-data' })).toThrow('settings/invalid');
  });

  test('is checked by the doctor, by its volume', async () => {
    const machine = withVolume();
    await to(machine, 'dood');
    const checks = await diagnose(machine.process().world, new AbortController().signal);
    expect(checks.find(({ id }) => id === 'home')).toMatchObject({ state: 'ok', detail: `${PATH}, writable` });
    machine.settings = { ...machine.settings, home: 'volume:gone' };
    const after = await diagnose(machine.process().world, new AbortController().signal);
    expect(after.find(({ id }) => id === 'home')).toMatchObject({ failure: { code: 'home/volume-missing' } });
  });
});

const BOUND = { options: { type: 'none', o: 'bind', device: '/srv/data' } };

test.each([
  ['the volume', {}, volume(DATA)],
  ['its folder', {}, bind(PATH)],
  ['a folder above it', {}, bind('/var/lib/docker/volumes')],
  ['the folder that it is bound to', BOUND, bind('/srv/data')],
  ['a folder above that', BOUND, bind('/srv')],
  ['another volume of that folder', BOUND, volume('other')],
])('a Jenkins that runs on %s is on the same home', async (_what, made, mount) => {
  const machine = withVolume(made);
  machine.engine.createVolume('other', {}, made);
  machine.homeSources = [mount.source];
  begin(machine, { mounts: [mount] });
  expect(await to(machine, 'dood')).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
  expect(machine.jenkinsOnHome()).toHaveLength(1);
});

test.each([
  ['a home in a folder, and a Jenkins on a volume that is bound to it', volume('bound')],
  ['a home in a folder, and a Jenkins on it', bind('/srv/jenkins_home')],
])('%s', async (_what, mount) => {
  const machine = new Machine();
  machine.engine.createVolume('bound', {}, { options: { type: 'none', o: 'bind', device: '/srv/jenkins_home' } });
  begin(machine, { mounts: [mount] });
  expect(await to(machine, 'dood')).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
});

test('two volumes of one share are one home', async () => {
  const share = { options: { type: 'nfs', o: 'addr=nas,rw', device: ':/export/jenkins' } };
  const machine = withVolume(share);
  machine.engine.createVolume('other', {}, share);
  begin(machine, { mounts: [volume('other')] });
  expect(await to(machine, 'dood')).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
});

describe('a Jenkins with its home in a volume', () => {
  test('is offered with that volume as the home, and taken over', async () => {
    const machine = Machine.withNewHome();
    machine.hasConfig = true;
    begin(machine, { mounts: [volume(DATA)] });
    machine.homeSources = [DATA];
    const [offer] = await offersOf(machine.process().world, new AbortController().signal);
    expect(offer).toMatchObject({
      change: { home: `volume:${DATA}` },
      why: null,
      carried: [`its home volume:${DATA}`],
    });
    machine.settings = withSettings(machine.settings, offer?.change ?? {});
    expect((await to(machine, 'dind')).ok).toBe(true);
    expect(machine.violations).toEqual([]);
    expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dind]);
  });

  test.each([
    ['without a name', 'f'.repeat(64), {}, 'without a name'],
    ['of a plugin', DATA, { driver: 'rexray/ebs' }, 'without a lasting folder'],
  ])('%s is offered as a copy, if there is a place for one', async (_what, name, made, why) => {
    const machine = Machine.withNewHome();
    machine.engine.createVolume(name, {}, made);
    begin(machine, { mounts: [volume(name)] });
    const offered = () => offersOf(machine.process().world, new AbortController().signal);
    expect((await offered())[0]).toMatchObject({
      change: { home: HOME, 'others.takeOver': BLUE },
      carried: [expect.stringContaining(why)],
    });
    machine.home = { ...machine.home, empty: false };
    expect((await offered())[0]).toMatchObject({ change: null, why: expect.stringContaining(why) });
  });

  test('made by hand under our name is proposed as the setting has it', async () => {
    const machine = Machine.withNewHome();
    machine.settings = { ...machine.settings, home: '' };
    begin(machine, { name: names.jenkins.dood, mounts: [volume('jenkins_home')] });
    const result = await to(machine, 'dood');
    expect(result).toMatchObject({
      ok: false,
      failure: { code: 'home/choose', command: "jenkins-tray config set home 'volume:jenkins_home'" },
    });
  });
});

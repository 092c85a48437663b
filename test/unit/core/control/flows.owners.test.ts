import { expect, test } from 'vitest';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** Whose objects with our names are: of this settings folder, another one, an earlier app version, or made by hand. */

const both = ['dind', 'dood'] as const;
const OWNER = 'io.jenkins-tray.owner';
const homeMount = { type: 'bind', source: HOME, target: '/var/jenkins_home', readOnly: false } as const;
const up = (machine: Machine, mode: JenkinsMode | 'off', consents: 'all' | readonly string[] = 'all') =>
  machine.process().controller.fulfil({ mode, consents });
const state = (machine: Machine): string =>
  JSON.stringify([machine.engine.containers, machine.engine.volumes, machine.engine.networks, machine.engine.images]);

/** A machine on which another settings folder runs Jenkins. */
async function ofAnotherFolder(mode: JenkinsMode): Promise<Machine> {
  const machine = await Machine.running(mode);
  machine.owner = { id: 'second-folder', adopted: [] };
  machine.intent = { ...machine.intent, id: 0, mode: 'off', from: 'off' };
  return machine;
}

test.each(both)('everything that %s creates names the settings folder; images by keys of their own', async (mode) => {
  const { engine, owner } = await Machine.running(mode);
  const objects = [...engine.containers, ...engine.networks, ...engine.volumes];
  expect(new Set(objects.map(({ labels }) => labels[OWNER]))).toEqual(new Set([owner.id]));
  expect(engine.images.map(({ labels }) => [labels[OWNER], labels['io.jenkins-tray.image.owner']])).toEqual(
    engine.images.map(() => [undefined, owner.id]),
  );
});

test.each(both)(
  '%s of another settings folder is offered with its age, and not touched without consent',
  async (mode) => {
    const machine = await ofAnotherFolder(mode);
    const before = state(machine);
    const refused = await up(machine, 'dood', []);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    expect(refused.ok ? '' : refused.failure.detail).toMatch(
      new RegExp(`Take over ${names.jenkins[mode]}, which another settings folder of Jenkins Tray created on \\d{4}-`),
    );
    expect([machine.record, state(machine)]).toEqual([[], before]);
  },
);

test.each(both)('down touches nothing of %s of another settings folder', async (mode) => {
  const machine = await ofAnotherFolder(mode);
  const before = state(machine);
  const { controller } = machine.process();
  expect((await controller.fulfil({ mode: 'off', consents: [], purge: ['volumes', 'images'] })).ok).toBe(true);
  expect(state(machine)).toBe(before);
});

test('what another settings folder created is made anew with consent, and its volumes are used and never removed', async () => {
  const machine = await ofAnotherFolder('dind');
  const volumes = machine.engine.volumes;
  const result = await up(machine, 'dind');
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  const running = machine.engine.containers.filter(({ run }) => run.kind === 'running');
  expect(running.map(({ name, labels }) => [name, labels[OWNER]]).sort()).toEqual([
    [names.jenkins.dind, 'second-folder'],
    [names.nestedEngine, 'second-folder'],
  ]);
  expect(machine.engine.volumes).toEqual(volumes);
  const down = await machine.process().controller.fulfil({ mode: 'off', consents: 'all', purge: ['volumes'] });
  expect(down.ok).toBe(true);
  expect(machine.engine.volumes).toEqual(volumes);
  expect(machine.violations).toEqual([]);
});

test('what an earlier version created without an owner is ours after one question', async () => {
  const machine = await Machine.running('dood');
  const without = <T extends { readonly labels: Readonly<Record<string, string>> }>(list: readonly T[]): T[] =>
    list.map((it) => ({
      ...it,
      labels: Object.fromEntries(Object.entries(it.labels).filter(([key]) => key !== OWNER)),
    }));
  machine.engine.containers = without(machine.engine.containers);
  machine.engine.networks = without(machine.engine.networks);
  const seen = await machine.process().controller.refresh();
  expect(seen.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  const refused = await up(machine, 'off', []);
  expect(refused).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect(refused.ok ? '' : refused.failure.detail).toContain('jenkins-dood-container, jenkins');
  const agreed = await machine.process().controller.preview('dind', [], []);
  const asked = agreed.ok ? agreed.value.questions.map(({ id }) => id) : [];
  expect(asked).toEqual([`adopt:${names.instance}`]);
  expect((await up(machine, 'dind', asked)).ok).toBe(true);
  expect((await up(machine, 'off', [])).ok).toBe(true);
  expect(machine.engine.containers).toEqual([]);
  expect(machine.engine.networks).toEqual([]);
});

/** A container that the user made from our image, with a home in an anonymous volume. */
async function byHandFromOurImage(): Promise<Machine> {
  const machine = await Machine.running('dood');
  const { engine } = machine;
  engine.remove(names.jenkins.dood, { force: true });
  engine.createVolume('anonymous', {});
  const anonymous = { type: 'volume', source: 'anonymous', target: '/var/jenkins_home', readOnly: false } as const;
  const mounts = [{ ...anonymous, anonymous: true }];
  engine.create({ name: names.jenkins.dood, image: names.images.dood, mounts });
  engine.start(names.jenkins.dood);
  machine.record.length = 0;
  return machine;
}

test('a container made by hand from our image is not ours, and keeps its anonymous volume', async () => {
  const machine = await byHandFromOurImage();
  const { id } = machine.engine.container(names.jenkins.dood);
  expect(await up(machine, 'dood', [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  const result = await up(machine, 'dood');
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.engine.container(id).name).toContain('before-jenkins-tray');
  expect((await up(machine, 'off')).ok).toBe(true);
  expect(machine.engine.container(id).mounts).toHaveLength(1);
  expect(machine.engine.volumes.map(({ name }) => name)).toContain('anonymous');
});

test('down asks before it stops the nested engine of a Jenkins made by hand', async () => {
  const machine = await Machine.running('dind');
  const { engine } = machine;
  engine.remove(names.jenkins.dind, { force: true });
  engine.create({ name: names.jenkins.dind, image: names.images.dind, network: names.network, mounts: [homeMount] });
  engine.start(names.jenkins.dind);
  machine.clock.advance(60_000);
  const refused = await up(machine, 'off', []);
  expect(refused.ok ? '' : refused.failure.detail).toContain(
    'Stop nvidia-dind-container, which jenkins-container uses',
  );
  expect(engine.container(names.nestedEngine).run.kind).toBe('running');
  expect((await up(machine, 'off')).ok).toBe(true);
  expect(machine.containers()).toEqual([`${names.jenkins.dind} running`]);
});

test('a check of the home that a crash of an earlier version left does not keep its name for ever', async () => {
  const machine = await Machine.running('dood');
  const { engine } = machine;
  // The label with the recipe is its image's.
  const labels = { instance: names.instance, role: 'probe', mode: 'both', parts: 'recipe=12345678' };
  engine.create({
    name: names.oneShot,
    image: names.images.dood,
    labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [`io.jenkins-tray.${key}`, value])),
  });
  const result = await up(machine, 'dind');
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.containers().filter((it) => it.startsWith(names.oneShot))).toEqual([]);
});

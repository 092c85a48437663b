import { expect, test } from 'vitest';
import { type JenkinsMode, otherMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import type { NewContainer } from '../../../doubles/model-engine/objects.ts';
import { HOME, names, runningBuild } from '../../../doubles/situation.ts';

/** What a request finds: a Jenkins made by hand, foreign containers, and ours that are paused, dead or gone. */

const both = ['dind', 'dood'] as const;
const homeMount = { type: 'bind', source: HOME, target: '/var/jenkins_home', readOnly: false } as const;
const up = (machine: Machine, mode: JenkinsMode, consents: 'all' | readonly string[] = 'all') =>
  machine.process().controller.fulfil({ mode, consents });

/** A machine on which the user's own Jenkins runs, as the original instructions make it; it has been up for a while. */
function withHandMade(): Machine {
  const machine = new Machine();
  machine.engine.build('jenkins-image', {});
  const ports = [{ address: '0.0.0.0', port: 8080, target: 8080 }];
  const mounts = [homeMount];
  machine.engine.create({ name: names.jenkins.dood, image: 'jenkins-image', policy: 'always', mounts, ports });
  machine.engine.start(names.jenkins.dood);
  machine.clock.advance(60_000);
  return machine;
}

test.each(both)('a Jenkins made by hand is not touched on the way to %s without consent', async (mode) => {
  const machine = withHandMade();
  const before = JSON.stringify(machine.engine.containers);
  expect(await up(machine, mode, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect(machine.record).toEqual([]);
  expect(JSON.stringify(machine.engine.containers)).toBe(before);
});

test.each(both)('with consent a Jenkins made by hand is kept beside %s, and never starts again', async (mode) => {
  const machine = withHandMade();
  const { id } = machine.engine.container(names.jenkins.dood);
  const result = await up(machine, mode);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode });
  const kept = machine.engine.container(id);
  expect(kept).toMatchObject({ name: `${names.jenkins.dood}-before-jenkins-tray-${id.slice(0, 6)}`, policy: 'no' });
  machine.engine.restartEngine(() => machine.clock.advance(5000));
  machine.clock.advance(60_000);
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins[mode]]);
  expect(machine.violations).toEqual([]);
});

test('a Jenkins made by hand that cannot be kept from starting again gets no other Jenkins beside it', async () => {
  const machine = withHandMade();
  const fault = { kind: 'fail', status: 500, text: 'read-only file system' } as const;
  const faults = Array.from({ length: 20 }, (_, at) => ({ call: 'no restart', nth: at + 1, fault }));
  const result = await machine.process(faults).controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { detail: expect.stringContaining('read-only file system') } });
  machine.engine.restartEngine(() => machine.clock.advance(5000));
  machine.clock.advance(60_000);
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dood]);
  expect(machine.violations).toEqual([]);
});

test.each(both)('a paused Jenkins in %s is resumed, with its builds', async (mode) => {
  const machine = await Machine.running(mode);
  machine.builds = { ok: true, value: [runningBuild] };
  const name = names.jenkins[mode];
  machine.engine.pause(name, true);
  const { jenkins } = await machine.process().controller.refresh();
  expect(jenkins).toMatchObject({
    kind: 'drifted',
    causes: [{ object: name, current: 'paused', desired: 'running' }],
  });
  const result = await up(machine, mode, []);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode });
  const changed = machine.record.filter((line) => line.includes('container') && !line.startsWith('exec'));
  expect(changed).toEqual([`unpause ${name}`]);
  expect(machine.engine.container(name).starts).toBe(1);
});

test('a paused nested engine is resumed, and its Jenkins is left alone', async () => {
  const machine = await Machine.running('dind');
  machine.builds = { ok: true, value: [runningBuild] };
  machine.engine.pause(names.nestedEngine, true);
  const result = await up(machine, 'dind', []);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.engine.containers.map(({ starts }) => starts)).toEqual([1, 1]);
});

test('a Jenkins that somebody resumes first is left alone', async () => {
  const machine = await Machine.running('dood');
  machine.engine.pause(names.jenkins.dood, true);
  const run = (): void => machine.engine.pause(names.jenkins.dood, false);
  const { controller } = machine.process([{ call: 'unpause', nth: 1, fault: { kind: 'meanwhile', run } }]);
  const result = await controller.fulfil({ mode: 'dood', consents: [] });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.engine.container(names.jenkins.dood).starts).toBe(1);
});

test.each(both)('a paused Jenkins does not give way to %s without consent', async (mode) => {
  const machine = await Machine.running(otherMode(mode));
  machine.engine.pause(names.jenkins[otherMode(mode)], true);
  expect(await up(machine, mode, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect(machine.record).toEqual([]);
});

test.each(both)('a paused Jenkins gives way to %s', async (mode) => {
  const machine = await Machine.running(otherMode(mode));
  machine.engine.pause(names.jenkins[otherMode(mode)], true);
  const result = await up(machine, mode);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode });
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins[mode]]);
  expect(machine.violations).toEqual([]);
});

test('a dead Jenkins is recreated', async () => {
  const machine = await Machine.running('dood');
  machine.engine.stop(names.jenkins.dood, 10);
  machine.clock.advance(10_000);
  machine.engine.force(names.jenkins.dood, 'dead');
  const result = await up(machine, 'dood', []);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
});

test.each([names.jenkins.dind, names.nestedEngine])('%s is recreated if somebody removed it', async (name) => {
  const machine = await Machine.running('dind');
  machine.engine.remove(name, { force: true });
  const result = await up(machine, 'dind', []);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.containers()).toEqual(['jenkins-container running', 'nvidia-dind-container running']);
});

test('a changed setting recreates Jenkins and removes its old container', async () => {
  const machine = await Machine.running('dood');
  const { id } = machine.engine.container(names.jenkins.dood);
  machine.settings = { ...machine.settings, jenkins: { ...machine.settings.jenkins, javaOpts: '-Xmx1g' } };
  const result = await up(machine, 'dood', []);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.engine.containers.map((it) => it.id)).not.toContain(id);
  expect(machine.violations).toEqual([]);
});

/** The result of a toggle to DinD beside a running foreign container like this. */
async function besideForeign(stranger: Partial<NewContainer>) {
  const machine = await Machine.running('dood');
  machine.engine.build('some-image', {});
  machine.engine.create({ name: 'stranger', image: 'some-image', command: ['sleep', '100000'], ...stranger });
  machine.engine.start('stranger');
  const before = JSON.stringify(machine.engine.containers);
  const result = await up(machine, 'dind');
  return { machine, result, unchanged: JSON.stringify(machine.engine.containers) === before };
}

test('a foreign container that has the port is named, and nothing happens', async () => {
  const ports = [{ address: '127.0.0.1', port: 8081, target: 80 }];
  const { machine, result, unchanged } = await besideForeign({ ports });
  expect(result).toMatchObject({ ok: false, failure: { code: 'port/in-use' } });
  expect(result.ok ? '' : result.failure.title).toContain('stranger');
  expect([machine.record, unchanged]).toEqual([[], true]);
});

test('a foreign container on the network of Jenkins is left alone by a toggle', async () => {
  const { machine, result } = await besideForeign({ network: names.network });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.engine.container('stranger')).toMatchObject({ starts: 1, run: { kind: 'running' } });
});

import { expect, test } from 'vitest';
import { buildsHidden } from '../../../../electron/shared/failures/jenkins-builds.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

/** Whole flows of the real controller on a model engine, as a user sees them. */

const alone = {
  dind: ['jenkins-container running', 'nvidia-dind-container running'],
  dood: ['jenkins-dood-container running'],
};

test.each(['dind', 'dood'] as const)('the first up leads to %s on a new home, with its secrets given', async (mode) => {
  const machine = Machine.withNewHome();
  const { controller } = machine.process();
  const result = await controller.fulfil({ mode, consents: 'all' });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode });
  expect(machine.containers()).toEqual(alone[mode]);
  expect(machine.home).toMatchObject({ marked: true, fresh: false });
  expect(machine.intent).toMatchObject({ mode, from: mode, state: 'settled' });
});

test('a toggle to DinD lets the old Jenkins serve until all else is there', async () => {
  const machine = await Machine.running('dood');
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: [] });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  // The nested engine's health is looked at until it is good, beside the creation of Jenkins' container.
  const look = 'exec nvidia-dind-container';
  expect(machine.record.lastIndexOf(look)).toBe(machine.record.indexOf('stop jenkins-dood-container') - 1);
  expect(machine.record.filter((line) => line !== look)).toEqual([
    'intent dind pending',
    'build nvidia-dind-image',
    'volume jenkins-dind-data',
    'volume jenkins-dind-ca',
    'volume jenkins-dind-client',
    'create nvidia-dind-container',
    'start nvidia-dind-container',
    'create jenkins-container',
    'stop jenkins-dood-container',
    'wait jenkins-dood-container',
    'start jenkins-container',
    'remove jenkins-dood-container',
    'intent dind settled',
  ]);
  expect(machine.containers()).toEqual(alone.dind);
  expect(machine.violations).toEqual([]);
});

test('a toggle to DooD ends the nested engine last and keeps its volumes', async () => {
  const machine = await Machine.running('dind');
  const result = await machine.process().controller.fulfil({ mode: 'dood', consents: [] });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.record.slice(-9)).toEqual([
    'create jenkins-dood-container',
    'stop jenkins-container',
    'wait jenkins-container',
    'start jenkins-dood-container',
    'stop nvidia-dind-container',
    'wait nvidia-dind-container',
    'remove jenkins-container',
    'remove nvidia-dind-container',
    'intent dood settled',
  ]);
  expect(machine.engine.volumes.map(({ name }) => name)).toEqual(Object.values(names.volumes));
  expect(machine.containers()).toEqual(alone.dood);
  expect(machine.violations).toEqual([]);
});

test.each(['dind', 'dood'] as const)(
  'down ends all of %s; volumes and images only where that is asked for',
  async (mode) => {
    const machine = await Machine.running(mode);
    const { controller } = machine.process();
    expect((await controller.fulfil({ mode: 'off', consents: [] })).ok).toBe(true);
    expect(machine.containers()).toEqual([]);
    expect(machine.engine.networks).toEqual([]);
    expect(machine.engine.images).not.toEqual([]);
    expect(machine.engine.volumes).toHaveLength(mode === 'dind' ? 3 : 0);
    const all = await controller.fulfil({ mode: 'off', consents: [], purge: ['volumes', 'images'] });
    expect(all.ok && all.value.jenkins).toEqual({ kind: 'stopped' });
    expect([...machine.engine.images, ...machine.engine.volumes]).toEqual([]);
  },
);

test('running builds are not stopped without consent', async () => {
  const machine = await Machine.running('dood');
  machine.builds = { ok: true, value: [runningBuild] };
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect(machine.record).toEqual([]);
});

test('a build that begins during the switch stops the switch, and the old Jenkins keeps running', async () => {
  const machine = await Machine.running('dood');
  machine.engine.onEvent((name, action) => {
    if (name === names.nestedEngine && action === 'create') machine.builds = { ok: true, value: [runningBuild] };
  });
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: [] });
  expect(result.ok ? 'up' : result.failure.title).toMatch(/build/i);
  const changed = machine.record.filter((line) => line.includes('jenkins-dood-container') && !line.startsWith('exec'));
  expect(changed).toEqual([]);
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins.dood]);
});

const hidden = { ok: false, failure: buildsHidden('http://127.0.0.1:8080', '') } as const;

test('running builds that Jenkins hides are not stopped without consent', async () => {
  const machine = await Machine.running('dood');
  machine.builds = hidden;
  const ask = await machine.process().controller.preview('dind');
  expect(ask.ok && ask.value.questions).toMatchObject([
    { text: expect.stringContaining('without knowing'), detail: expect.stringContaining('hidden') },
  ]);
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect(machine.record.filter((line) => !line.startsWith('exec'))).toEqual([]);
  const agreed = await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(agreed.ok && agreed.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
});

test('a hidden build that begins during the switch stops the switch', async () => {
  const machine = await Machine.running('dood');
  machine.engine.onEvent((name, action) => {
    if (name === names.nestedEngine && action === 'create') machine.builds = hidden;
  });
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/busy' } });
  expect(machine.record.filter((line) => /^(?!exec).*jenkins-dood-container/.test(line))).toEqual([]);
  expect(machine.engine.container(names.jenkins.dood).starts).toBe(1);
});

test('the same request again does nothing', async () => {
  const machine = await Machine.running('dind');
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: [] });
  expect(result.ok).toBe(true);
  expect(machine.record).toEqual([]);
});

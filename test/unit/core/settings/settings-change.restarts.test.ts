import { expect, test } from 'vitest';
import { asChange, identityOf, restartsOf } from '../../../../electron/core/settings/settings-change.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import type { Settings } from '../../../../electron/shared/settings.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { HOME, settings } from '../../../doubles/situation.ts';

/** What this change would restart on the machine, one line each. */
async function restarts(machine: Machine, change: Partial<Settings>, home = HOME): Promise<readonly string[]> {
  const { world } = machine.process();
  const before = machine.settings;
  const now = { before, after: { ...before, ...change }, home };
  const causes = await restartsOf(world, now, '1.0.0', new AbortController().signal);
  return causes.map(({ object, current, desired }) => `${object}: ${current} → ${desired}`);
}

const otherPort = { ports: { ...settings().ports, dood: 9090 } };

test('a setting of the container names it, one of the desktop nothing', async () => {
  const machine = await Machine.running('dood');
  expect(await restarts(machine, otherPort)).toEqual([
    'jenkins-dood-container: port 127.0.0.1:8080 → port 127.0.0.1:9090',
  ]);
  expect(await restarts(machine, { desktop: { ...settings().desktop, theme: 'dark' } })).toEqual([]);
  expect(machine.record).toEqual([]);
});

test('another home is a restart', async () => {
  expect(await restarts(await Machine.running('dood'), { home: '/srv/other' }, '/srv/other')).not.toEqual([]);
});

test('another instance or engine is told as that, also the default one', async () => {
  const machine = await Machine.running('dood');
  expect(await restarts(machine, { instance: 'lab' })).toEqual(['instance: default → lab']);
  expect(await restarts(machine, { engineContext: 'remote' })).toEqual(['engine: default → remote']);
  machine.settings = { ...machine.settings, instance: 'lab', engineContext: 'remote' };
  expect(await restarts(machine, { instance: '' })).toEqual(['instance: lab → default']);
  expect(await restarts(machine, { engineContext: '' })).toEqual(['engine: default → default']);
});

test('while Jenkins is off, or a switch is under way, nothing would restart', async () => {
  const off = new Machine();
  expect(await restarts(off, { instance: 'lab' })).toEqual([]);
  const machine = await Machine.running('dood');
  machine.intent = { ...machine.intent, state: 'pending' };
  expect(await restarts(machine, { instance: 'lab' })).toEqual([]);
});

test('while the engine does not answer, nothing is said; a fault of ours is not hidden', async () => {
  const { world } = (await Machine.running('dood')).process();
  const broken = (thrown: Error) => ({ ...world, engine: { ...world.engine, version: () => Promise.reject(thrown) } });
  const now = { before: settings(), after: settings(otherPort), home: HOME };
  const ask = (thrown: Error) => restartsOf(broken(thrown), now, '1.0.0', new AbortController().signal);
  expect(await ask(new FailureError({ code: 'engine/unreachable', title: '', detail: '' }))).toEqual([]);
  await expect(ask(new TypeError('a fault'))).rejects.toThrow('a fault');
});

test('a change from the window is plain JSON, and only of settings that there are', () => {
  expect(asChange({ 'ports.dind': 1, home: undefined })).toEqual({ 'ports.dind': 1 });
  expect(() => asChange({ 'ports.dint': 1 })).toThrow('There is no setting "ports.dint"');
});

test('instance, home and engine make a set-up another one; nothing else does', () => {
  const own = identityOf(settings());
  for (const change of [{ instance: 'lab' }, { home: '/srv/other' }, { engineContext: 'remote' }])
    expect(identityOf(settings(change))).not.toBe(own);
  expect(identityOf(settings(otherPort))).toBe(own);
});

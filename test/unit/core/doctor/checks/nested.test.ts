import { expect, test } from 'vitest';
import { NESTED_SCRIPT } from '../../../../../electron/core/doctor/checks/nested.ts';
import { container, found, machine } from '../../../../doubles/doctor.ts';
import { settings } from '../../../../doubles/situation.ts';

test('an MTU above the host’s and a missing DNS are warnings that name the setting', async () => {
  const answers = (stdout: string) => machine({ engine: { exec: async () => ({ exitCode: 0, stdout, stderr: '' }) } });
  expect((await found(answers('9000 yes yes'), 'nested'))?.failure?.command).toBe(
    'jenkins-tray config set nested.mtu 1500',
  );
  expect((await found(answers('1500 no yes'), 'nested'))?.failure?.title).toBe('Builds may not resolve host names');
});

test('where this computer itself resolves no internet names, DinD is not blamed for it', async () => {
  const exec = async () => ({ exitCode: 0, stdout: '1500 no no', stderr: '' });
  expect(await found(machine({ engine: { exec } }), 'nested')).toMatchObject({ state: 'ok', failure: null });
});

test('a nested engine that copies whole images is a warning', async () => {
  const answers = (stdout: string) => machine({ engine: { exec: async () => ({ exitCode: 0, stdout, stderr: '' }) } });
  expect(await found(answers('1500 yes yes vfs'), 'nested')).toMatchObject({
    state: 'warning',
    failure: { code: 'dind/storage' },
  });
  expect((await found(answers('1500 yes yes overlay2'), 'nested'))?.state).toBe('ok');
});

test.each([
  ['in DooD', [container('jenkins-dood-container')]],
  ['while it is stopped', [container('nvidia-dind-container', { state: 'exited' })]],
])('%s, nothing can be asked', async (_when, there) => {
  expect(await found(machine({ engine: { containersNamed: async () => there } }), 'nested')).toMatchObject({
    state: 'skipped',
    detail: 'not running: a container in DinD would be asked for its MTU and DNS',
  });
});

test('the DinD container is asked', async () => {
  const asked: unknown[] = [];
  const exec = async (...given: readonly unknown[]) => {
    asked.push(given.slice(0, 2));
    return { exitCode: 0, stdout: '1500 yes yes', stderr: '' };
  };
  const containersNamed = async () => [container('jenkins-container'), container('nvidia-dind-container')];
  await found(machine({ engine: { exec, containersNamed } }), 'nested');
  expect(asked).toEqual([['nvidia-dind-container', ['sh', '-c', NESTED_SCRIPT]]]);
});

test.each([
  [{ exitCode: 1, stdout: '', stderr: 'no space left\n' }, 'no space left'],
  [{ exitCode: 1, stdout: '1500 yes yes', stderr: '' }, 'starting'],
  [{ exitCode: 0, stdout: '0 yes yes', stderr: '' }, 'starting'],
  [{ exitCode: 0, stdout: '', stderr: '' }, 'starting'],
])('a container that does not start in it is a warning: %j', async (ran, why) => {
  expect(await found(machine({ engine: { exec: async () => ran } }), 'nested')).toMatchObject({
    state: 'warning',
    detail: `no container could be started in it: ${why}`,
  });
});

test('the MTU that a setting gives counts, not that of the host', async () => {
  const exec = async () => ({ exitCode: 0, stdout: '1500 yes yes', stderr: '' });
  const mtu = (bytes: number) => settings({ nested: { ...settings().nested, mtu: bytes } });
  expect(await found(machine({ engine: { exec }, settings: mtu(1400) }), 'nested')).toMatchObject({ state: 'warning' });
  expect(await found(machine({ engine: { exec }, settings: mtu(1500) }), 'nested')).toMatchObject({ state: 'ok' });
});

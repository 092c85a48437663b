import { expect, test } from 'vitest';
import { allFound, container, found, machine } from '../../../../doubles/doctor.ts';
import { settings } from '../../../../doubles/situation.ts';

const nginx = { portHolder: async (_address: string, port: number) => (port === 8080 ? 'nginx' : null) };

test('a taken port names its holder and a free one', async () => {
  const host = { portHolder: async (_address: string, port: number) => (port === 8080 ? 'nginx' : null) };
  const check = await found(machine({ host }), 'ports');
  expect([check?.detail, check?.failure?.detail]).toEqual(['8080 is taken by nginx', '8081 is free.']);
});

test('each taken port is a finding, a container is named, and that no port near is free', async () => {
  const web = container('web', { labels: {}, ports: [{ address: '0.0.0.0', port: 50000, target: 80 }] });
  const engine = { runningContainers: async () => [web] };
  const checks = await allFound(machine({ host: { ...nginx, freePortNear: async () => null }, engine }), 'ports');
  expect(checks.map(({ detail, failure }) => [detail, failure?.detail])).toEqual([
    ['8080 is taken by nginx', 'None near it is free.'],
    ['50000 is taken by the container web', 'None near it is free.'],
  ]);
});

/** Our Jenkins, which publishes its page at this address. */
const jenkinsAt = (address: string, name = 'jenkins-dood-container') => ({
  runningContainers: async () => [container(name, { ports: [{ address, port: 8080, target: 8080 }] })],
});

test('ports that our containers have are no trouble', async () => {
  expect(await found(machine({ engine: jenkinsAt('127.0.0.1') }), 'ports')).toMatchObject({ state: 'ok' });
  const nested = settings({ nested: { ...settings().nested, publishPort: 2376 }, address: '192.168.1.5' });
  const ports = [{ address: '127.0.0.1', port: 2376, target: 2376 }];
  const engine = { runningContainers: async () => [container('nvidia-dind-container', { ports })] };
  expect(await found(machine({ settings: nested, engine }), 'ports')).toMatchObject({ state: 'ok' });
});

test('a port that we have on another address does not hide who has it on the wanted one', async () => {
  const world = machine({
    settings: settings({ address: '192.168.1.5' }),
    engine: jenkinsAt('127.0.0.1'),
    host: nginx,
  });
  expect((await found(world, 'ports'))?.detail).toBe('8080 is taken by nginx');
});

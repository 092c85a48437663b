import { expect, test } from 'vitest';
import { takenPorts } from '../../../../electron/core/observe/taken-ports.ts';
import { settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const world = fakeWorld({
  host: { portHolder: async (_, port) => (port === 8080 ? 'another program' : null), freePortNear: async () => 8082 },
});
const apt = { name: 'jenkins.service', unit: 'jenkins.service', enabled: true, user: 'jenkins', home: null };

test('the Jenkins of this computer is named as the holder of its port, which its process does not tell others', async () => {
  expect(await takenPorts(world, settings(), [], [{ ...apt, pid: 812, port: 8080 }])).toEqual([
    { address: '127.0.0.1', port: 8080, holder: 'jenkins.service, a Jenkins of this computer', free: 8082 },
  ]);
});

test('one that rests, or has another port, holds none', async () => {
  const others = [
    { ...apt, pid: null, port: 8080 },
    { ...apt, pid: 7, port: 9090 },
  ];
  expect(await takenPorts(world, settings(), [], others)).toMatchObject([{ holder: 'another program' }]);
});

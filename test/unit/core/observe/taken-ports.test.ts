import { expect, test } from 'vitest';
import { clashes, takenPorts } from '../../../../electron/core/observe/taken-ports.ts';
import { container, settings } from '../../../doubles/situation.ts';
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

/** Asked for each port, on its address; `running`: what Docker publishes. */
async function asked(
  change: Parameters<typeof settings>[0],
  ports: readonly { readonly address: string; readonly port: number }[] = [],
) {
  const calls: string[] = [];
  const host = {
    portHolder: async (address: string, port: number) => {
      calls.push(`${address} ${port}`);
      return null;
    },
    freePortNear: async (_: string, port: number, reserved: readonly number[]) => {
      calls.push(`free ${port} without ${reserved.join()}`);
      return null;
    },
  };
  const running = [container('web'), container('blue', { ports: ports.map((it) => ({ ...it, target: 80 })) })];
  const found = await takenPorts(fakeWorld({ host }), settings(change), running, [{ ...apt, pid: 8, port: 8080 }]);
  return { calls, found };
}

test('each port of all modes is asked for once, on its own address', async () => {
  expect((await asked({})).calls).toEqual(['127.0.0.1 8081', '127.0.0.1 8080', '127.0.0.1 50000']);
  const published = { ...settings().nested, publishPort: 2376 };
  const one = { address: '10.0.0.1', ports: { dind: 8080, dood: 8080, agents: 50000 }, nested: published };
  expect((await asked(one)).calls).toEqual(['10.0.0.1 8080', '10.0.0.1 50000', '127.0.0.1 2376']);
});

test('what a container publishes is taken, without asking whose it is', async () => {
  const { calls, found } = await asked({}, [
    { address: '0.0.0.0', port: 1 },
    { address: '0.0.0.0', port: 8080 },
  ]);
  expect(calls.filter((it) => it.includes('8080'))).toEqual(['free 8080 without 8081,8080,50000']);
  expect(found).toEqual([{ address: '127.0.0.1', port: 8080, holder: '', free: null }]);
});

const wanted = (address: string) => ({ address, port: 80 });
test.each([
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '10.0.0.1', false],
  ['0.0.0.0', '127.0.0.1', true],
  ['127.0.0.1', '0.0.0.0', true],
  ['', '10.0.0.1', true],
  ['10.0.0.1', '', true],
  ['::', '127.0.0.1', false],
  ['127.0.0.1', '[::]', false],
  ['::', '[::1]', true],
  ['::1', '[::1]', true],
  ['fd00::1', '[::1]', false],
  ['0.0.0.0', '::1', false],
])('a port published on "%s" keeps one from "%s": %s', (published, on, clash) => {
  expect(clashes({ address: published, port: 80, target: 1 }, wanted(on))).toBe(clash);
  expect(clashes({ address: published, port: 81, target: 80 }, wanted(on))).toBe(false);
});

test('another protocol has ports of its own', () => {
  const udp = { address: '', port: 80, target: 80, protocol: 'udp' };
  expect([clashes(udp, wanted('')), clashes({ ...udp, protocol: 'tcp' }, wanted(''))]).toEqual([false, true]);
});

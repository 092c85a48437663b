import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { networksNow } from '../../../electron/adapters/network.ts';

const at = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:01',
  cidr: null,
});
const home = { lo: [at('127.0.0.1', true)], wlan0: [at('192.168.1.20'), at('fe80::1')] };

test('a different address, interface or tunnel is a different network', () => {
  for (const other of [
    { ...home, wlan0: [at('10.1.2.3')] },
    { eth0: home.wlan0 },
    { ...home, wg0: [at('10.8.0.2')] },
    {},
  ])
    expect(networksNow(other)).not.toBe(networksNow(home));
});

test('containers and their networks do not change the network', () => {
  const busy = {
    veth2d84750: [at('fe80::a898:2eff:fe6b:84e6')],
    docker0: [at('172.17.0.1')],
    'br-e3253af6af20': [at('172.23.0.1')],
  };
  expect(networksNow({ ...busy, ...home })).toBe(networksNow(home));
  expect(networksNow({ ...home, eth9: [at('169.254.7.7')] })).toBe(networksNow(home));
});

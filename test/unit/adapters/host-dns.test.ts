import { expect, test } from 'vitest';
import { fromResolved, nameServersOf } from '../../../electron/adapters/host-dns.ts';
import { scriptStage } from '../../doubles/script-stage.ts';

test('a VPN’s servers are for its domains, the network’s for everything else', () => {
  const dns = 'Global:\nLink 2 (enp3s0): 192.168.1.1 fe80::1\nLink 5 (tun0): 10.8.0.1#dns.corp\nLink 6 (docker0):';
  const domain = 'Global:\nLink 2 (enp3s0): lan\nLink 5 (tun0): ~corp.example ~8.10.in-addr.arpa\nLink 6 (docker0):';
  const routes = 'Global: no\nLink 2 (enp3s0): yes\nLink 5 (tun0): no\nLink 6 (docker0): no';
  expect(fromResolved(dns, domain, routes)).toEqual([
    ...['192.168.1.1', 'lan 192.168.1.1', 'corp.example 10.8.0.1', '8.10.in-addr.arpa 10.8.0.1'],
  ]);
});

test('a VPN that takes every name takes it from the network’s servers', () => {
  const dns = 'Link 2 (enp3s0): 192.168.1.1\nLink 5 (tun0): 10.8.0.1';
  expect(fromResolved(dns, 'Link 2 (enp3s0):\nLink 5 (tun0): ~.', '')).toEqual(['10.8.0.1']);
});

test('without resolvectl they are those of resolv.conf, except what no container reaches', async () => {
  const stage = scriptStage();
  const file = stage.write(
    'resolv.conf',
    'search lan\nnameserver 127.0.0.53\nnameserver 10.0.0.2\nnameserver fe80::1%eth0\n',
  );
  expect(await nameServersOf({ PATH: '/nowhere' }, file)).toBe('10.0.0.2\n');
  expect(await nameServersOf({ PATH: '/nowhere' }, '/nowhere')).toBe('');
});

test('with resolvectl they are its own', async () => {
  const stage = scriptStage();
  stage.stub('resolvectl', 'case $1 in dns) echo "Link 2 (eth0): 10.0.0.9" ;; *) echo "Link 2 (eth0): corp" ;; esac');
  expect(await nameServersOf({ PATH: `${stage.folder}/bin` }, '/nowhere')).toBe('10.0.0.9\ncorp 10.0.0.9\n');
});

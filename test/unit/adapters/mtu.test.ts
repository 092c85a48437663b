import { expect, test } from 'vitest';
import { wayOutMtu } from '../../../electron/adapters/mtu.ts';
import { scriptStage } from '../../doubles/script-stage.ts';

/** The MTU found if `ip -o route get` prints these for IPv4 and IPv6; null: no route. */
const mtu = (four: string | null, six: string | null = null): Promise<number> => {
  const stage = scriptStage();
  const says = (text: string | null) =>
    text === null ? 'echo "Network is unreachable" >&2; exit 2' : `echo "${text}"`;
  stage.stub('ip', `case "$1" in -6) ${says(six)} ;; *) ${says(four)} ;; esac`);
  return wayOutMtu({ PATH: `${stage.folder}/bin` });
};

test('the MTU is that of the interface to the internet, or of its route', async () => {
  expect(await mtu('1.1.1.1 dev lo src 127.0.0.1 uid 0')).toBe(65536);
  expect(await mtu('1.1.1.1 via 10.8.0.1 dev tun0 src 10.8.0.2 mtu 1380 \\\\    cache')).toBe(1380);
  expect(await mtu('1.1.1.1 dev tun0 mtu lock 1300')).toBe(1300);
});

test('a host that has only IPv6 has an MTU too', async () => {
  expect(await mtu(null, '2606:4700:4700::1111 via fe80::1 dev wwan0 src 2001:db8::2 mtu 1420')).toBe(1420);
});

test('without `ip` and without a route it is that of the default route, else 1500', async () => {
  expect(await wayOutMtu({ PATH: '/nowhere' })).toBeGreaterThan(575);
});

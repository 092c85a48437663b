import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../../../../../doubles/script-stage.ts';
import { ROOT } from '../../../../../../../../../lab/paths.ts';
import { run } from '../../../../../../../../../lab/shell.ts';

const SCRIPT = join(ROOT, 'assets/docker/dind/rootfs/usr/local/libexec/jenkins-tray/name-routes');

/** The forwarder's servers after each of these lists came from the app, in a container whose network has IPv6. */
const routes = (...lists: readonly string[]): readonly string[] => routesIn('default via fe80::1 dev eth0', lists);

/** `six`: the container's IPv6 default route. */
function routesIn(six: string, lists: readonly string[]): readonly string[] {
  const stage = scriptStage();
  stage.stub('pkill');
  stage.stub('ip', `echo "${six}"`);
  const file = stage.write('routes', 'server=127.0.0.11\n');
  for (const list of lists) {
    const env = { PATH: `${stage.folder}/bin`, JENKINS_TRAY_DNS_ROUTES: file };
    const ran = run('/bin/sh', [SCRIPT], { env, input: list });
    if (ran.status !== 0) return [ran.stderr.trim(), stage.read('routes').trim()];
  }
  expect(stage.calls().at(-1)).toBe('pkill -HUP -x dnsmasq');
  return stage.read('routes').trim().split('\n');
}
const HOSTS_NAMES = 'server=//127.0.0.11';

test('the host’s servers and a VPN’s domains are passed on', () => {
  expect(routes('192.168.1.1\n2001:db8::53\ncorp.example 10.8.0.1\n')).toEqual([
    ...['server=192.168.1.1', 'server=2001:db8::53', 'server=/corp.example/10.8.0.1', HOSTS_NAMES],
  ]);
});

test('with routes for some domains only, the servers of the start answer the rest', () => {
  expect(routes('192.168.1.1\n', 'corp.example 10.8.0.1\n')).toEqual([
    ...['server=/corp.example/10.8.0.1', 'server=127.0.0.11', HOSTS_NAMES],
  ]);
});

test('without IPv6 in the container, servers that only IPv6 reaches are left out', () => {
  expect(routesIn('', ['192.168.1.1\n2001:db8::53\n'])).toEqual(['server=192.168.1.1', HOSTS_NAMES]);
  expect(routesIn('', ['2001:db8::53\ncorp.example fd00::53\n'])).toEqual(['server=127.0.0.11', HOSTS_NAMES]);
});

test('an empty list goes back to the servers of the start', () => {
  expect(routes('192.168.1.1\n', '')).toEqual(['server=127.0.0.11']);
});

test('what is no server is refused, and nothing changes', () => {
  expect(routes('conf-file=/etc/shadow\n')).toEqual([
    'jenkins-tray: not a name server: conf-file=/etc/shadow',
    'server=127.0.0.11',
  ]);
});

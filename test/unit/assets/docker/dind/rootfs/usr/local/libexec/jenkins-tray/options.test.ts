import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../../../../../doubles/script-stage.ts';

function options(
  env: Record<string, string>,
  help = '--default-network-opt mapmap   Default network options',
): string[] {
  const stage = scriptStage();
  stage.stub('dockerd', `echo "      --bip string"; echo "      ${help}"`);
  const ran = stage.run('assets/docker/dind/rootfs/usr/local/libexec/jenkins-tray/options', [], env);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  return ran.stdout.split('\n').filter(Boolean);
}

test('the MTU holds for networks that compose creates too, where the engine knows how', () => {
  expect(options({ JENKINS_TRAY_MTU: '1400' })).toEqual([
    '--mtu=1400',
    '--default-network-opt=bridge=com.docker.network.driver.mtu=1400',
  ]);
  expect(options({ JENKINS_TRAY_MTU: '1400' }, '--dns list')).toEqual(['--mtu=1400']);
});

test('registries and networks of the house', () => {
  const env = {
    JENKINS_TRAY_DNS: '10.0.0.2 10.0.0.3',
    JENKINS_TRAY_REGISTRY_MIRRORS: 'https://mirror.example',
    JENKINS_TRAY_INSECURE_REGISTRIES: 'registry.house:5000 10.1.0.0/16',
    JENKINS_TRAY_ADDRESS_POOLS: 'base=10.200.0.0/16,size=24',
    JENKINS_TRAY_BIP: '10.199.0.1/24',
  };
  expect(options(env)).toEqual([
    ...['--dns=10.0.0.2', '--dns=10.0.0.3', '--registry-mirror=https://mirror.example'],
    ...['--insecure-registry=registry.house:5000', '--insecure-registry=10.1.0.0/16'],
    ...['--default-address-pool=base=10.200.0.0/16,size=24', '--bip=10.199.0.1/24'],
  ]);
  expect(options({})).toEqual([]);
});

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NESTED_SCRIPT } from '../../electron/core/doctor/checks/nested.ts';
import {
  answers,
  asHome,
  build,
  ENGINE,
  IMAGES,
  NETWORK,
  newHome,
  removeAll,
  state,
  toNested,
  until,
} from '../lab/image-lab.ts';
import { BASES, LAB } from '../lab/paths.ts';
import { docker } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

const inEngine = (...command: string[]) => run('docker', ['exec', ENGINE, ...command]);

const healthy = (): boolean => inEngine('/usr/local/bin/jenkins-tray-healthcheck').status === 0;

function startEngine(): void {
  const volumes = ['imgt-data:/var/lib/docker', 'imgt-ca:/certs', 'imgt-client:/certs/client'];
  docker(
    ...['run', '-d', '--name', ENGINE, '--privileged', '--network', NETWORK, '--network-alias', 'docker'],
    ...volumes.flatMap((volume) => ['-v', volume]),
    ...['-e', 'JENKINS_TRAY_MTU=1400', '-e', 'JENKINS_TRAY_DNS=192.0.2.53'],
    ...['-e', 'JENKINS_TRAY_GPUS=GPU-aaaa,GPU-bbbb', IMAGES.dind],
  );
}

beforeAll(async () => {
  removeAll();
  await build('dind');
  await build('jenkins');
  docker('network', 'create', NETWORK);
});
afterAll(() => {
  removeAll();
  run('docker', ['rmi', '-f', ...Object.values(IMAGES)]);
});

describe('the DinD image', () => {
  test('the nested engine becomes healthy, and a client needs the certificate', async () => {
    startEngine();
    await until(healthy, 120);
    const client = (...options: string[]) =>
      run('docker', ['run', '--rm', ...options, '--entrypoint', 'docker', IMAGES.jenkins, 'version', '-f', 'ok']);
    expect(client(...toNested).stdout.trim()).toBe('ok');
    const curl = ['--network', NETWORK, '--entrypoint', 'curl', IMAGES.jenkins, '-sSk', 'https://docker:2376/_ping'];
    const anonymous = run('docker', ['run', '--rm', ...curl]);
    expect(anonymous.stderr).toMatch(/certificate required|handshake|alert/i);
    expect(anonymous.stdout).toBe('');
  });

  test('the certificate names each address of the engine, and Jenkins cannot see the CA’s key', () => {
    const names = inEngine('openssl', 'x509', '-in', '/certs/server/cert.pem', '-noout', '-ext', 'subjectAltName');
    for (const name of ['DNS:docker', 'DNS:localhost', `DNS:${ENGINE}`, 'IP Address:127.0.0.1'])
      expect(names.stdout).toContain(name);
    const seen = 'id -u; find /certs -type f | sort; cat /certs/client/key.pem | head -1; ls /certs/ca 2>&1';
    const said = docker('run', '--rm', ...toNested, '--entrypoint', 'sh', IMAGES.jenkins, '-c', `${seen}; true`);
    expect(said.split('\n')).toEqual([
      '1000',
      '/certs/client/ca.pem',
      '/certs/client/cert.pem',
      '/certs/client/key.pem',
      '-----BEGIN EC PRIVATE KEY-----',
      "ls: cannot access '/certs/ca': No such file or directory",
    ]);
  });

  test('the nested engine runs containers with its own name server, MTU and open-file limit', () => {
    const load = run('sh', ['-c', `docker save ${BASES.debian} | docker exec -i ${ENGINE} docker load`]);
    expect(load.status).toBe(0);
    const inside =
      'cat /sys/class/net/eth0/mtu; grep ^nameserver /etc/resolv.conf; test $(ulimit -n) -gt 1024 && echo enough';
    const ran = inEngine('docker', 'run', '--rm', BASES.debian, 'sh', '-c', inside);
    expect(ran.stdout.trim().split('\n')).toEqual(['1400', 'nameserver 192.0.2.53', 'enough']);
    expect(inEngine('docker', 'info', '-f', '{{.Driver}}').stdout.trim()).toBe('overlay2');
    // The doctor's container sees what builds see, and leaves nothing.
    const asked = inEngine('sh', '-c', NESTED_SCRIPT);
    expect(asked.stdout, asked.stderr).toMatch(/^1400 no (yes|no) overlay2\n$/);
    expect(inEngine('docker', 'images', '-q', 'jenkins-tray-check').stdout).toBe('');
  });

  test('on a disk that does not take overlay2 it takes what works, says why, and runs containers', async () => {
    const name = 'imgt-no-overlay';
    // The image's own file system is an overlay, on which no other can be mounted.
    const start = 'umount /var/lib/docker && exec jenkins-tray-init -- jenkins-tray-dockerd';
    docker('run', '-d', '--name', name, '--privileged', '--entrypoint', 'sh', IMAGES.dind, '-c', start);
    const inside = (...command: string[]) => run('docker', ['exec', name, ...command]);
    await until(() => inside('/usr/local/bin/jenkins-tray-healthcheck').status === 0, 120);
    expect(inside('docker', 'info', '-f', '{{.Driver}}').stdout.trim()).toMatch(/^(vfs|fuse-overlayfs)$/);
    expect(run('docker', ['logs', name]).stderr).toMatch(/jenkins-tray: .*\(overlayfs\).* overlay2: /);
    expect(
      run('sh', ['-c', `docker exec ${name} tar -C / -c bin/true | docker exec -i ${name} docker import - t`]).status,
    ).toBe(0);
    docker('rm', '-f', '-v', name);
  });

  test('without chosen servers, nested containers ask the host’s, find Jenkins’ network by name, and follow a change', () => {
    const name = 'imgt-dns';
    docker(
      ...['run', '-d', '--name', name, '--privileged', '--network', NETWORK, '-v', 'imgt-data-dns:/var/lib/docker'],
      ...['found-by-name', 'registry.house', 'jenkins.io'].flatMap((alias) => ['--network-alias', alias]),
      IMAGES.dind,
    );
    const inside = (...command: string[]) => run('docker', ['exec', '-i', name, ...command]);
    const isUp = () => inside('/usr/local/bin/jenkins-tray-healthcheck').status === 0;
    const began = Date.now();
    while (!isUp() && Date.now() - began < 30_000);
    // The doctor's question, without any image there: the name is found by an alias of this container.
    const asked = inside('sh', '-c', NESTED_SCRIPT);
    expect(asked.stdout, asked.stderr).toBe('1500 yes yes overlay2\n');
    expect(run('sh', ['-c', `docker save ${BASES.debian} | docker exec -i ${name} docker load`]).status).toBe(0);
    const asks = (what: string): string => {
      const ran = inside('docker', 'run', '--rm', BASES.debian, 'sh', '-c', what);
      expect(ran.status, ran.stderr).toBe(0);
      return ran.stdout.trim();
    };
    expect(asks('grep ^nameserver /etc/resolv.conf')).toBe('nameserver 169.254.53.53');
    expect(asks('getent hosts found-by-name')).toMatch(/^\d+\.\d+\.\d+\.\d+ +found-by-name/);
    // A user network's own server passes questions on, though not those for names without a dot.
    inside('docker', 'network', 'create', 'own');
    const there = inside(
      'docker',
      'run',
      '--rm',
      '--network',
      'own',
      BASES.debian,
      'getent',
      'hosts',
      'registry.house',
    );
    expect(there.stdout).toMatch(/registry\.house/);
    const given = inside(
      'sh',
      '-c',
      'echo 192.0.2.1 | /usr/local/libexec/jenkins-tray/name-routes && cat /run/jenkins-tray.routes',
    );
    expect(given.stdout.trim().split('\n')).toEqual(['server=192.0.2.1', 'server=//127.0.0.11']);
    expect(asks('getent hosts found-by-name')).toMatch(/found-by-name/);
    docker('rm', '-f', '-v', name);
    run('docker', ['volume', 'rm', 'imgt-data-dns']);
  });

  test('the nested engine limits its containers’ memory and processor time through cgroups', () => {
    // As in cgroup v1, otherwise as in v2.
    const seen = [
      'cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max',
      'cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null || cut -d" " -f1 /sys/fs/cgroup/cpu.max',
    ];
    const limited = ['--memory', '64m', '--cpus', '0.5'];
    const ran = inEngine('docker', 'run', '--rm', ...limited, BASES.debian, 'sh', '-c', seen.join('; '));
    expect(ran.stderr).toBe('');
    expect(ran.stdout.trim().split('\n')).toEqual(['67108864', '50000']);
  });

  test('Jenkins waits for a nested engine that starts later', async () => {
    newHome();
    docker('stop', ENGINE);
    docker('run', '-d', '--name', 'imgt-waits', '-p', '127.0.0.1:20192:8080', ...asHome, ...toNested, IMAGES.jenkins);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(state('imgt-waits', 'Status')).toBe('running');
    expect(run('docker', ['exec', 'imgt-waits', 'pgrep', 'java']).status).not.toBe(0);
    docker('start', ENGINE);
    await until(() => answers('http://127.0.0.1:20192/login'), 120);
    docker('rm', '-f', 'imgt-waits');
  });

  test('a stop is clean and quick; after a SIGKILL with pid files left it starts again', async () => {
    await until(healthy, 120);
    inEngine('docker', 'run', '-d', '--name', 'stays', BASES.debian, 'sleep', '600');
    const began = Date.now();
    docker('stop', '-t', '30', ENGINE);
    expect(Date.now() - began).toBeLessThan(28_000);
    expect(['0', '143']).toContain(state(ENGINE, 'ExitCode'));

    docker('start', ENGINE);
    await until(healthy, 120);
    docker('kill', ENGINE);
    expect(run('docker', ['cp', `${ENGINE}:/run/docker.pid`, join(LAB, 'imgt-pid')]).status).toBe(0);
    rmSync(join(LAB, 'imgt-pid'));
    docker('start', ENGINE);
    await until(healthy, 120);
  });

  test('a CDI spec is written when there is a GPU, renewed after a driver update, and never stops the engine', () => {
    const tool = (body: string) => `printf '#!/bin/sh\\n${body}\\n' > /usr/local/bin/nvidia-ctk`;
    const works = tool(
      'for a; do case $a in --output=*) echo "spec of $DRIVER" > "$(echo "$a" | cut -d= -f2)" ;; esac; done',
    );
    const smi = `printf '#!/bin/sh\\necho $DRIVER\\n' > /usr/local/bin/nvidia-smi`;
    const ready = `${works}; ${smi}; chmod +x /usr/local/bin/nvidia-*`;
    const spec = (driver: string) => `DRIVER=${driver} jenkins-tray-gpus cdi; cat /etc/cdi/nvidia.yaml`;
    const ran = inEngine('sh', '-c', `jenkins-tray-gpus cdi; ${ready}; ${spec('580.1')}; ${spec('590.2')}`);
    expect(ran.stdout.trim().split('\n')).toEqual(['spec of 580.1', 'spec of 590.2']);
    const broken = inEngine(
      'sh',
      '-c',
      `${tool('echo no library >&2; exit 3')}; ${spec('600.3')}; rm /usr/local/bin/nvidia-*`,
    );
    expect(broken.stdout.trim()).toBe('spec of 590.2');
    expect(broken.stderr).toContain('warning: nvidia-ctk cdi generate failed: no library');
  });

  test('a build that requests all GPUs gets those chosen for builds; one that names a GPU gets that one', async () => {
    const hook = '/usr/bin/nvidia-container-runtime-hook';
    const notes = `tr -d "\\n" | sed "s/.*bundle.:.\\([^,]*\\)\\".*/\\1/" | xargs -I@ grep -o "NVIDIA_VISIBLE_DEVICES=[^\\"]*" @/config.json >> /run/asked`;
    const wrote = inEngine('sh', '-c', `printf '%s\\n' '#!/bin/sh' '${notes}' > ${hook}; chmod +x ${hook}`);
    expect(wrote.status).toBe(0);
    docker('restart', '-t', '30', ENGINE);
    await until(healthy, 120);
    for (const gpus of ['all', 'device=GPU-cccc']) {
      expect(inEngine('docker', 'run', '--rm', '--gpus', gpus, BASES.debian, 'true').stderr).toBe('');
    }
    const asked = inEngine('cat', '/run/asked').stdout.trim().split('\n');
    expect(asked).toEqual(['NVIDIA_VISIBLE_DEVICES=GPU-aaaa,GPU-bbbb', 'NVIDIA_VISIBLE_DEVICES=GPU-cccc']);
    inEngine('rm', hook);
  });

  test('a dead containerd ends the container, and so does a dead dockerd', async () => {
    inEngine('pkill', '-9', '-x', 'containerd');
    await until(() => state(ENGINE, 'Status') === 'exited', 40);
    docker('start', ENGINE);
    await until(healthy, 120);
    inEngine('pkill', '-9', '-x', 'dockerd');
    await until(() => state(ENGINE, 'Status') === 'exited', 10);
    expect(state(ENGINE, 'ExitCode')).toBe('137');
  });

  test('a new container keeps the certificates and the images', async () => {
    docker('start', ENGINE);
    await until(healthy, 120);
    const sums = 'cd /certs && sha256sum ca/*.pem server/*.pem client/*.pem';
    const before = inEngine('sh', '-c', sums).stdout;
    docker('rm', '-f', ENGINE);
    startEngine();
    await until(healthy, 120);
    expect(inEngine('sh', '-c', sums).stdout).toBe(before);
    expect(before.trim().split('\n')).toHaveLength(8);
    expect(inEngine('docker', 'images', '-q', BASES.debian).stdout).not.toBe('');
  });

  test('a broken or soon expiring certificate is renewed under the same authority', async () => {
    const subject = '-subj /CN=short -CA /certs/ca/cert.pem -CAkey /certs/ca/key.pem';
    const short = `openssl req -x509 -new -key /certs/server/key.pem -days 5 ${subject} -out /certs/server/cert.pem`;
    expect(inEngine('sh', '-c', `${short} && echo broken > /certs/client/cert.pem`).status).toBe(0);
    const authority = inEngine('sha256sum', '/certs/ca/cert.pem').stdout;
    docker('restart', '-t', '30', ENGINE);
    await until(healthy, 120);
    expect(inEngine('sha256sum', '/certs/ca/cert.pem').stdout).toBe(authority);
    expect(inEngine('openssl', 'x509', '-in', '/certs/server/cert.pem', '-noout', '-checkend', '30000000').status).toBe(
      0,
    );
  });
});

import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildImage } from '../../electron/adapters/engine/build.ts';
import { createWorld } from '../../electron/adapters/world.ts';
import { giveSecrets } from '../../electron/core/execute/give-secrets.ts';
import { namesOf } from '../../electron/core/stack/names.ts';
import { SECRETS, SECRETS_OPTIONS } from '../../electron/core/stack/stack.ts';
import { FailureError } from '../../electron/shared/failure.ts';
import { BASES, LAB } from '../lab/paths.ts';
import { AS_TODAY, assets, docker } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** The two images on a real engine: what they refuse, how they start, how they end. */
const IMAGES = { jenkins: 'imgt-jenkins', dind: 'imgt-dind' } as const;
const NETWORK = 'imgt-net';
const VOLUMES = ['imgt-data', 'imgt-ca', 'imgt-client'] as const;
const ENGINE = 'imgt-engine';
const home = join(LAB, 'imgt-home');
const mark = join(home, '.jenkins-tray');

async function build(role: 'jenkins' | 'dind', overlay: Record<string, string> = {}, tag?: string): Promise<void> {
  const base = role === 'jenkins' ? BASES.jenkins : BASES.engine;
  const context = join(import.meta.dirname, '../../assets/docker', role);
  const reference = tag ?? IMAGES[role];
  const spec = { reference, role, context, overlay, buildArgs: { BASE: base }, base, labels: { 'imgt.test': '1' } };
  await buildImage(new Docker(), spec, () => {}, new AbortController().signal);
}

function removeAll(): void {
  const containers = run('docker', ['ps', '-aq', '--filter', 'name=^imgt-']).stdout.split('\n').filter(Boolean);
  if (containers.length > 0) run('docker', ['rm', '-f', '-v', ...containers]);
  run('docker', ['volume', 'rm', '-f', ...VOLUMES]);
  run('docker', ['network', 'rm', NETWORK]);
  for (const folder of [home, join(LAB, 'imgt-config')]) rmSync(folder, { recursive: true, force: true });
}

/** A home that Jenkins ran on, unless `marked` is false. */
function newHome(marked = true): void {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(mark, { recursive: true });
  if (marked) writeFileSync(join(mark, 'marker.json'), '{}');
  for (const path of [home, mark]) chownSync(path, 1000, 1000);
}

const asHome = [
  ...['-e', `JENKINS_HOME=${home}`, '-v', `${home}:${home}`, '-v', `${home}:/var/jenkins_home`],
  ...['-e', `JAVA_OPTS=${AS_TODAY}`],
];
const secrets = ['--tmpfs', `${SECRETS}:${SECRETS_OPTIONS}`];
const toNested = [
  ...['-e', 'DOCKER_HOST=tcp://docker:2376', '-e', 'DOCKER_TLS_VERIFY=1', '-e', 'DOCKER_CERT_PATH=/certs/client'],
  ...['-v', 'imgt-client:/certs/client:ro', '--network', NETWORK],
];
const state = (name: string, field: string): string => docker('inspect', '-f', `{{.State.${field}}}`, name);
const inEngine = (...command: string[]) => run('docker', ['exec', ENGINE, ...command]);

async function until(holds: () => boolean | Promise<boolean>, seconds: number): Promise<number> {
  const began = Date.now();
  while (!(await holds())) {
    if (Date.now() - began > seconds * 1000) throw new Error(`not within ${seconds} s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return Date.now() - began;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ status }) => status === 200,
    () => false,
  );
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

/** What our own scripts said last; the engine's line about the step comes after it. */
const reason = (failure: string): string | undefined =>
  failure.split('\n').findLast((line) => line.startsWith('jenkins-tray: '));

async function failureOf(building: Promise<void>): Promise<string> {
  try {
    await building;
  } catch (thrown) {
    if (thrown instanceof FailureError) return `${thrown.failure.code}: ${thrown.failure.detail}`;
    throw thrown;
  }
  return 'built';
}

beforeAll(async () => {
  removeAll();
  await build('dind');
  await build('jenkins');
  docker('network', 'create', NETWORK);
});
afterAll(() => {
  removeAll();
  run('docker', ['rmi', '-f', ...Object.values(IMAGES), 'imgt-packages']);
});

describe('the Jenkins image', () => {
  test('the Jenkins image has the tools that builds expect', () => {
    const tools = 'git ssh curl gpg tar xz vim python3 docker';
    const asked = `for t in ${tools}; do command -v $t >/dev/null || echo no $t; done; docker buildx version; docker compose version; test -e /usr/share/bash-completion/bash_completion; echo $?`;
    const said = docker('run', '--rm', '--entrypoint', 'sh', IMAGES.jenkins, '-c', asked);
    expect(said).not.toContain('no ');
    expect(said).toMatch(/buildx/);
    expect(said).toMatch(/Compose version/);
    expect(said.endsWith('\n0')).toBe(true);
  });

  test('a package of the user is installed; one that does not exist fails the build by name', async () => {
    await build('jenkins', { 'packages.txt': '# mine\nfile\n' }, 'imgt-packages');
    expect(docker('run', '--rm', '--entrypoint', 'file', 'imgt-packages', '--version')).toContain('file-');
    const failure = await failureOf(build('jenkins', { 'packages.txt': 'file\nno-such-package-xyz\n' }, 'imgt-bad'));
    expect(failure).toContain('image/build-failed');
    expect(reason(failure)).toBe('jenkins-tray: packages.txt: no such package: no-such-package-xyz');
    const odd = await failureOf(build('jenkins', { 'packages.txt': 'file;reboot\n' }, 'imgt-bad'));
    expect(reason(odd)).toBe('jenkins-tray: packages.txt: "file;reboot" is no Debian package name');
  });

  test('a plugin that cannot be installed fails the build with the installer’s message', async () => {
    const failure = await failureOf(build('jenkins', { 'plugins.txt': 'git:5.7.0\nno version here\n' }, 'imgt-bad'));
    expect(failure).toContain('image/build-failed');
    expect(reason(failure)).toMatch(/^jenkins-tray: plugins\.txt: a plugin could not be installed: .*no version here/);
  });

  test('a home without the marker exits with 78, and nothing is written into it', () => {
    newHome(false);
    const ran = run('docker', ['run', '--rm', ...asHome, IMAGES.jenkins]);
    expect(ran.status).toBe(78);
    expect(ran.stderr).toContain('marker.json is missing');
    expect(existsSync(join(home, 'war'))).toBe(false);
  });

  test('if the nested engine does not answer in time, the container exits with 75', () => {
    newHome();
    const began = Date.now();
    const ran = run('docker', [
      ...['run', '--rm', ...asHome, '-e', 'DOCKER_HOST=tcp://127.0.0.1:2376', '-e', 'DOCKER_TLS_VERIFY=1'],
      ...['-e', 'JENKINS_TRAY_ENGINE_WAIT=2', IMAGES.jenkins],
    ]);
    expect(ran.status).toBe(75);
    expect(ran.stderr).toContain('did not answer within 2 s');
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  test('a new home waits for its administrator and exits with 78 without one: never an open Jenkins', () => {
    newHome();
    writeFileSync(join(mark, 'new'), '');
    const began = Date.now();
    const ran = run('docker', [
      'run',
      '--rm',
      ...asHome,
      ...secrets,
      '-e',
      'JENKINS_TRAY_SECRETS_WAIT=2',
      IMAGES.jenkins,
    ]);
    expect(ran.status).toBe(78);
    expect(ran.stderr).toContain('did not arrive in /run/jenkins-tray/casc.yaml within 2 s');
    // The shell counts whole seconds.
    expect(Date.now() - began).toBeGreaterThan(1000);
    expect(existsSync(join(home, 'war'))).toBe(false);
  });

  test('with an administrator, Jenkins runs as uid 1000 under an init, with secrets for it alone, and ends on a stop', async () => {
    newHome();
    writeFileSync(join(mark, 'new'), '');
    docker('run', '-d', '--name', 'imgt-ci', '-p', '127.0.0.1:20191:8080', ...asHome, ...secrets, IMAGES.jenkins);
    const world = createWorld({ configDir: join(LAB, 'imgt-config'), assets });
    const pass = { settings: world.settings.load().settings, names: namesOf('imgt'), version: '', output: () => {} };
    const aborts = new AbortController().signal;
    expect(await giveSecrets('imgt-ci', 'http://127.0.0.1:20191', { world, ...pass }, aborts)).toBeNull();
    await until(() => answers('http://127.0.0.1:20191/login'), 90);

    const stat = docker('exec', 'imgt-ci', 'sh', '-c', 'stat -c "%u %a %n" /run/jenkins-tray /run/jenkins-tray/*');
    expect(stat.split('\n')).toEqual([
      '1000 700 /run/jenkins-tray',
      '1000 400 /run/jenkins-tray/admin-password',
      '1000 400 /run/jenkins-tray/casc.yaml',
    ]);
    const other = run('docker', ['exec', '-u', '1001', 'imgt-ci', 'cat', '/run/jenkins-tray/admin-password']);
    expect(other.status).not.toBe(0);
    expect(docker('exec', 'imgt-ci', 'cat', '/proc/1/comm')).toBe('tini');
    const java = docker('exec', 'imgt-ci', 'sh', '-c', 'cat /proc/$(pgrep -o java)/environ | tr "\\0" "\\n"; id -u');
    expect(java).toContain('CASC_JENKINS_CONFIG=/run/jenkins-tray/casc.yaml');
    expect(java).toContain(`JAVA_OPTS=-Djenkins.install.runSetupWizard=false ${AS_TODAY}`);
    expect(java.endsWith('\n1000')).toBe(true);

    docker('stop', '-t', '60', 'imgt-ci');
    expect(['0', '143']).toContain(state('imgt-ci', 'ExitCode'));

    // Jenkins answered, so the app takes the mark away: from now on the home's own configuration counts.
    rmSync(join(mark, 'new'));
    docker('start', 'imgt-ci');
    await until(() => answers('http://127.0.0.1:20191/login'), 90);
    expect(docker('exec', 'imgt-ci', 'sh', '-c', 'cat /proc/$(pgrep -o java)/environ')).not.toContain('CASC_JENKINS');
    docker('rm', '-f', 'imgt-ci');
  });
});

describe('the DinD image', () => {
  test('the nested engine becomes healthy, and a client needs the certificate', async () => {
    startEngine();
    await until(healthy, 30);
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
  });

  test('the nested engine limits its containers’ memory and processor time through cgroups', () => {
    // As cgroup v1 has them, else as v2 has them.
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
    await until(healthy, 30);
    inEngine('docker', 'run', '-d', '--name', 'stays', BASES.debian, 'sleep', '600');
    const began = Date.now();
    docker('stop', '-t', '30', ENGINE);
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(['0', '143']).toContain(state(ENGINE, 'ExitCode'));

    docker('start', ENGINE);
    await until(healthy, 30);
    docker('kill', ENGINE);
    expect(run('docker', ['cp', `${ENGINE}:/run/docker.pid`, join(LAB, 'imgt-pid')]).status).toBe(0);
    rmSync(join(LAB, 'imgt-pid'));
    docker('start', ENGINE);
    await until(healthy, 30);
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
    await until(healthy, 30);
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
    await until(healthy, 30);
    inEngine('pkill', '-9', '-x', 'dockerd');
    await until(() => state(ENGINE, 'Status') === 'exited', 10);
    expect(state(ENGINE, 'ExitCode')).toBe('137');
  });

  test('a new container keeps the certificates and the images', async () => {
    docker('start', ENGINE);
    await until(healthy, 30);
    const sums = 'cd /certs && sha256sum ca/*.pem server/*.pem client/*.pem';
    const before = inEngine('sh', '-c', sums).stdout;
    docker('rm', '-f', ENGINE);
    startEngine();
    await until(healthy, 30);
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
    await until(healthy, 30);
    expect(inEngine('sha256sum', '/certs/ca/cert.pem').stdout).toBe(authority);
    expect(inEngine('openssl', 'x509', '-in', '/certs/server/cert.pem', '-noout', '-checkend', '30000000').status).toBe(
      0,
    );
  });
});

import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeJenkinsBase } from './jenkins-base.ts';
import { ANCHOR, alive, BASES, LAB, type LabState, RECIPES, readState } from './paths.ts';
import { must, run } from './shell.ts';
import { until } from './until.ts';

export const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const OWN_HOST = `unix://${LAB}/docker.sock`;
const say = (text: string): void => console.error(`· ${text}`);

/** Starts the engine and builds its base images; safe to call again. Reports what it does. */
export async function up(): Promise<LabState> {
  const there = readState();
  if (there !== null && there.folder !== LAB)
    throw new Error(`A lab is up already, in ${there.folder}. Take it down first: npm run lab -- down`);
  mkdirSync(LAB, { recursive: true });
  const state = there ?? (answers(OWN_HOST) ? own() : (borrowed() ?? (await startEngine())));
  writeFileSync(ANCHOR, JSON.stringify(state));
  makeBases(state.dockerHost);
  return state;
}

/** Stops the lab's own engine and undoes its changes on the host; a borrowed engine is left alone. */
export async function down(purge: boolean): Promise<void> {
  const state = readState();
  if (state !== null && state.folder === LAB && state.pid !== null) {
    removeContainers(state.dockerHost);
    say('stopping the engine');
    await end(state.pid);
    forgetNetwork();
  }
  rmSync(ANCHOR, { force: true });
  if (purge) rmSync(LAB, { recursive: true, force: true });
}

/** Ends the lab's own engine, like a crash (SIGKILL) or a shutdown (SIGTERM); `up` starts it again. */
export async function breakEngine(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const state = readState();
  if (state === null || state.pid === null) throw new Error('This engine is only borrowed.');
  process.kill(state.pid, signal);
  while (alive(state.pid)) await sleep(50);
}

/** Gives the lab's own engine a mirror of Docker Hub, without a restart; null: none. */
export async function useMirror(address: string | null): Promise<void> {
  const state = readState();
  if (state === null || state.pid === null) throw new Error('This engine is only borrowed.');
  const file = join(state.folder, 'daemon.json');
  const config = JSON.parse(readFileSync(file, 'utf8'));
  // An empty list, since the engine ignores settings that are gone from its file.
  const mirrors = address === null ? [] : [address];
  writeFileSync(file, JSON.stringify({ ...config, 'registry-mirrors': mirrors }, null, 2));
  process.kill(state.pid, 'SIGHUP');
  const format = '{{range .RegistryConfig.Mirrors}}{{.}}{{end}}';
  const now = (): string => must('docker', ['-H', state.dockerHost, 'info', '-f', format]).replace(/\/$/, '');
  await until('engine with this mirror', () => now() === (address ?? ''));
}

const answers = (host: string): boolean =>
  run('docker', ['version'], { env: { ...process.env, DOCKER_HOST: host } }).status === 0;
const own = (): LabState => ({
  folder: LAB,
  dockerHost: OWN_HOST,
  pid: Number(readFileSync(join(LAB, 'dockerd.pid'), 'utf8')),
});

/** An engine that already runs on this machine: two would conflict over bridge and firewall. */
function borrowed(): LabState | null {
  const dockerHost = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  if (!answers(dockerHost)) return null;
  say(`using the engine at ${dockerHost}; tests that stop engines are skipped`);
  return { folder: LAB, dockerHost, pid: null };
}

async function startEngine(): Promise<LabState> {
  say('starting a private Docker engine');
  const bin = join(LAB, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of readdirSync(join(RECIPES, 'bin'))) install(join(RECIPES, 'bin', name), join(bin, name));
  install(join(RECIPES, 'nvidia-smi'), join(bin, 'nvidia-smi'));
  const config = {
    'data-root': join(LAB, 'data'),
    'exec-root': join(LAB, 'exec'),
    pidfile: join(LAB, 'dockerd.pid'),
    hosts: [OWN_HOST],
    'storage-driver': 'overlay2',
    'default-runtime': 'front',
    runtimes: { front: { path: join(bin, 'runc-front') } },
  };
  writeFileSync(join(LAB, 'daemon.json'), JSON.stringify(config, null, 2));
  if (existsSync('/sys/class/net/docker0') === false)
    writeFileSync(join(LAB, 'iptables.before'), run('iptables-save', []).stdout);
  rmSync(join(LAB, 'dockerd.pid'), { force: true });
  forgetDeadContainerd();
  const log = openSync(join(LAB, 'dockerd.log'), 'w');
  const env = { ...process.env, LAB, PATH: `${bin}:${process.env.PATH}` };
  const child = spawn('dockerd', ['--config-file', join(LAB, 'daemon.json')], {
    env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  for (let tries = 0; tries < 450; tries += 1) {
    if (answers(OWN_HOST)) return own();
    await sleep(200);
  }
  throw new Error(
    `The engine did not start:\n${readFileSync(join(LAB, 'dockerd.log'), 'utf8').split('\n').slice(-20).join('\n')}`,
  );
}

/** dockerd waits for the containerd in a pid file, even if that process has died. */
function forgetDeadContainerd(): void {
  const file = join(LAB, 'exec', 'containerd', 'containerd.pid');
  if (existsSync(file) && !alive(Number(readFileSync(file, 'utf8')))) rmSync(file);
}

function install(from: string, to: string): void {
  copyFileSync(from, to);
  chmodSync(to, 0o755);
}

function makeBases(dockerHost: string): void {
  const env = { ...process.env, DOCKER_HOST: dockerHost, DOCKER_BUILDKIT: '0' };
  const has = (image: string): boolean => run('docker', ['image', 'inspect', image], { env }).status === 0;
  if (!has(BASES.debian)) {
    say(`making ${BASES.debian} (about 20 s)`);
    const rootfs = join(LAB, 'rootfs');
    rmSync(rootfs, { recursive: true, force: true });
    must('debootstrap', ['--variant=minbase', '--include=ca-certificates', 'trixie', rootfs], { env });
    // A build there trusts what this machine trusts, such as a company's own CA; the Go module proxy is asked over TLS.
    copyFileSync(CERTIFICATES, join(rootfs, CERTIFICATES));
    must('sh', ['-c', `tar -C '${rootfs}' -c . | docker import - ${BASES.debian}`], { env });
    rmSync(rootfs, { recursive: true, force: true });
  }
  if (!has(BASES.engine)) {
    say(`making ${BASES.engine}`);
    must('docker', ['build', '-q', '-t', BASES.engine, join(RECIPES, 'images', 'engine')], { env });
  }
  makeJenkinsBase(env, say);
}

function removeContainers(dockerHost: string): void {
  const env = { ...process.env, DOCKER_HOST: dockerHost };
  const all = run('docker', ['ps', '-aq'], { env }).stdout.split('\n').filter(Boolean);
  if (all.length > 0) run('docker', ['rm', '-f', '-v', ...all], { env });
  run('docker', ['network', 'prune', '-f'], { env });
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < 300 && alive(pid); tries += 1) await sleep(100);
  if (alive(pid)) process.kill(pid, 'SIGKILL');
}

/** The engine leaves bridges, firewall rules and a mount behind when it ends; what was there before stays. */
function forgetNetwork(): void {
  for (const link of leftovers().links) run('ip', ['link', 'delete', /^\d+: ([^@:]+)/.exec(link)?.[1] ?? '']);
  for (const point of leftovers().mounts) run('umount', ['-l', point]);
  const before = join(LAB, 'iptables.before');
  const forward = existsSync(before) ? /^:FORWARD (\S+)/m.exec(readFileSync(before, 'utf8'))?.[1] : undefined;
  const rules = run('iptables-save', [])
    .stdout.split('\n')
    .filter((line) => !OURS.test(line));
  const input = `${rules.join('\n').replace(/^:FORWARD \S+/m, `:FORWARD ${forward ?? 'ACCEPT'}`)}\n`;
  run('iptables-restore', [], { input });
}

/** Firewall lines of Docker's own chains and bridges; 172.17 to 172.31 are its default networks. */
const OURS = /DOCKER|docker0|br-[0-9a-f]{12}|-s 172\.(1[7-9]|2\d|3[01])\.0\.0\/16/;

/** What a stopped lab left on this machine; should all be empty. */
export function leftovers(): {
  readonly processes: string[];
  readonly mounts: string[];
  readonly links: string[];
  readonly rules: string[];
} {
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  const mounts = lines(readFileSync('/proc/self/mountinfo', 'utf8')).map((line) => line.split(' ')[4] ?? '');
  return {
    processes: lines(run('pgrep', ['-af', LAB]).stdout).filter((line) => /dockerd|containerd|docker-proxy/.test(line)),
    mounts: mounts.filter((point) => point.startsWith(`${LAB}/`)),
    links: lines(run('ip', ['-o', 'link']).stdout).filter((line) => /: (docker0|br-[0-9a-f]{12}|veth)/.test(line)),
    rules: lines(run('iptables-save', []).stdout).filter((line) => OURS.test(line)),
  };
}

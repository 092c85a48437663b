import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGpu } from '../../electron/adapters/gpu.ts';
import { createGpuStore } from '../../electron/adapters/gpu-store.ts';
import { ledgerCsv } from '../../electron/core/gpu/ledger-report.ts';
import type { GpuProcessRow } from '../../electron/shared/gpu.ts';
import { LAB, ROOT } from '../lab/paths.ts';
import { beginScript, cleanUp, docker, product, type Setup, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** Jobs in both modes start containers; nvidia-smi's double lists their real processes, each attributed to its build. */
let lab: Setup;
const GPU_0 = 'GPU-00000000-1111-4222-8333-444444444444';
const folder = () => join(lab.configDir, '..', 'bin');
const list = () => join(lab.configDir, '..', 'gpu-processes');
const before = { PATH: process.env.PATH, NVIDIA_SMI_PROCESSES: process.env.NVIDIA_SMI_PROCESSES };

beforeAll(() => {
  const scratch = join(LAB, 'setups', 'gpuwho', 'scratch');
  lab = setup('gpuwho', 24100, { dataMounts: [{ source: scratch, target: '/scratch' }] });
  mkdirSync(scratch);
  chownSync(scratch, 1000, 1000);
  execFileSync('mkdir', ['-p', folder()]);
  symlinkSync(join(import.meta.dirname, '../lab/nvidia-smi'), join(folder(), 'nvidia-smi'));
  process.env.PATH = `${folder()}${delimiter}${process.env.PATH}`;
  process.env.NVIDIA_SMI_PROCESSES = list();
});
afterAll(() => {
  Object.assign(process.env, before);
  if (before.NVIDIA_SMI_PROCESSES === undefined) delete process.env.NVIDIA_SMI_PROCESSES;
  run('docker', ['rm', '-f', 'gpuwho-mount', 'gpuwho-tag', 'gpuwho-stranger']);
  cleanUp(lab);
});

const go = async (mode: 'dind' | 'dood'): Promise<void> => {
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode, consents: 'all' });
  await controller.close();
  if (!result.ok) throw new Error(JSON.stringify(result.failure, null, 2));
};
const url = (mode: 'dind' | 'dood'): string => `http://127.0.0.1:${lab.ports[mode]}`;

/** The process on this machine, in any container, that sleeps for exactly this long. */
async function sleeper(seconds: number): Promise<number> {
  for (let tries = 0; tries < 900; tries += 1) {
    const found = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid) === `sleep\0${seconds}\0`);
    if (found[0] !== undefined) return Number(found[0]);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing sleeps for ${seconds} s`);
}
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // It ended meanwhile.
  }
}

/** What the product's monitor reports about these processes. */
async function seen(pids: readonly number[]): Promise<readonly GpuProcessRow[]> {
  writeFileSync(list(), pids.map((pid) => `0 ${pid} 8294 python\n`).join(''));
  const monitor = createGpu(product(lab).world, { configDir: lab.configDir, save: false });
  try {
    return (await monitor.processes()).rows;
  } finally {
    await monitor.close();
  }
}
const told = (rows: readonly GpuProcessRow[]) =>
  rows.map(({ engine, container, build }) => [engine, container, build && `${build.job} #${build.number}`]);

test('in DooD a process is attributed by mount, variables or process tree; an unknown one stays unknown', async () => {
  await go('dood');
  await beginScript(
    url('dood'),
    'train-model',
    'docker run --rm --name gpuwho-mount -v "$WORKSPACE/data":/w lab/debian:trixie sleep 3317',
  );
  await beginScript(
    url('dood'),
    'evaluate',
    'docker run -d --rm --name gpuwho-tag -e BUILD_TAG lab/debian:trixie sleep 3318; sleep 3319',
  );
  docker('run', '-d', '--rm', '--name', 'gpuwho-stranger', 'lab/debian:trixie', 'sleep', '3320');
  const rows = await seen(await Promise.all([3317, 3318, 3319, 3320].map(sleeper)));
  expect(told(rows)).toEqual([
    ['host', 'gpuwho-mount', 'train-model #1'],
    ['host', 'gpuwho-tag', 'evaluate #1'],
    ['host', lab.names.jenkins.dood, 'evaluate #1'],
    ['host', 'gpuwho-stranger', null],
  ]);
  expect(rows[0]).toMatchObject({ name: 'python', user: 'root', uuid: GPU_0, memoryBytes: 8294 * 1024 * 1024 });
  expect(told(await seen([process.pid]))).toEqual([[null, null, null]]);
});

test('an ordinary user sees the same, although other users’ environments are closed to them', async () => {
  const open = mkdtempSync(join(tmpdir(), 'jt-gpu-user-'));
  try {
    chmodSync(open, 0o755);
    for (const part of ['out', 'assets']) cpSync(join(ROOT, part), join(open, part), { recursive: true });
    cpSync(process.execPath, join(open, 'node'));
    cpSync(join(ROOT, 'test/lab/nvidia-smi'), join(open, 'bin/nvidia-smi'));
    mkdirSync(join(open, 'config'));
    cpSync(join(lab.configDir, 'settings.json'), join(open, 'config/settings.json'));
    for (const path of ['config', 'config/settings.json']) chownSync(join(open, path), 1001, 1001);
    const pids = await Promise.all([3317, 3318, 3319, 3320].map(sleeper));
    writeFileSync(join(open, 'processes'), pids.map((pid) => `0 ${pid} 8294 python\n`).join(''));
    const group = String(statSync((process.env.DOCKER_HOST ?? '').replace('unix://', '')).gid);
    const { stdout, stderr } = run(
      'setpriv',
      [
        '--reuid=1001',
        '--regid=1001',
        '--groups',
        group,
        join(open, 'node'),
        join(open, 'out/cli.js'),
        'gpu',
        '--json',
      ],
      {
        cwd: open,
        env: {
          PATH: `${join(open, 'bin')}:${before.PATH}`,
          DOCKER_HOST: process.env.DOCKER_HOST,
          JENKINS_TRAY_CONFIG: join(open, 'config'),
          NVIDIA_SMI_PROCESSES: join(open, 'processes'),
          HOME: open,
        },
      },
    );
    expect(stderr).toBe('');
    const { processes }: { processes: GpuProcessRow[] } = JSON.parse(stdout);
    expect(told(processes).map(([, , build]) => build)).toEqual(['train-model #1', 'evaluate #1', 'evaluate #1', null]);
  } finally {
    rmSync(open, { recursive: true });
  }
});

test('the ledger records what a build used, and the command line prints it', async () => {
  const monitor = createGpu(product(lab).world, { configDir: lab.configDir, save: true });
  await monitor.open();
  writeFileSync(list(), `0 ${await sleeper(3317)} 8294 python\n`);
  monitor.need('window');
  await until(() => (monitor.ledger()[0]?.gpuMinutes ?? 0) > 0.03);
  await monitor.close();
  const { ledger } = await createGpuStore(lab.configDir).load();
  expect(ledger).toMatchObject([{ job: 'train-model', build: 1, peakMemoryBytes: 8294 * 1024 * 1024 }]);
  expect(ledger[0]?.wattHours).toBeGreaterThan(0);
  const printed = run(process.execPath, ['out/cli.js', 'gpu', '--ledger', '--config', lab.configDir]);
  // A terminal and a pipe get lines; the saved file has RFC 4180's ends of lines.
  expect(printed.stdout.trim()).toBe(ledgerCsv(ledger).replaceAll('\r', '').trim());
});

test('the command line names the build, in 80 columns', async () => {
  writeFileSync(list(), `0 ${await sleeper(3317)} 8294 python\n`);
  const { stdout } = run(process.execPath, ['out/cli.js', 'gpu', '--config', lab.configDir]);
  expect(stdout).toContain('train-model #1: 8.1 GiB on GPU 0');
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('in DinD a nested container’s process is attributed to its build, also if the job left it detached', async () => {
  await go('dind');
  run('sh', ['-c', `docker save lab/debian:trixie | docker exec -i ${lab.names.nestedEngine} docker load`]);
  // A custom workspace, on a data mount with another path on the host.
  await beginScript(
    url('dind'),
    'train-deep',
    'docker run --rm --name deep -v "$WORKSPACE/data":/w lab/debian:trixie sleep 3327',
    '/scratch/fast',
  );
  await beginScript(
    url('dind'),
    'evaluate-deep',
    'docker run -d --rm --name tagged -e BUILD_TAG lab/debian:trixie sleep 3328; sleep 3329',
  );
  const rows = await seen(await Promise.all([3327, 3328, 3329].map(sleeper)));
  expect(told(rows)).toEqual([
    ['nested', 'deep', 'train-deep #1'],
    ['nested', 'tagged', 'evaluate-deep #1'],
    ['host', lab.names.jenkins.dind, 'evaluate-deep #1'],
  ]);
});

async function until(done: () => boolean, within = 90_000): Promise<void> {
  const end = Date.now() + within;
  while (!done()) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

import { spawn } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildImage } from '../../electron/adapters/engine/build.ts';
import { type HostEngine, hostEngine } from '../lab/host-engine.ts';
import { BASES, RECIPES } from '../lab/paths.ts';
import { makeRegistryImage, registryWords } from '../lab/registry.ts';
import { QUICK_START, runJob } from '../lab/setup.ts';
import { must, run } from '../lab/shell.ts';
import { until } from '../lab/until.ts';

/** The main job on today's engine as the host's: both modes, a GPU request, and an image build that is cancelled. */
let host: HostEngine;
let config: string;
let home: string;

/** Images that a build on this engine starts from, and one whose builds take an hour. */
const SLOW = 'lab/slow';
const settings = (change: Record<string, unknown> = {}) => {
  const images = { jenkinsBase: BASES.jenkins, engineBase: BASES.engine };
  const all = { home, address: '0.0.0.0', images, jenkins: { javaOpts: QUICK_START }, ...change };
  writeFileSync(join(config, 'settings.json'), JSON.stringify(all), { mode: 0o600 });
};

beforeAll(async () => {
  host = await hostEngine('today');
  host.load(BASES.debian, BASES.jenkins, BASES.engine);
  config = join(host.folder, 'config');
  home = join(host.folder, 'home');
  for (const folder of [config, home, join(host.folder, 'bin')]) mkdirSync(folder);
  chownSync(home, 1000, 1000);
  cpSync(join(RECIPES, 'nvidia-smi'), join(host.folder, 'bin', 'nvidia-smi'));
  host.env.PATH = `${join(host.folder, 'bin')}${delimiter}${process.env.PATH}`;
  settings();
}, 600_000);
afterAll(() => host.remove());

const url = (port: number): string => `http://${host.address}:${port}`;
const tray = async (...args: string[]): Promise<void> => {
  const ran = await host.product(config, ...args, '--yes');
  expect(ran.status, `${ran.stdout}${ran.stderr}`).toBe(0);
};
const up = (mode: string): Promise<void> => tray('up', mode);
const down = (): Promise<void> => tray('down');
const status = async () => JSON.parse((await host.product(config, 'status', '--json')).stdout);
const JOB = `docker run --rm -v "$WORKSPACE":/w ${BASES.debian} sh -c 'echo hi > /w/out'`;

test('DooD: a job of its own runs containers on today’s engine', async () => {
  await up('dood');
  expect(await status()).toMatchObject({ jenkins: { kind: 'running', mode: 'dood' } });
  expect(await runJob(url(8080), 'train', JOB)).toMatch(/^SUCCESS/);
  expect(readFileSync(join(home, 'jobs/train/workspace/out'), 'utf8')).toBe('hi\n');
});

test('an image build that is cancelled ends on the engine too, and DooD serves throughout', async () => {
  const began = host.docker('inspect', '-f', '{{.State.StartedAt}}', 'jenkins-dood-container');
  const recipe = `FROM ${BASES.engine}\nONBUILD RUN exec sleep 3219\n`;
  must('docker', ['build', '-q', '-t', SLOW, '-'], { env: { ...host.env, DOCKER_BUILDKIT: '0' }, input: recipe });
  settings({ images: { jenkinsBase: BASES.jenkins, engineBase: SLOW } });
  const building = (): boolean => run('pgrep', ['-fx', 'sleep 3219']).status === 0;
  const [command = '', ...rest] = host.command(config, 'up', 'dind', '--yes');
  const child = spawn(command, rest, { env: host.env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await until('the build is in its slow step', building, 120_000);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  await until('the build has ended', () => !building(), 20_000);
  expect(host.docker('inspect', '-f', '{{.State.StartedAt}}', 'jenkins-dood-container')).toBe(began);
  expect((await fetch(`${url(8080)}/login`)).status).toBeLessThan(500);
  settings();
});

test('DinD without a CDI specification: builds run in the nested engine, and a notice says why they have no GPU', async () => {
  await up('dind');
  const seen = await status();
  expect(seen).toMatchObject({ jenkins: { kind: 'running', mode: 'dind' } });
  expect(seen.notices).toMatchObject([{ id: 'gpuless', failure: { code: 'gpu/no-toolkit' } }]);
  const save = `docker save ${BASES.debian} | docker exec -i nvidia-dind-container docker load`;
  must('sh', ['-c', save], { env: host.env });
  expect(await runJob(url(8081), 'nested', `docker ps -q | wc -l; ${JOB}`)).toMatch(/^SUCCESS/);
  expect(readFileSync(join(home, 'jobs/nested/workspace/out'), 'utf8')).toBe('hi\n');
  expect((await fetch(`${url(8081)}/job/train/1/api/json`)).status).toBe(200);
});

test('with one, as NVIDIA’s toolkit writes it, the nested engine gets the GPUs', async () => {
  const smi = { hostPath: join(host.folder, 'bin', 'nvidia-smi'), containerPath: '/usr/local/bin/nvidia-smi' };
  const edits = { mounts: [{ ...smi, options: ['ro', 'bind'] }] };
  const spec = { cdiVersion: '0.6.0', kind: 'nvidia.com/gpu', devices: [{ name: 'all', containerEdits: edits }] };
  writeFileSync(join(host.cdi, 'nvidia.json'), JSON.stringify(spec));
  await down();
  await up('dind');
  const seen = await status();
  expect(seen.notices.filter(({ id }: { id: string }) => id === 'gpuless')).toEqual([]);
  host.docker('exec', 'nvidia-dind-container', 'test', '-x', smi.containerPath);
});

test('an image is built from the base that is here, also where its tag has moved in the registry', async () => {
  // Docker's default for new set-ups; the older store asks no registry for what it has.
  expect(host.docker('info', '-f', '{{json .DriverStatus}}')).toContain('io.containerd.');
  host.load(makeRegistryImage());
  host.docker('run', '-d', '--name', 'registry', '-p', '127.0.0.1:5000:5000', ...registryWords(false));
  const base = '127.0.0.1:5000/base:lts';
  const image = (reference: string, recipe: string): string =>
    must('docker', ['build', '-q', '-t', reference, '-'], {
      env: { ...host.env, DOCKER_BUILDKIT: '0' },
      input: recipe,
    });
  const published = async (what: string): Promise<string> => {
    const id = image(base, `FROM ${BASES.debian}\nRUN echo ${what} > /from\n`);
    await until('the registry', () => run('docker', ['push', '-q', base], { env: host.env }).status === 0, 30_000);
    return id;
  };
  const older = await published('older');
  await published('newer');
  host.docker('tag', older, base);
  const context = join(host.folder, 'context');
  mkdirSync(context);
  writeFileSync(join(context, 'Dockerfile'), 'ARG BASE\nFROM $BASE\nRUN touch /built\n');
  const spec = {
    reference: 'built',
    role: 'dind' as const,
    context,
    overlay: {},
    base,
    buildArgs: { BASE: base },
    labels: {},
  };
  const engine = new Docker({ socketPath: join(host.folder, 'docker.sock') });
  await buildImage(engine, spec, () => undefined, AbortSignal.timeout(120_000));
  expect(host.docker('run', '--rm', 'built', 'cat', '/from')).toBe('older');
  host.docker('rm', '-f', '-v', 'registry');
});

test('down leaves no container', async () => {
  await down();
  expect(host.docker('ps', '-aq')).toBe('');
});

import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { climbLadder } from '../../electron/adapters/gpu-ladder.ts';
import { createController } from '../../electron/core/control/controller.ts';
import { lostGpus } from '../../electron/core/gpu/lost.ts';
import type { ContainerSpec } from '../../electron/core/world/specs.ts';
import type { World } from '../../electron/core/world/world.ts';
import { recreateConsent } from '../../electron/shared/consents.ts';
import { nvidiaRepository } from '../lab/nvidia-repository.ts';
import { LAB, ROOT } from '../lab/paths.ts';
import { cleanUp, docker, product, readOrEmpty, type Setup, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** Whether builds can reach the GPUs, rung by rung, with real engines and a hook that stands in for NVIDIA's. */
let lab: Setup;
const signal = new AbortController().signal;
const before = { PATH: process.env.PATH, NVIDIA_SMI_SCENARIO: process.env.NVIDIA_SMI_SCENARIO };
const HOOK = '/usr/bin/nvidia-container-runtime-hook';
const SMI = '/usr/bin/nvidia-smi';

beforeAll(() => {
  lab = setup('gpureach', 24200);
  const bin = join(lab.configDir, '..', 'bin');
  execFileSync('mkdir', ['-p', bin]);
  symlinkSync(join(ROOT, 'test/lab/nvidia-smi'), join(bin, 'nvidia-smi'));
  process.env.PATH = `${bin}${delimiter}${process.env.PATH}`;
});
afterAll(() => {
  process.env.PATH = before.PATH;
  cleanUp(lab);
});

const go = async (mode: 'dind' | 'off', consents: readonly string[] | 'all' = 'all', ports?: World) => {
  const controller = createController(ports ?? product(lab).world, '0.0.0-test');
  const result = await controller.fulfil({ mode, consents });
  await controller.close();
  if (!result.ok) throw new Error(JSON.stringify(result.failure, null, 2));
  return result.value;
};
const ladder = async (): Promise<string[]> =>
  (await climbLadder(product(lab).world, signal)).map(
    ({ id, state, failure }) => `${id} ${state}${failure === null ? '' : ` ${failure.code}`}`,
  );
/** A command as a user types it. */
const cli = (...command: string[]) =>
  run(process.execPath, [join(ROOT, 'out/cli.js'), ...command, '--config', lab.configDir]);
const doctor = (...options: string[]) => {
  const ran = cli('doctor', '--gpu', ...options);
  return { ...ran, stdout: ran.stdout.trimEnd() };
};
const inEngine = (script: string): string => docker('exec', lab.names.nestedEngine, 'sh', '-c', script);

test('without the NVIDIA toolkit DinD still runs, and a notice says why and how to fix it', async () => {
  const { world } = product(lab);
  // The engine itself refuses a driver that is not registered, like "nvidia" on a host without the toolkit.
  const createContainer = (spec: ContainerSpec, aborted: AbortSignal) => {
    const requests = spec.body.HostConfig.DeviceRequests?.map((one) => ({ ...one, Driver: 'nobody' }));
    const HostConfig = { ...spec.body.HostConfig, ...(requests ? { DeviceRequests: requests } : {}) };
    return world.engine.createContainer({ ...spec, body: { ...spec.body, HostConfig } }, aborted);
  };
  const snapshot = await go('dind', 'all', { ...world, engine: { ...world.engine, createContainer } });
  expect(snapshot.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(snapshot.notices).toMatchObject([
    { id: 'gpuless', failure: { code: 'gpu/no-toolkit', command: expect.stringContaining('nvidia-ctk') } },
  ]);
  expect(snapshot.notices[0]?.failure.detail).toContain('could not select device driver');
  expect(docker('inspect', '-f', '{{.HostConfig.DeviceRequests}}', lab.names.nestedEngine)).toBe('[]');
});

test('with the toolkit, a new start requests all GPUs with all driver capabilities', async () => {
  await go('off');
  const requests = () => readOrEmpty(join(LAB, 'gpu-requests.jsonl')).split('\n').filter(Boolean);
  const earlier = requests().length;
  const snapshot = await go('dind');
  // The lab's image has no toolkit inside, so builds still get none; with one click that mends it.
  expect(snapshot.notices.map(({ id, failure }) => [id.split(':')[0], failure.title])).toEqual([
    ['no-toolkit', 'Builds: no GPU'],
  ]);
  // Other tests' containers request GPUs as well; only the engine container requests driver capabilities.
  const asked = requests().slice(earlier);
  expect(asked.map((line) => JSON.parse(line))).toContainEqual({
    args: ['prestart'],
    NVIDIA_VISIBLE_DEVICES: 'all',
    NVIDIA_DRIVER_CAPABILITIES: 'all',
  });
});

test('the ladder stops at a nested engine without the toolkit', async () => {
  expect(await ladder()).toEqual([
    'gpu-host ok',
    'gpu-container ok',
    'gpu-nested failed gpu/no-toolkit',
    'gpu-step skipped',
  ]);
});

test('the repository of the notice builds DinD with the toolkit, which ends the notice and what status says', async () => {
  const status = () => cli('status').stdout;
  expect(status()).toMatch(/GPUs +builds: no GPU/);
  const repository = await nvidiaRepository(lab.names.images.dind);
  try {
    // What the notice's button does: see test/e2e/views.test.ts.
    expect(cli('config', 'set', 'images.nvidiaRepository', repository.address).status).toBe(0);
    const snapshot = await go('dind');
    expect(snapshot.notices).toEqual([]);
    expect(repository.paths()).toContain('/libnvidia-container/stable/deb/amd64/InRelease');
  } finally {
    repository.close();
  }
  expect(status()).not.toContain('no GPU');
  expect(inEngine(`command -v nvidia-ctk; cat /etc/cdi/nvidia.yaml`)).toContain('nvidia.com/gpu');
});

test('with the toolkit inside, all four rungs pass: a step’s own docker run sees the GPUs', async () => {
  const checks = await climbLadder(product(lab).world, signal);
  expect(checks.map(({ id, state, detail }) => `${id} ${state} ${detail}`)).toEqual([
    'gpu-host ok 1 GPU',
    'gpu-container ok 1 GPU',
    'gpu-nested ok 1 GPU',
    'gpu-step ok 1 GPU',
  ]);
  expect(inEngine('docker ps -aq')).toBe('');
});

test('doctor --gpu prints the ladder below the other checks, and exits with 0 while all rungs pass', () => {
  const { status, stdout, stderr } = doctor();
  expect(stderr).toBe('');
  expect(stdout.split('\n').slice(-4)).toEqual([
    '✓ The host sees its GPUs                      1 GPU',
    '✓ A container of the host’s engine sees them  1 GPU',
    '✓ A container of the nested engine sees them  1 GPU',
    '✓ A pipeline step sees them                   1 GPU',
  ]);
  expect(stdout).toContain('✓ Docker engine ');
  expect(status).toBe(0);
  const { checks } = JSON.parse(doctor('--json').stdout);
  expect(checks.slice(-4)).toMatchObject(
    ['gpu-host', 'gpu-container', 'gpu-nested', 'gpu-step'].map((id) => ({ id, state: 'ok', failure: null })),
  );
});

test('a broken rung exits with 1, with its cause and fix, in 80 columns and as JSON', () => {
  inEngine(`mv ${HOOK} /tmp/hook`);
  const text = doctor();
  const json = doctor('--json');
  inEngine(`mv /tmp/hook ${HOOK}`);
  expect([text.status, json.status]).toEqual([1, 1]);
  expect(text.stdout.slice(text.stdout.indexOf('✓ The host sees'))).toBe(
    [
      '✓ The host sees its GPUs                      1 GPU',
      '✓ A container of the host’s engine sees them  1 GPU',
      '✗ A container of the nested engine sees them  The NVIDIA hook is missing in the',
      '                                              nested engine',
      '    ✗ The NVIDIA hook is missing in the nested engine (gpu/no-toolkit)',
      '      docker: Error response from daemon: exec: "nvidia-container-runtime-hook":',
      '      executable file not found in $PATH.',
      '',
      '      Recreate the DinD container: switch Jenkins off and to DinD again.',
      '',
      '        jenkins-tray down && jenkins-tray up dind',
      '- A pipeline step sees them                   Not tried, since “A container of',
      '                                              the nested engine sees them”',
      '                                              fails.',
    ].join('\n'),
  );
  expect(JSON.parse(json.stdout).checks.slice(-2)).toMatchObject([
    { id: 'gpu-nested', state: 'failed', failure: { code: 'gpu/no-toolkit', command: expect.any(String) } },
    { id: 'gpu-step', state: 'skipped', failure: null },
  ]);
});

test('each rung broken in turn is the one named, and nothing above it is tried', async () => {
  process.env.NVIDIA_SMI_SCENARIO = 'mismatch';
  expect(await ladder()).toEqual([
    'gpu-host failed gpu/driver-mismatch',
    'gpu-container skipped',
    'gpu-nested skipped',
    'gpu-step skipped',
  ]);
  delete process.env.NVIDIA_SMI_SCENARIO;

  const image = lab.names.images.dind;
  const error = 'nvidia-container-cli: mount error: failed to add device rules: bpf_prog_query failed';
  const id = docker('image', 'inspect', '-f', '{{.Id}}', image);
  run('docker', ['build', '-q', '-t', image, '-'], { input: `FROM ${image}\nENV LAB_GPU_ERROR="${error}"\n` });
  expect(await ladder()).toEqual([
    'gpu-host ok',
    'gpu-container failed gpu/failed',
    'gpu-nested skipped',
    'gpu-step skipped',
  ]);
  docker('tag', id, image);

  // The hook is removed while the engine runs.
  inEngine(`mv ${HOOK} /tmp/hook`);
  expect(await ladder()).toContain('gpu-nested failed gpu/no-toolkit');
  inEngine(`mv /tmp/hook ${HOOK}`);

  // No CDI specification: the nested engine's own words.
  inEngine(
    `mv ${HOOK} /tmp/hook; printf '#!/bin/sh\\necho "unresolvable CDI devices nvidia.com/gpu=all" >&2; exit 1\\n' > ${HOOK}; chmod +x ${HOOK}`,
  );
  expect(await ladder()).toContain('gpu-nested failed gpu/no-cdi-spec');
  inEngine(`mv /tmp/hook ${HOOK}`);

  const cli = docker('exec', lab.names.jenkins.dind, 'sh', '-c', 'command -v docker');
  docker('exec', '-u', '0', lab.names.jenkins.dind, 'mv', cli, `${cli}-away`);
  expect(await ladder()).toEqual(['gpu-host ok', 'gpu-container ok', 'gpu-nested ok', 'gpu-step failed gpu/failed']);
  docker('exec', '-u', '0', lab.names.jenkins.dind, 'mv', `${cli}-away`, cli);
});

test('GPUs taken by a systemd reload are noticed, reported, and back with consent; without it nothing changes', async () => {
  const { world } = product(lab);
  expect(await lostGpus(world, signal)).toBeNull();
  inEngine(`printf '#!/bin/sh\\necho "Failed to initialize NVML: Unknown Error"; exit 255\\n' > ${SMI}`);
  const notice = await lostGpus(world, signal);
  expect(notice?.failure).toMatchObject({ code: 'gpu/lost', title: 'Builds in DinD have lost their GPUs' });
  const container = docker('inspect', '-f', '{{.Id}}', lab.names.nestedEngine);
  expect(notice?.id).toBe(`gpu-lost:${container}`);
  await go('dind', []);
  expect(docker('inspect', '-f', '{{.Id}}', lab.names.nestedEngine)).toBe(container);

  const started = () => docker('inspect', '-f', '{{.Id}} {{.State.StartedAt}}', lab.names.jenkins.dind).split(' ');
  const [id, before] = started();
  await go('dind', [recreateConsent(notice?.id ?? '') ?? '']);
  expect(docker('inspect', '-f', '{{.Id}}', lab.names.nestedEngine)).not.toBe(container);
  // The same Jenkins, started again: its builds use the nested engine, so it stops first.
  expect(started()[0]).toBe(id);
  expect(started()[1]).not.toBe(before);
  expect(await lostGpus(world, signal)).toBeNull();
  expect(docker('exec', lab.names.jenkins.dind, 'docker', 'version', '-f', '{{.Server.Version}}')).not.toBe('');
});

import { expect, test } from 'vitest';
import { stackInputs } from '../../../../electron/core/observe/stack-inputs.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import type { Failure } from '../../../../electron/shared/failure.ts';
import { settings, stack } from '../../../doubles/situation.ts';

const engineOf = (gpus: boolean, gpu: { attach?: boolean; builds?: 'all' | string[] } = {}) => {
  const chosen = settings({ gpu: { attach: true, builds: 'all', ...gpu } });
  const body = stack('dind', { settings: chosen, gpus }).containers.find(({ role }) => role === 'dind')?.body;
  return {
    requests: body?.HostConfig.DeviceRequests,
    env: body?.Env.filter((entry) => /NVIDIA|GPUS/.test(entry)),
  };
};

test('the engine container asks for all GPUs, whatever builds get; a subset outside would break nested ones', () => {
  const all = [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }];
  expect(engineOf(true)).toEqual({
    requests: all,
    env: ['NVIDIA_DRIVER_CAPABILITIES=all', 'JENKINS_TRAY_GPUS=all'],
  });
  expect(engineOf(true, { builds: ['GPU-a', 'GPU-b'] })).toEqual({
    requests: all,
    env: ['NVIDIA_DRIVER_CAPABILITIES=all', 'JENKINS_TRAY_GPUS=GPU-a,GPU-b'],
  });
});

test('without GPUs nothing is asked for', () => {
  expect(engineOf(false)).toEqual({ requests: undefined, env: [] });
});

const gpusFor = async (attach: boolean, hasGpu: boolean, gpuless: Failure | null) => {
  const known: Partial<Record<keyof World, unknown>> = {
    home: '/srv/home',
    assets: '/app',
    endpoint: { socket: null },
    host: {
      mtu: async () => 1500,
      hasGpu: async () => hasGpu,
      folderHash: async () => 'aa',
      propagation: async () => 'rprivate',
    },
  };
  const world: World = Object.assign(Object.create(null), known);
  return (await stackInputs(world, settings({ gpu: { attach, builds: 'all' } }), { gpuless }, '1')).gpus;
};

test('GPUs are left out where the user says so, where there are none, and where the engine could not give them', async () => {
  const refused = { code: 'gpu/no-toolkit', title: '', detail: '' } as const;
  expect(await gpusFor(true, true, null)).toBe(true);
  expect(await gpusFor(false, true, null)).toBe(false);
  expect(await gpusFor(true, false, null)).toBe(false);
  expect(await gpusFor(true, true, refused)).toBe(false);
});

test('the repository of NVIDIA’s toolkit, once given, is what the engine’s image alone is built with', () => {
  const argsOf = (nvidiaRepository: string) => {
    const { images } = settings();
    const built = stack('dind', { settings: settings({ images: { ...images, nvidiaRepository } }) }).images;
    return Object.fromEntries(built.map(({ role, buildArgs: { BASE, ...rest } }) => [role, rest]));
  };
  const repository = 'https://packages.example/libnvidia-container';
  expect(argsOf('')).toEqual({ dind: {}, jenkins: {} });
  expect(argsOf(repository)).toEqual({ dind: { NVIDIA_APT: repository, WITH_NVIDIA: '1' }, jenkins: {} });
});

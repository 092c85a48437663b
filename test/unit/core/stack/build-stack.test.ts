import { expect, test } from 'vitest';
import { settings, stack } from '../../../doubles/situation.ts';

const engineOf = (gpus: boolean, gpu: { attach?: boolean; builds?: 'all' | string[] } = {}) => {
  const chosen = settings({ gpu: { attach: true, builds: 'all', ...gpu } });
  const body = stack('dind', { settings: chosen, gpus }).containers.find(({ role }) => role === 'dind')?.body;
  return {
    requests: body?.HostConfig.DeviceRequests,
    env: body?.Env.filter((entry) => /NVIDIA|GPUS/.test(entry)),
  };
};

test('the engine container requests all GPUs, whatever builds get: a subset would break nested ones', () => {
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

test('without GPUs none are requested', () => {
  expect(engineOf(false)).toEqual({ requests: undefined, env: [] });
});

test('a given repository for NVIDIA’s toolkit is used for the engine image only', () => {
  const argsOf = (nvidiaRepository: string) => {
    const { images } = settings();
    const built = stack('dind', { settings: settings({ images: { ...images, nvidiaRepository } }) }).images;
    return Object.fromEntries(built.map(({ role, buildArgs: { BASE, ...rest } }) => [role, rest]));
  };
  const repository = 'https://packages.example/libnvidia-container';
  expect(argsOf('')).toEqual({ dind: {}, jenkins: {} });
  expect(argsOf(repository)).toEqual({ dind: { NVIDIA_APT: repository, WITH_NVIDIA: '1' }, jenkins: {} });
});

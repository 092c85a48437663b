import { expect, test } from 'vitest';
import { stackInputs } from '../../../../electron/core/observe/stack-inputs.ts';
import type { Failure } from '../../../../electron/shared/failure.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import { settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const gpusFor = async (attach: boolean, hasGpu: boolean, gpuless: Failure | null) => {
  const world = fakeWorld({
    host: {
      mtu: async () => 1500,
      hasGpu: async () => hasGpu,
      folderHash: async () => 'aa',
      propagation: async () => 'rprivate',
      nvidiaRepository: async () => null,
      nvidiaTools: async () => [],
    },
  });
  return (await stackInputs(world, settings({ gpu: { ...defaultSettings.gpu, attach } }), { gpuless }, '1')).gpus;
};

test('GPUs are left out if the user says so, if there are none, and if the engine could not attach them', async () => {
  const refused = { code: 'gpu/no-toolkit', title: '', detail: '' } as const;
  expect(await gpusFor(true, true, null)).toBe(true);
  expect(await gpusFor(false, true, null)).toBe(false);
  expect(await gpusFor(true, false, null)).toBe(false);
  expect(await gpusFor(true, true, refused)).toBe(false);
});

const overlayFor = async (pluginsFile: string) => {
  const host = {
    mtu: async () => 1500,
    hasGpu: async () => false,
    folderHash: async () => 'aa',
    propagation: async () => 'rprivate' as const,
    readText: async (path: string) => `content of ${path}`,
  };
  const images = { ...settings().images, pluginsFile };
  return (await stackInputs(fakeWorld({ host }), settings({ images }), { gpuless: null }, '1')).overlay;
};

test('the user’s plugins file keeps its format, which its name tells', async () => {
  expect(await overlayFor('/srv/plugins.yaml')).toEqual({ 'plugins.yaml': 'content of /srv/plugins.yaml' });
  expect(await overlayFor('/srv/my.YML')).toEqual({ 'plugins.yaml': 'content of /srv/my.YML' });
  expect(await overlayFor('/srv/plugins')).toEqual({ 'plugins.txt': 'content of /srv/plugins' });
});

const nvidiaFor = async (found: string | null, hasGpu = true) => {
  const host = {
    mtu: async () => 1500,
    hasGpu: async () => hasGpu,
    folderHash: async () => 'aa',
    propagation: async () => 'rprivate' as const,
    nvidiaRepository: async () => found,
    nvidiaTools: async () => [],
  };
  return (await stackInputs(fakeWorld({ host }), settings(), { gpuless: null }, '1')).nvidia?.repository;
};

test('with GPUs, the toolkit comes from where this computer has it, else from NVIDIA’s documented repository', async () => {
  expect(await nvidiaFor('https://mirror.house/libnvidia-container')).toBe('https://mirror.house/libnvidia-container');
  expect(await nvidiaFor(null)).toBe('https://nvidia.github.io/libnvidia-container');
  expect(await nvidiaFor(null, false)).toBeUndefined();
});

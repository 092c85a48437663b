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
  expect(await overlayFor('/srv/plugins.yaml.txt')).toEqual({
    'plugins.txt': 'content of /srv/plugins.yaml.txt',
  });
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

const PLAIN = {
  mtu: async () => 1450,
  hasGpu: async () => true,
  folderHash: async (folder: string) => `hash of ${folder}`,
  propagation: async (path: string) => (path === '/data' ? ('rslave' as const) : ('rprivate' as const)),
  nvidiaRepository: async () => null,
  nvidiaTools: async () => ['/usr/bin/nvidia-ctk'],
  readText: async (path: string) => (path.endsWith('.json') ? '{"debug":true}' : `content of ${path}`),
  proxy: () => ({ http: 'http://found:1', https: '', noProxy: '' }),
};
const inputsFor = (change: Parameters<typeof settings>[0], host: Partial<typeof PLAIN> = {}, lenient = false) =>
  stackInputs(fakeWorld({ host: { ...PLAIN, ...host } }), settings(change), { gpuless: null }, '1.2.3', lenient);

test('the inputs are those of this computer and of the settings', async () => {
  expect(await inputsFor({ dataMounts: [{ source: '/data', target: null, readOnly: true }] })).toEqual({
    settings: expect.anything(),
    home: '/srv/jenkins',
    homeVolume: null,
    socket: '/run/docker.sock',
    gpus: true,
    nvidia: { repository: 'https://nvidia.github.io/libnvidia-container', tools: ['/usr/bin/nvidia-ctk'] },
    daemon: null,
    timeZone: 'Etc/UTC',
    mtu: 1450,
    assets: '/app/docker',
    contextHashes: { jenkins: 'hash of /app/docker/jenkins', dind: 'hash of /app/docker/dind' },
    overlay: {},
    engineOverlay: {},
    foundProxy: { http: 'http://found:1', https: '', noProxy: '' },
    propagation: { '/srv/jenkins': 'rprivate', '/data': 'rslave' },
    version: '1.2.3',
    owner: { id: 'this-folder', adopted: [] },
    computer: { id: 'this-computer', name: 'ada' },
  });
});

test('what the settings say comes before what was found', async () => {
  const jenkins = { ...settings().jenkins, timeZone: 'Europe/Berlin' };
  const proxy = { http: 'http://set:1', https: '', noProxy: '' };
  expect(await inputsFor({ jenkins, proxy })).toMatchObject({ timeZone: 'Europe/Berlin', foundProxy: null });
});

const files = { ...settings().images, caFile: '/etc/ca.crt', packagesFile: '/p.txt', pluginsFile: '/plugins.txt' };
const daemonFile = { nested: { ...settings().nested, daemonFile: '/srv/daemon.json' } };

test('a company’s certificates are for both images, the lists for that of Jenkins', async () => {
  expect(await inputsFor({ images: files, ...daemonFile })).toMatchObject({
    overlay: {
      'packages.txt': 'content of /p.txt',
      'plugins.txt': 'content of /plugins.txt',
      'company-ca.crt': 'content of /etc/ca.crt',
    },
    engineOverlay: { 'company-ca.crt': 'content of /etc/ca.crt' },
    daemon: { debug: true },
  });
});

test('a file of the user that cannot be read fails, unless only what is there is looked at', async () => {
  const readText = async (): Promise<string> => {
    throw new Error('unreadable');
  };
  for (const change of [
    { images: { ...files, caFile: '' } },
    { images: { ...files, packagesFile: '', pluginsFile: '' } },
    daemonFile,
  ]) {
    await expect(inputsFor(change, { readText })).rejects.toThrow('unreadable');
    expect(await inputsFor(change, { readText }, true)).toMatchObject({ overlay: {}, engineOverlay: {}, daemon: null });
  }
});

test('of a home in a volume, no propagation is asked for', async () => {
  const fact = { name: 'ci', driver: 'local', mountpoint: '/v', options: {}, labels: {} };
  const world = { ...fakeWorld({ host: PLAIN }), homeVolume: { name: 'ci', fact } };
  const { homeVolume, propagation } = await stackInputs(world, settings(), { gpuless: null }, '1');
  expect([homeVolume, propagation]).toEqual(['ci', {}]);
});

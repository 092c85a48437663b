import { expect, test } from 'vitest';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import { settings, stack } from '../../../doubles/situation.ts';

const engineOf = (gpus: boolean, gpu: { attach?: boolean; builds?: 'all' | string[] } = {}) => {
  const chosen = settings({ gpu: { ...defaultSettings.gpu, ...gpu } });
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

test('the repository of NVIDIA’s toolkit is for the engine image only; one that was found is tried, and may change', () => {
  const imagesWith = (nvidiaRepository: string, found: string | null) =>
    stack('dind', {
      settings: settings({ images: { ...settings().images, nvidiaRepository } }),
      nvidia: found === null ? null : { repository: found, tools: [] },
    }).images;
  const argsOf = (given: string, found: string | null) =>
    Object.fromEntries(imagesWith(given, found).map(({ role, buildArgs: { BASE, ...rest } }) => [role, rest]));
  const [named, found] = ['https://named.example/libnvidia-container', 'https://found.example/libnvidia-container'];
  expect(argsOf('', null)).toEqual({ dind: {}, jenkins: {} });
  expect(argsOf('', found)).toEqual({ dind: { NVIDIA_APT: found, WITH_NVIDIA: 'auto' }, jenkins: {} });
  expect(argsOf(named, found)).toEqual({ dind: { NVIDIA_APT: named, WITH_NVIDIA: '1' }, jenkins: {} });
  const labels = (address: string) => imagesWith('', address).map((image) => image.labels);
  expect(labels(found)).toEqual(labels('https://other.example/libnvidia-container'));
});

const dindOf = (change: Parameters<typeof stack>[1]) =>
  stack('dind', change).containers.find(({ role }) => role === 'dind')?.body;
const ENV = /^JENKINS_TRAY_(INSECURE|ADDRESS|BIP|DAEMON)/;

test('registries and networks of the house reach the nested engine', () => {
  const nested = {
    ...settings().nested,
    insecureRegistries: ['registry.house:5000'],
    registryCertificates: '/etc/docker/certs.d',
    addressPools: ['base=10.200.0.0/16,size=24'],
    bip: '10.199.0.1/24',
  };
  const body = dindOf({ settings: settings({ nested }), gpus: false, daemon: { 'live-restore': true } });
  expect(body?.Env.filter((line) => ENV.test(line))).toEqual([
    'JENKINS_TRAY_INSECURE_REGISTRIES=registry.house:5000',
    'JENKINS_TRAY_ADDRESS_POOLS=base=10.200.0.0/16,size=24',
    'JENKINS_TRAY_BIP=10.199.0.1/24',
    'JENKINS_TRAY_DAEMON_JSON={"live-restore":true}',
  ]);
  expect(body?.HostConfig.Mounts.find(({ Target }) => Target === '/etc/docker/certs.d')).toMatchObject({
    Source: '/etc/docker/certs.d',
    ReadOnly: true,
  });
  expect(dindOf({ gpus: false })?.Env.filter((line) => ENV.test(line))).toEqual([]);
});

test('the host’s tools for CDI are mounted where the container has GPUs', () => {
  const nvidia = { repository: 'https://a.example', tools: ['/usr/bin/nvidia-ctk', '/usr/bin/nvidia-cdi-hook'] };
  const tools = (gpus: boolean) =>
    dindOf({ gpus, nvidia })?.HostConfig.Mounts.filter(({ Source }) => Source.includes('nvidia-c'));
  expect(tools(false)).toEqual([]);
  expect(tools(true)?.map(({ Target, ReadOnly }) => `${Target} ${ReadOnly}`)).toEqual([
    '/usr/local/libexec/jenkins-tray/host/nvidia-ctk true',
    '/usr/local/libexec/jenkins-tray/host/nvidia-cdi-hook true',
  ]);
});

test.each([
  ['Jenkins', 'dood'],
  ['Jenkins', 'dind'],
  ['the nested engine', 'dind'],
] as const)('%s (%s) has the host’s time zone, or the chosen one; only another choice recreates it', (who, mode) => {
  const made = (zone: string, chosen = '') => {
    const from = settings({ jenkins: { ...settings().jenkins, timeZone: chosen } });
    const { containers } = stack(mode, { timeZone: zone, settings: from });
    const body = containers.find(({ role }) => (role === 'jenkins') === (who === 'Jenkins'))?.body;
    return { zone: body?.Env.filter((line) => line.startsWith('TZ=')), config: body?.Labels['io.jenkins-tray.config'] };
  };
  expect(made('Europe/Berlin').zone).toEqual(['TZ=Europe/Berlin']);
  expect(made('').zone).toEqual([]);
  expect(made('Europe/Berlin').config).toBe(made('Asia/Tokyo').config);
  expect(made('Asia/Tokyo', 'Asia/Tokyo').config).not.toBe(made('Asia/Tokyo').config);
});

test('the number of executors is left to Jenkins unless one is chosen', () => {
  const lines = (executors: number | null) =>
    stack('dood', {
      settings: settings({ jenkins: { ...settings().jenkins, executors } }),
    }).containers[0]?.body.Env.filter((line) => line.startsWith('JENKINS_TRAY_EXECUTORS'));
  expect(lines(null)).toEqual([]);
  expect(lines(0)).toEqual(['JENKINS_TRAY_EXECUTORS=0']);
});

test('the user’s own Configuration as Code file is mounted read-only and named', () => {
  const from = settings({ jenkins: { ...settings().jenkins, cascFile: '/srv/casc.yaml' } });
  const body = stack('dood', { settings: from }).containers[0]?.body;
  const target = '/usr/local/share/jenkins-tray/casc.yaml';
  expect(body?.Env).toContain(`JENKINS_TRAY_CASC=${target}`);
  expect(body?.HostConfig.Mounts).toContainEqual(
    expect.objectContaining({ Source: '/srv/casc.yaml', Target: target, ReadOnly: true }),
  );
});

import { expect, test } from 'vitest';
import { engineFailure } from '../../../../electron/adapters/engine/errors.ts';

const endpoint = { host: 'unix:///run/docker.sock', context: 'default', socket: '/run/docker.sock' };
const answer = (message: string) => Object.assign(new Error(message), { statusCode: 500, json: { message } });

test.each([
  ['statat var/run: path escapes from parent', 'moby#52653'],
  ['mkdirat var/run: file exists', 'moby#52653'],
  [
    'failed to create task for container: OCI runtime create failed: namespace {"time" ""} does not exist',
    'runc 1.2 or newer',
  ],
])('an engine’s own bug is named: %s', (message, named) => {
  const { failure } = engineFailure(answer(message), 'copy files', endpoint);
  expect(failure).toMatchObject({
    code: 'engine/bug',
    title: 'Docker could not copy files, because of a known bug',
  });
  expect(failure.detail).toContain(named);
  expect(failure.detail).toContain(message);
  expect(failure.fix).toMatch(/^Update/);
});

test('any other engine error is reported unchanged', () => {
  const { failure } = engineFailure(answer('mkdir /srv: file exists'), 'start a container', endpoint);
  expect(failure).toMatchObject({ code: 'engine/error', detail: 'mkdir /srv: file exists (HTTP 500)' });
});

test.each(['network 1d2e3f not found', 'failed to set up container networking: network 1d2e3f not found'])(
  'a start without its network says what to do: %s',
  (message) => {
    const thrown = Object.assign(new Error(message), { statusCode: 404, json: { message } });
    expect(engineFailure(thrown, 'start my-jenkins', endpoint).failure).toEqual({
      code: 'network/gone',
      title: 'Docker could not start my-jenkins: its network is gone',
      detail: message,
      fix: 'Disconnect the container from that network and connect it to one that exists, then try again.',
    });
  },
);

test.each([
  ['write /var/lib/docker/x: no space left on device', 500, 'engine/disk-full'],
  ['all predefined address pools have been fully subnetted', 404, 'network/pools-used-up'],
  ['could not find an available, non-overlapping IPv4 address pool among the defaults', 404, 'network/pools-used-up'],
  ['listen tcp4 10.9.8.7:8081: bind: cannot assign requested address', 500, 'port/no-address'],
  ['failed to create fsnotify watcher: inotify_init: too many open files', 500, 'engine/watches-used-up'],
])('%s has a cause and a fix', (message, statusCode, code) => {
  const thrown = Object.assign(new Error(message), { statusCode });
  const { failure } = engineFailure(thrown, 'start it', { host: 'h', context: 'default', socket: null });
  expect(failure).toMatchObject({ code, detail: message, fix: expect.any(String), command: expect.any(String) });
});

test.each([
  // https://github.com/NVIDIA/nvidia-settings/issues/124
  [
    'error during container init: failed to fulfil mount request: open /usr/lib/libEGL_nvidia.so.590.48.01: no such file or directory',
    'gpu/no-cdi-spec',
  ],
  [
    'failed to fulfil mount request: open /run/nvidia-persistenced/socket: no such file or directory',
    'gpu/no-cdi-spec',
  ],
  ['error mounting "/home/nvidia/jenkins_home" to rootfs: permission denied', 'engine/error'],
  ['failed to fulfil mount request: open /home/nvidia/jenkins_home: no such file or directory', 'engine/error'],
])('%s is of the GPUs, or is not: %s', (message, code) => {
  expect(engineFailure(answer(message), 'start it', endpoint).failure.code).toBe(code);
});

test('an address that a variable names is told with the variable', () => {
  const thrown = Object.assign(new Error('connect ENOENT /gone.sock'), { code: 'ENOENT' });
  const endpoint = { host: 'unix:///gone.sock', context: 'DOCKER_HOST', socket: '/gone.sock' };
  expect(engineFailure(thrown, 'respond', endpoint).failure).toMatchObject({
    code: 'engine/unreachable',
    detail: expect.stringContaining('DOCKER_HOST'),
  });
});

import { expect, test } from 'vitest';
import { settings, stack } from '../../../doubles/situation.ts';

test.each([
  [null, '/run/docker.sock'],
  ['/srv/docker.sock', '/srv/docker.sock'],
  // Docker Desktop's engine has its own, and refuses the computer's.
  ['/home/ann/.docker/desktop/docker.sock', '/var/run/docker.sock'],
])('with the engine’s socket at %s, DooD mounts %s', (socket, source) => {
  const jenkins = stack('dood', { settings: settings(), socket }).containers.find(({ role }) => role === 'jenkins');
  expect(jenkins?.body.HostConfig.Mounts.find(({ Target }) => Target === '/run/docker.sock')?.Source).toBe(source);
});

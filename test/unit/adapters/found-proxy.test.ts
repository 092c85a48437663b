import { expect, test } from 'vitest';
import { foundProxy } from '../../../electron/adapters/found-proxy.ts';
import { scriptStage } from '../../doubles/script-stage.ts';

/** What is found with this configuration of docker and this environment. */
function found(proxies: object | null, env: Record<string, string> = {}) {
  const stage = scriptStage();
  stage.write('config.json', JSON.stringify(proxies === null ? {} : { proxies }));
  return foundProxy({ DOCKER_CONFIG: stage.folder, ...env });
}
const DOCKER = { default: { httpProxy: 'http://docker.example:3128', noProxy: '.house' } };

test('docker’s own proxies come first, then the environment’s, in either case', () => {
  expect(found(DOCKER, { HTTPS_PROXY: 'http://env.example:1' })).toEqual({
    http: 'http://docker.example:3128',
    https: '',
    noProxy: '.house',
  });
  expect(found(null, { https_proxy: 'http://env.example:1', NO_PROXY: 'a,b' })).toEqual({
    http: '',
    https: 'http://env.example:1',
    noProxy: 'a,b',
  });
  expect(found(null)).toBeNull();
  expect(foundProxy({ DOCKER_CONFIG: '/nowhere' })).toBeNull();
});

test.each(['http://127.0.0.1:3128', 'http://ann:pw@localhost:3128/', 'http://[::1]:3128'])(
  'a proxy at %s, which no container could reach, is left out',
  (address) => {
    expect(found(null, { HTTP_PROXY: address })).toBeNull();
  },
);

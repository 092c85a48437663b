import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createContexts } from '../../../electron/adapters/docker-context.ts';
import { resolveConnection } from '../../../electron/adapters/engine/endpoint.ts';

/** The Docker context that the product writes into a folder of the user's, and takes away again. */
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-contexts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = async () => {
  const contexts = createContexts(folder);
  const files = { 'ca.pem': 'ca', 'cert.pem': 'cert', 'key.pem': 'key' };
  await contexts.write({
    name: 'jenkins-dind',
    host: 'tcp://127.0.0.1:2376',
    instance: 'default',
    description: '',
    files,
  });
  return contexts;
};
const config = (): string => join(folder, 'config.json');

test('a removed context is no longer current, and the rest of the configuration stays', async () => {
  const contexts = await written();
  writeFileSync(config(), '{"currentContext":"jenkins-dind","auths":{"x":{}}}');
  await contexts.remove('jenkins-dind');
  expect(JSON.parse(readFileSync(config(), 'utf8'))).toEqual({ auths: { x: {} } });
  expect(await contexts.find('jenkins-dind')).toBeNull();
});

test.each(['{"currentContext": "jenkins-dind"', '', 'null', '"jenkins-dind"', '{"currentContext":"other"}\n'])(
  'a configuration that says %j is left as it is, and the context goes all the same',
  async (content) => {
    const contexts = await written();
    writeFileSync(config(), content);
    await contexts.remove('jenkins-dind');
    expect(readFileSync(config(), 'utf8')).toBe(content);
    expect(await contexts.find('jenkins-dind')).toBeNull();
  },
);

test('no configuration is written where there is none', async () => {
  await (await written()).remove('jenkins-dind');
  expect(existsSync(config())).toBe(false);
});

test.each(['null', '[]', '{"Name":7}', '{"Name":"jenkins-dind","Endpoints":[]}', '{'])(
  'a context whose metadata reads %s is left out',
  async (meta) => {
    mkdirSync(join(folder, 'contexts', 'meta', 'odd'), { recursive: true });
    writeFileSync(join(folder, 'contexts', 'meta', 'odd', 'meta.json'), meta);
    expect(await createContexts(folder).find('jenkins-dind')).toBe(null);
    expect(() => resolveConnection('jenkins-dind', { DOCKER_CONFIG: folder })).toThrow('engine/context-unknown');
  },
);

test.each([{}, { Metadata: null }, { Metadata: {} }, { Metadata: 'mine', Storage: {} }])(
  'a context of another program, with %j, is found',
  async (rest) => {
    mkdirSync(join(folder, 'contexts', 'meta', 'other'), { recursive: true });
    const meta = { Name: 'colima', Endpoints: { docker: { Host: 'unix:///run/colima.sock', SkipTLSVerify: false } } };
    writeFileSync(join(folder, 'contexts', 'meta', 'other', 'meta.json'), JSON.stringify({ ...meta, ...rest }));
    expect(await createContexts(folder).find('colima')).toMatchObject({
      host: meta.Endpoints.docker.Host,
      instance: null,
    });
    expect(resolveConnection('colima', { DOCKER_CONFIG: folder }).endpoint.host).toBe(meta.Endpoints.docker.Host);
  },
);

test.each(['null', '[]', '{"currentContext":7}', '{'])(
  'a docker configuration that reads %s means the default context',
  (config) => {
    writeFileSync(join(folder, 'config.json'), config);
    expect(resolveConnection('', { DOCKER_CONFIG: folder }).endpoint.context).toBe('default');
  },
);

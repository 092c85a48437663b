import { expect, test } from 'vitest';
import { registryLogin, registryOf } from '../../../../electron/adapters/engine/registry-login.ts';
import { scriptStage } from '../../../doubles/script-stage.ts';

const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });

/** The login for a reference with this configuration of docker; `helper`: what its credential helper does. */
async function login(reference: string, config: object, helper = 'exit 1') {
  const stage = scriptStage();
  stage.write('config.json', JSON.stringify(config));
  stage.stub('docker-credential-test', helper);
  const warnings: string[] = [];
  const env = { DOCKER_CONFIG: stage.folder, PATH: `${stage.folder}/bin` };
  return { found: await registryLogin(reference, env, (line) => warnings.push(line)), warnings };
}

test.each([
  ['jenkins/jenkins:lts-jdk21', 'docker.io'],
  ['ubuntu', 'docker.io'],
  ['localhost/jenkins', 'localhost'],
  ['registry.house/team/jenkins@sha256:ab', 'registry.house'],
  ['127.0.0.1:5000/a', '127.0.0.1:5000'],
])('%s is in %s', (reference, registry) => {
  expect(registryOf(reference)).toBe(registry);
});

test('each registry gets its own login and no other', async () => {
  const auths = {
    'https://index.docker.io/v1/': auth('hub:one'),
    'registry.house': auth('ann:with:colon'),
    'https://old.house/v1/': auth('old:two'),
  };
  expect((await login('ubuntu:24.04', { auths })).found).toEqual({
    serveraddress: 'https://index.docker.io/v1/',
    username: 'hub',
    password: 'one',
  });
  expect((await login('registry.house/a', { auths })).found).toMatchObject({ username: 'ann', password: 'with:colon' });
  expect((await login('old.house/a', { auths })).found).toMatchObject({ username: 'old' });
  expect((await login('registry.house:5000/a', { auths })).found).toBeNull();
  expect((await login('elsewhere.example/a', { auths })).found).toBeNull();
});

test('a credential helper is asked for this registry alone', async () => {
  const says = 'read key; echo "{\\"ServerURL\\":\\"$key\\",\\"Username\\":\\"ann\\",\\"Secret\\":\\"for $key\\"}"';
  const { found } = await login('registry.house/a', { credHelpers: { 'registry.house': 'test' } }, says);
  expect(found).toMatchObject({ username: 'ann', password: 'for registry.house' });
  const token = 'echo "{\\"Username\\":\\"<token>\\",\\"Secret\\":\\"t\\"}"';
  expect((await login('ubuntu', { credsStore: 'test' }, token)).found).toEqual({
    serveraddress: 'https://index.docker.io/v1/',
    identitytoken: 't',
  });
});

test('a helper without a login is no problem; one that fails or is missing is told', async () => {
  const none = await login('ubuntu', { credsStore: 'test' }, 'echo "credentials not found in native keychain"; exit 1');
  expect(none).toEqual({ found: null, warnings: [] });
  const fails = await login('ubuntu', { credsStore: 'test' }, 'echo "keyring is locked"; exit 1');
  expect(fails).toEqual({
    found: null,
    warnings: ['docker-credential-test failed, so no login is used: keyring is locked'],
  });
  expect((await login('ubuntu', { credsStore: 'not-installed' })).warnings[0]).toMatch(/not-installed failed/);
});

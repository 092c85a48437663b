import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { expect, test } from 'vitest';
import { pullAgain, pullIfMissing } from '../../../../electron/adapters/engine/pull.ts';
import { pullFailure } from '../../../../electron/shared/failures/image.ts';

/** Messages of engines 20.10 to 29. */
test.each([
  ['toomanyrequests: You have reached your pull rate limit. You may increase the limit', 'image/rate-limited'],
  ['received unexpected HTTP status: 429 Too Many Requests', 'image/rate-limited'],
  ['Head "https://r.example/v2/a/manifests/1": no basic auth credentials', 'image/login-needed'],
  ['unauthorized: authentication required', 'image/login-needed'],
  ['denied: requested access to the resource is denied', 'image/access-denied'],
  ['unexpected status from HEAD request to https://r.example/v2/a: 403 Forbidden', 'image/access-denied'],
  [
    "pull access denied for a, repository does not exist or may require 'docker login': denied",
    'image/base-unavailable',
  ],
  ['manifest for a:1 not found: manifest unknown: manifest unknown', 'image/base-unavailable'],
  ['dial tcp: lookup registry-1.docker.io: no such host', 'image/base-unavailable'],
])('%s is %s', (message, code) => {
  expect(pullFailure({ base: 'a:1', registry: 'r.example', message, hasLogin: false }).code).toBe(code);
});

test('an image that may be missing or private is told as either', () => {
  const message = "pull access denied for a, repository does not exist or may require 'docker login'";
  const { fix } = pullFailure({ base: 'a:1', registry: 'docker.io', message, hasLogin: false });
  expect(fix).toMatch(/name in the settings\. If it is private, log in/);
});

type Answer = (response: ServerResponse) => void;
const absent: Answer = (response) => response.writeHead(404).end('{"message":"no such image"}');

/** Pulls `base` from an engine that answers the pull like this, and lacks it unless `inspect` tells it; returns what is thrown. */
async function thrownBy(answer: Answer, pulls = pullIfMissing, inspect = absent): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'jt-pull-'));
  const socketPath = join(folder, 'docker.sock');
  const server = createServer(({ method }, response) => (method === 'POST' ? answer : inspect)(response));
  server.listen(socketPath);
  await once(server, 'listening');
  const docker = new Docker({ socketPath });
  const signal = new AbortController().signal;
  const thrown: unknown = await pulls(docker, 'base', () => undefined, signal, { DOCKER_CONFIG: folder }).catch(
    (error: unknown) => error,
  );
  server.close();
  rmSync(folder, { recursive: true });
  return thrown;
}

test('an engine that goes away during a pull is not told as a registry without the image', async () => {
  expect(await thrownBy((response) => response.destroy())).toMatchObject({ code: 'ECONNRESET' });
});

test('an engine that refuses a pull has the registry’s reason', async () => {
  const refused = (response: ServerResponse) => response.writeHead(404).end('{"message":"manifest unknown"}');
  expect(await thrownBy(refused)).toMatchObject({
    failure: { code: 'image/base-unavailable', detail: expect.stringMatching(/^base: .*manifest unknown/) },
  });
});

test.each([
  ['base', 'pulled'],
  ['registry.example/base', 'left as it is'],
])('an image that has a digest in %s is %s for an update', async (repository, becomes) => {
  const digest = `${repository}@sha256:${'a'.repeat(64)}`;
  const pulls: Answer = (response) => response.writeHead(404).end('{"message":"manifest unknown"}');
  const inspect: Answer = (response) => response.end(JSON.stringify({ RepoDigests: [digest] }));
  const thrown = await thrownBy(pulls, pullAgain, inspect);
  expect(thrown === undefined ? 'left as it is' : 'pulled').toBe(becomes);
});

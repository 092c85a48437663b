import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildImage } from '../../electron/adapters/engine/build.ts';
import { FailureError } from '../../electron/shared/failure.ts';
import { type Registry, startRegistry } from '../doubles/registry.ts';
import { run } from '../lab/shell.ts';
import '../lab/setup.ts';

/** Base images of registries that want a login, on the lab's engine; the registries are servers of this process. */
const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-registry-'));
const made = new Set<string>();
let own: Registry;
let other: Registry;
const before = process.env.DOCKER_CONFIG;

beforeAll(async () => {
  [own, other] = [await startRegistry('own'), await startRegistry('other')];
  process.env.DOCKER_CONFIG = folder;
});
afterAll(() => {
  for (const registry of [own, other]) registry.close();
  if (before === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = before;
  run('docker', ['rmi', '-f', ...made]);
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  own.behaviour.login = { user: 'ann', password: 'geheim' };
  own.behaviour.refuse = null;
  own.behaviour.breaksOff = false;
});

const logIn = (user: string, password: string): void => {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [own.host]: { auth } } }));
};

/** Builds from a base; says how it ended, and what was printed. */
async function build(
  base: string,
  dockerfile = '',
): Promise<{ readonly ended: string; readonly lines: readonly string[] }> {
  const context = mkdtempSync(join(folder, 'context-'));
  writeFileSync(join(context, 'Dockerfile'), `ARG BASE\nFROM \${BASE}\nCOPY Dockerfile /\n${dockerfile}`);
  const reference = `registry-test:${made.size}`;
  for (const image of [base, reference]) made.add(image);
  const lines: string[] = [];
  const spec = { reference, role: 'dind' as const, context, overlay: {}, buildArgs: { BASE: base }, base, labels: {} };
  const ended = await buildImage(new Docker(), spec, (line) => lines.push(line), AbortSignal.timeout(60_000)).then(
    () => 'built',
    (thrown: unknown) =>
      thrown instanceof FailureError ? `${thrown.failure.code}: ${thrown.failure.title}` : String(thrown),
  );
  return { ended, lines };
}

test('a base is pulled with the login of its own registry, and built from; no other registry gets it', async () => {
  logIn('ann', 'geheim');
  const { ended, lines } = await build(
    `${own.host}/house/jenkins:lts`,
    `COPY --from=${other.host}/tools:1 / /tools/\n`,
  );
  expect(ended).toBe('built');
  expect(lines).toContain(`Pulling ${own.host}/house/jenkins:lts from ${own.host} with your login`);
  expect(own.logins()).toEqual([`Basic ${Buffer.from('ann:geheim').toString('base64')}`]);
  expect(other.layers()).toBeGreaterThan(0);
  expect(other.logins()).toEqual([]);
});

test('a base that is there is not pulled again', async () => {
  const pulls = own.layers();
  expect((await build(`${own.host}/house/jenkins:lts`)).ended).toBe('built');
  expect(own.layers()).toBe(pulls);
});

test('without a login, with a wrong one, and without access, each is told as what it is', async () => {
  rmSync(join(folder, 'config.json'));
  expect((await build(`${own.host}/house/a`)).ended).toBe(`image/login-needed: The registry ${own.host} wants a login`);
  logIn('ann', 'wrong');
  expect((await build(`${own.host}/house/a`)).ended).toMatch(/^image\/login-needed: .* does not accept your login/);
  logIn('ann', 'geheim');
  own.behaviour.refuse = { status: 403, code: 'DENIED', message: 'requested access to the resource is denied' };
  expect((await build(`${own.host}/house/a`)).ended).toMatch(/^image\/access-denied/);
  own.behaviour.refuse = { status: 429, code: 'TOOMANYREQUESTS', message: 'You have reached your pull rate limit.' };
  expect((await build(`${own.host}/house/a`)).ended).toMatch(/^image\/rate-limited/);
  own.behaviour.refuse = { status: 404, code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' };
  expect((await build(`${own.host}/house/a`)).ended).toMatch(/^image\/base-unavailable/);
});

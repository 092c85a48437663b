import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildImage } from '../../electron/adapters/engine/build.ts';
import { createWorld } from '../../electron/adapters/world.ts';
import { stackInputs } from '../../electron/core/observe/stack-inputs.ts';
import { buildStack } from '../../electron/core/stack/build-stack.ts';
import { FailureError } from '../../electron/shared/failure.ts';
import { houseAuthority } from '../lab/house-authority.ts';
import { JENKINS_21, makeJenkins21Base } from '../lab/jenkins-21.ts';
import { type PasswordProxy, passwordProxy } from '../lab/password-proxy.ts';
import { BASES } from '../lab/paths.ts';
import { assets, cleanUp, type Setup, setup, writeSettings } from '../lab/setup.ts';
import { must, run } from '../lab/shell.ts';

/**
 * Both images are built in a network from which only a proxy that wants a password leads out: their bases fetch packages
 * from a host that only the proxy knows, plugins come from another one over TLS with a company's certificate.
 */
const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-proxy-'));
const authority = houseAuthority();
const JENKINS_BASE = 'lab/proxied-jenkins';
const ENGINE_BASE = 'lab/proxied-engine';
const before = { ...process.env };
let lab: Setup;
let proxy: PasswordProxy;
let centre: Server;
const lists: string[] = [];

/** Where the lab's bases get their packages from. */
const packageHost = (): string => {
  const list = must('docker', ['run', '--rm', BASES.debian, 'cat', '/etc/apt/sources.list']);
  return new URL(/http:\S+/.exec(list)?.[0] ?? '').hostname;
};

/** A base whose packages come from debian.house. */
const makeBase = (name: string, from: string, more: string): void => {
  const sources = `RUN sed -i 's#${packageHost()}#debian.house#' /etc/apt/sources.list`;
  must('docker', ['build', '-q', '-t', name, '-'], { input: `FROM ${from}\nUSER root\n${sources}\nRUN ${more}\n` });
};

beforeAll(async () => {
  makeJenkins21Base();
  // Stand-ins for the tools that take long to install; xz is left to the build.
  const plugins = '/usr/libexec/docker/cli-plugins';
  const tools = `cd /usr/local/bin && for t in gpg vim python3 docker; do ln -s /bin/true $t; done && mkdir -p ${plugins} /usr/share/bash-completion && ln -s /bin/true ${plugins}/docker-buildx && ln -s /bin/true ${plugins}/docker-compose && touch /usr/share/bash-completion/bash_completion`;
  makeBase(JENKINS_BASE, JENKINS_21, tools);
  makeBase(ENGINE_BASE, BASES.engine, 'dpkg -r --force-depends openssh-client >/dev/null');
  centre = createServer(authority.server('updates.house'), ({ url = '' }, answer) => {
    lists.push(url);
    answer.end('{}');
  });
  await new Promise<void>((resolve) => centre.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = centre.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  proxy = await passwordProxy({
    'debian.house': { host: packageHost(), port: 80 },
    'updates.house': { host: '127.0.0.1', port },
  });
  lab = setup('proxied', 24500);
  process.env.DOCKER_CONFIG = folder;
  // A GPU, so that NVIDIA's repository is tried.
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'nvidia-smi'), '#!/bin/sh\n', { mode: 0o755 });
  process.env.PATH = `${join(folder, 'bin')}${delimiter}${process.env.PATH}`;
});
afterEach(() => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) delete process.env[name];
  rmSync(join(folder, 'config.json'), { force: true });
});
afterAll(() => {
  proxy.close();
  centre.close();
  process.env = before;
  cleanUp(lab);
  run('docker', ['rmi', '-f', JENKINS_BASE, ENGINE_BASE]);
  rmSync(folder, { recursive: true });
});

/** Command lines of this computer's processes with the password in them, as it is and as an address has it. */
const exposed = (): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return isExposing(line) ? [line] : [];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
const isExposing = (text: string): boolean =>
  text.includes(proxy.password) || text.includes(encodeURIComponent(proxy.password));

/** Builds the images of these roles as a switch would, with settings, docker's configuration and environment of now. */
async function build(roles: readonly string[], change: Record<string, unknown>): Promise<readonly string[]> {
  const images = { jenkinsBase: JENKINS_BASE, engineBase: ENGINE_BASE, updateCentre: 'https://updates.house/jenkins' };
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const { packages = '', remark = '', ...others } = change;
  const caFile = file('ca.pem', `${remark}\n${authority.certificate}`);
  const packagesFile = file('packages', `${packages}\n`);
  writeSettings(lab, { ...lab.settings, images: { ...images, caFile, packagesFile }, ...others });
  const world = createWorld({ configDir: lab.configDir, assets });
  const inputs = await stackInputs(world, world.settings.load().settings, { gpuless: null }, '1');
  const lines: string[] = [];
  const seen = new Set<string>();
  const watch = setInterval(() => {
    for (const line of exposed()) seen.add(line);
  }, 100);
  try {
    for (const image of buildStack('dind', inputs).images.filter(({ role }) => roles.includes(role)))
      await buildImage(new Docker(), image, (line) => lines.push(line), AbortSignal.timeout(250_000));
  } catch (thrown) {
    throw thrown instanceof FailureError ? new Error(thrown.failure.detail) : thrown;
  } finally {
    clearInterval(watch);
  }
  expect([...seen]).toEqual([]);
  return lines;
}

const through = (client: RegExp): readonly string[] =>
  proxy
    .requests()
    .filter((one) => client.test(one.client))
    .map(({ target }) => target);

test('a wrong password is told as what it is', async () => {
  const wrong = proxy.address.replace(/\/\/.*@/, '//ann:wrong@');
  const building = build(['dind'], { proxy: { http: wrong, https: wrong } });
  await expect(building).rejects.toThrow('the proxy wants a user name and password');
  expect(proxy.requests()).toEqual([]);
});

test('with the settings’ proxy, apt, curl and the plugin tool get through, and the password stays out of the images', async () => {
  await build(['jenkins', 'dind'], { proxy: { http: proxy.address, https: proxy.address }, packages: 'file' });
  expect(through(/APT/)).toContain('debian.house');
  expect(through(/^curl/)).toEqual(['nvidia.github.io:443']);
  expect(through(/^Java/)).toEqual(['updates.house:443']);
  expect(lists).toEqual(['/jenkins/update-center.actual.json', '/jenkins/current/plugin-versions.json']);
  for (const image of [lab.names.images.dind, lab.names.images.nestedEngine]) {
    expect(isExposing(must('docker', ['history', '--no-trunc', image]))).toBe(false);
    expect(isExposing(must('docker', ['inspect', image]))).toBe(false);
    const search = `grep -rlE 'ge(:|%3A)heim' /etc /tmp /root /run /usr/local /usr/share/jenkins /var/jenkins_home /var/lib/apt 2>/dev/null`;
    expect(run('docker', ['run', '--rm', '-u', '0', '--entrypoint', 'sh', image, '-c', search]).stdout).toBe('');
  }
});

test('with the proxy of docker’s own configuration', async () => {
  const proxies = { default: { httpProxy: proxy.address, httpsProxy: proxy.address } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ proxies }));
  // Another file of certificates, so that every step runs again.
  const lines = await build(['dind'], { remark: 'House CA' });
  expect(lines.join('\n')).toContain('http://debian.house/debian');
});

test('with the proxy of the environment', async () => {
  Object.assign(process.env, { HTTP_PROXY: proxy.address, HTTPS_PROXY: proxy.address });
  lists.length = 0;
  const lines = await build(['jenkins'], { packages: 'file less' });
  expect(lines.join('\n')).toMatch(/Unpacking less/);
  expect(lists).toHaveLength(2);
});

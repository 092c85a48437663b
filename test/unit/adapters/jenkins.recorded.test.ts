import { afterEach, expect, test } from 'vitest';
import type { HttpGet } from '../../../electron/adapters/http/http-get.ts';
import { lateGet } from '../../../electron/adapters/http/late-get.ts';
import { createJenkins } from '../../../electron/adapters/jenkins.ts';
import { replaying } from '../../doubles/recorded-jenkins.ts';

/** What a real Jenkins answered, as the app reads it. */
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});
const signal = new AbortController().signal;
const jenkins = createJenkins();
const admin = (url: string) => ({ url, user: 'admin', password: 'geheim' });
async function answering(...names: readonly string[]) {
  const server = await replaying(...names);
  ends.push(server.end);
  return server;
}

test('all running builds are listed once, by their full names, at the address of the page', async () => {
  const { url } = await answering('computer-admin');
  const running = await jenkins.running(admin(url), signal);
  expect(running.ok && running.value.map((it) => [it.job, it.number, it.url, it.result])).toEqual([
    ['research/vision/train long', 1, `${url}/job/research/job/vision/job/train%20long/1/`, 'running'],
    ['release', 1, `${url}/job/release/1/`, 'running'],
    ['parent', 1, `${url}/job/parent/1/`, 'running'],
    ['child', 1, `${url}/job/child/1/`, 'running'],
    ['evaluate', 1, `${url}/job/evaluate/1/`, 'running'],
  ]);
});

test('the newest builds of folders and branches are listed by their full names', async () => {
  const { url } = await answering('items-admin', 'builds-of-a-job');
  const recent = await jenkins.recent(admin(url), 100, signal);
  expect(recent.ok && recent.value.map((it) => `${it.job} ${it.number} ${it.result}`)).toEqual([
    'repo/master 1 success',
    'repo/feature%2Fgröße%252 1 success',
    'repo/feature%2Fgpu 1 success',
    'evaluate 1 running',
    'unit tests 1 failure',
    'child 1 running',
    'nightly 1 success',
    'parent 1 running',
    'release 1 running',
    'research/vision/train long 1 running',
    'research/Größe (Maß) 1 failure',
    'research/vision/train 2 success',
    'research/vision/train 1 success',
  ]);
});

test('builds that the user may not see are not taken for none', async () => {
  const { url } = await answering('computer-without-job-read');
  const running = await jenkins.running(admin(url), signal);
  expect(running).toMatchObject({ ok: false, failure: { code: 'jenkins/builds-hidden' } });
});

test.each([
  ['wrong-password', 'admin', 'Jenkins refuses the API token'],
  ['expired-token', 'admin', 'Jenkins refuses the API token'],
  ['overall-anonymous', '', 'Jenkins requires a login'],
])('%s is told as what it is', async (name, user, title) => {
  const { url } = await answering(name);
  expect(await jenkins.recent({ url, user, password: 'x' }, 10, signal)).toMatchObject({
    ok: false,
    failure: { title },
  });
});

test.each([
  ['login-page', { kind: 'ready', version: '2.579' }],
  ['set-up-wizard-login', { kind: 'ready', version: '2.579' }],
  ['starting-login', { kind: 'starting' }],
  ['restarting-login', { kind: 'starting' }],
  ['boot-failure-login', { kind: 'starting' }],
])('the page %s means %j', async (name, page) => {
  const { url } = await answering(name);
  expect(await jenkins.page(url, signal)).toEqual(page);
});

test.each([
  ['starting-login', 'loading'],
  ['restarting-login', 'restarting'],
  ['boot-failure-login', 'boot-failed'],
  ['set-up-wizard-login', 'set-up'],
  ['overall-quieting', 'quiet'],
  ['overall-restart-pending', 'quiet'],
  ['overall', null],
])('%s means %s', async (name, condition) => {
  const { url } = await answering(name, 'login-page');
  expect(await jenkins.condition(admin(url), signal)).toEqual({ ok: true, value: condition });
});

test('of the plugins that failed to load, Jenkins lists none', async () => {
  const { url } = await answering('plugins-failed');
  expect(await jenkins.plugins({ url: `${url}/jenkins`, user: '', password: '' }, signal)).toEqual({
    ok: true,
    value: [],
  });
});

test('a Jenkins below a prefix is found', async () => {
  const { url } = await answering('prefix-root', 'prefix-login-outside', 'prefix-login');
  expect(await jenkins.page(url, signal, '/jenkins')).toMatchObject({ kind: 'ready', at: `${url}/jenkins` });
});

test('a build is ended with a crumb and the session it belongs to', async () => {
  const { url, asked } = await answering('crumb', 'stop', 'build-freestyle');
  await jenkins.stop(admin(url), '/job/evaluate/1', signal);
  expect(asked).toContain('GET /crumbIssuer/api/json');
  expect(asked).toContain('POST /job/evaluate/1/stop');
});

test('a build that the user may not end is told', async () => {
  const { url } = await answering('crumb', 'stop-forbidden');
  expect(await jenkins.stop(admin(url), '/job/child/1', signal)).toMatchObject({ ok: false });
});

test('the app makes itself a token', async () => {
  const { url } = await answering('crumb', 'token-made');
  const made = await jenkins.newToken(admin(url), 'tray', signal);
  expect(made).toEqual({ ok: true, value: '110123456789abcdef0123456789abcdef' });
});

/** A Jenkins that gives these recorded answers about its executors in turn, the last one from then on. */
async function inTurn(names: readonly string[], script: string) {
  const servers = await Promise.all(names.map((name) => replaying(name, script)));
  let at = -1;
  const get: HttpGet = async (_server, path, ...rest) => {
    if (path.startsWith('/computer/')) at = Math.min(at + 1, servers.length - 1);
    const { url = '' } = servers[Math.max(at, 0)] ?? {};
    return await lateGet({ host: '127.0.0.1', port: Number(new URL(url).port), tls: null }, path, ...rest);
  };
  const running = await createJenkins(get).running(admin('http://127.0.0.1:1'), signal);
  for (const server of servers) server.end();
  return running.ok ? running.value.length : running.failure.title;
}

const HIDDEN = 'Some running builds are hidden';
test.each([
  [['computer-beginning', 'computer-admin'], 'script-anonymous', 5],
  [['computer-scanning'], 'script-admin', 0],
  [['computer-scanning'], 'script-anonymous', HIDDEN],
  [['computer-without-job-read'], 'script-anonymous', HIDDEN],
  [['computer-beginning', 'computer-without-job-read'], 'script-anonymous', HIDDEN],
  [['computer-scanning', 'computer-beginning'], 'script-admin', 'Jenkins’ builds cannot be read'],
])('of %j with %s, what runs is %s', async (names, script, running) => {
  expect(await inTurn(names, script)).toBe(running);
});

test('a Jenkins that takes long for its answer is not asked for it again', async () => {
  const server = await answering('computer-without-job-read', 'script-anonymous');
  const slowly: HttpGet = async (...given) => {
    await new Promise((resolve) => setTimeout(resolve, 1200));
    return await lateGet(...given);
  };
  const running = await createJenkins(slowly).running(admin(server.url), signal);
  expect(running).toMatchObject({ ok: false, failure: { title: HIDDEN } });
  expect(server.asked.filter((line) => line.includes('/computer/'))).toHaveLength(2);
});

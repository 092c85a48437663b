import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createJenkins } from '../../../electron/adapters/jenkins.ts';

/** Jenkins' API as the product understands it, against a server that answers as a test says. */
let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serving(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
const jenkins = createJenkins();
const signal = new AbortController().signal;
const at = (url: string) => ({ url, user: '', password: '' });
const saying = (value: unknown) => serving((_request, response) => response.end(JSON.stringify(value)));

test('Jenkins is ready when its login page answers 200 and names a version', async () => {
  const url = await serving((request, response) =>
    response.writeHead(request.url === '/login' ? 200 : 500, { 'X-Jenkins': '2.568.2' }).end(),
  );
  expect(await jenkins.page(url, signal)).toEqual({ kind: 'ready', version: '2.568.2' });
});

test.each([503, 500])('a Jenkins that answers %i is not ready', async (status) => {
  const url = await serving((_request, response) => response.writeHead(status, { 'X-Jenkins': '2.568.2' }).end());
  expect(await jenkins.page(url, signal)).toEqual({ kind: 'starting' });
});

/** As Jenkins with a single sign-on answers: at `/login` its plugin, at its first page Jenkins itself, for which one must log in. */
test.each([302, 303, 401, 403, 404])(
  'a Jenkins whose login page answers %i is ready if that page or the front page names a version',
  async (status) => {
    const asked: string[] = [];
    const elsewhere = { location: 'https://sso.example/authorize?client_id=jenkins' };
    const serve = (where: string) =>
      serving((request, response) => {
        asked.push(`${request.url}`);
        const version = request.url === where ? { 'X-Jenkins': '2.568.2' } : {};
        response.writeHead(request.url === '/login' ? status : 403, { ...elsewhere, ...version }).end();
      });
    expect(await jenkins.page(await serve('/login'), signal)).toEqual({ kind: 'ready', version: '2.568.2' });
    expect(asked.splice(0)).toEqual(['/login']);
    server?.close();
    expect(await jenkins.page(await serve('/'), signal)).toEqual({ kind: 'ready', version: '2.568.2' });
    expect(asked, 'nothing is followed').toEqual(['/login', '/']);
  },
);

test.each([302, 401, 403, 404])('a program that answers %i without a Jenkins version is not ready', async (status) => {
  const url = await serving((_request, response) => response.writeHead(status, { location: '/elsewhere' }).end());
  expect(await jenkins.page(url, signal)).toEqual({ kind: 'starting', stranger: true });
});

test('a login page that redirects elsewhere while Jenkins starts is not ready', async () => {
  const url = await serving((request, response) =>
    response
      .writeHead(request.url === '/login' ? 302 : 503, { 'X-Jenkins': request.url === '/' ? '2.568.2' : [] })
      .end(),
  );
  expect(await jenkins.page(url, signal)).toEqual({ kind: 'starting' });
});

test('without a listener there is no page', async () => {
  const url = await saying(null);
  await new Promise((resolve) => server?.close(resolve));
  expect(await jenkins.page(url, signal)).toEqual({ kind: 'none' });
});

test('Hudson names its version on its front page only', async () => {
  const url = await serving((request, response) =>
    response.writeHead(200, request.url === '/' ? { 'X-Hudson': '1.396' } : {}).end(),
  );
  expect(await jenkins.page(url, signal)).toEqual({ kind: 'ready', version: '1.396' });
});

test('each running build counts once, however many executors it uses, with its full job name', async () => {
  const build = (path: string, number: number) => ({
    currentExecutable: {
      url: `http://h:8080${path}${number}/`,
      number,
      building: true,
      result: null,
      timestamp: 1000,
      duration: 0,
      estimatedDuration: -1,
    },
  });
  const url = await saying({
    computer: [
      { executors: [build('/job/team%20a/job/train/', 42), { currentExecutable: null }], oneOffExecutors: [] },
      { executors: [build('/job/nightly/', 7)], oneOffExecutors: [build('/job/team%20a/job/train/', 42)] },
    ],
  });
  const running = await jenkins.running(at(url), signal);
  expect(
    running.ok && running.value.map(({ job, number, result, estimated }) => [job, number, result, estimated]),
  ).toEqual([
    ['team a/train', 42, 'running', null],
    ['nightly', 7, 'running', null],
  ]);
});

test('a Pipeline is told by its flyweight executor; what runs is sorted by age, at the address where Jenkins is known', async () => {
  const ran = (path: string, timestamp: number | undefined, more = {}) => ({
    idle: false,
    currentExecutable: { url: `http://ws.lan:8080/ci/job/${path}/`, number: 3, timestamp, ...more },
  });
  const url = await saying({
    computer: [
      { executors: [ran('pipeline/3', undefined), { idle: false, currentExecutable: { _class: 'Placeholder' } }] },
      {
        executors: [],
        oneOffExecutors: [ran('pipeline/3', 2000, { estimatedDuration: 60_000 }), ran('m/GPU=a100/3', 1000)],
      },
    ],
  });
  const running = await jenkins.running(at(url), signal);
  expect(running.ok && running.value.map(({ job, url: where, estimated }) => [job, where, estimated])).toEqual([
    ['m/GPU=a100', `${url}/job/m/GPU=a100/3/`, null],
    ['pipeline', `${url}/job/pipeline/3/`, 60_000],
  ]);
});

const idleExecutor = { idle: true, currentExecutable: null };
const hiddenBuild = { idle: false, currentExecutable: null };
const shownBuild = { idle: false, currentExecutable: { url: 'http://h/job/a/1/', number: 1, building: true } };

test('an abort while Jenkins is about to be asked again keeps its reason', async () => {
  const closing = new AbortController();
  const url = await serving((_request, response) => {
    response.end(JSON.stringify({ computer: [{ executors: [hiddenBuild] }] }));
    setTimeout(() => closing.abort(new Error('the request was replaced')), 20);
  });
  await expect(jenkins.running(at(url), closing.signal)).rejects.toThrow('the request was replaced');
});

/** As Jenkins answers users with Overall/Read and without Job/Read, or with it for some jobs only. */
test.each([
  { busyExecutors: 1, computer: [{ idle: false, executors: [idleExecutor, hiddenBuild], oneOffExecutors: [] }] },
  { busyExecutors: 0, computer: [{ idle: false, executors: [idleExecutor], oneOffExecutors: [hiddenBuild] }] },
  { busyExecutors: 2, computer: [{ idle: false, executors: [shownBuild, hiddenBuild], oneOffExecutors: [] }] },
  { busyExecutors: 1, computer: [{ executors: [{ currentExecutable: null }], oneOffExecutors: [] }] },
  { busyExecutors: 1, computer: [] },
  { computer: [{ idle: false, executors: [{}], oneOffExecutors: [] }] },
])('running builds that %j hides are unknown, rather than none', async (answer) => {
  const url = await saying(answer);
  const failure = { code: 'jenkins/builds-hidden', title: 'Some running builds are hidden' };
  const [anybody, me] = await Promise.all(
    [at(url), { url, user: 'me', password: 'token' }].map((asker) => jenkins.running(asker, signal)),
  );
  expect(anybody).toMatchObject({
    ok: false,
    failure: { ...failure, command: expect.stringContaining('config set jenkins.apiToken') },
  });
  expect(me).toMatchObject({
    ok: false,
    failure: { ...failure, fix: expect.stringContaining('give me the permission Job/Read') },
  });
});

test.each([
  { busyExecutors: 0, computer: [{ idle: true, executors: [idleExecutor], oneOffExecutors: [] }] },
  // A build that ended while Jenkins wrote its answer.
  { busyExecutors: 1, computer: [{ idle: false, executors: [idleExecutor], oneOffExecutors: [] }] },
  // An agent that is offline, and a one-off executor between two builds.
  { busyExecutors: 0, computer: [{ idle: true, offline: true, executors: [{ currentExecutable: null }] }] },
  { busyExecutors: 0, computer: [{ idle: false, executors: [], oneOffExecutors: [idleExecutor] }] },
  { computer: [{ executors: [{ currentExecutable: null }, null], oneOffExecutors: null }] },
])('no builds run where %j says so', async (answer) => {
  expect(await jenkins.running(at(await saying(answer)), signal)).toEqual({ ok: true, value: [] });
});

test('recent builds are listed newest first with their results', async () => {
  const build = (number: number, result: string, timestamp: number) => ({
    url: `http://h/job/a/${number}/`,
    number,
    result,
    building: false,
    timestamp,
    duration: 5000,
  });
  const url = await saying({
    jobs: [{ builds: [build(1, 'SUCCESS', 10), build(2, 'UNSTABLE', 20), build(3, 'ODD', 30)] }],
  });
  const recent = await jenkins.recent(at(url), 2, signal);
  expect(recent.ok && recent.value.map(({ number, result, duration }) => [number, result, duration])).toEqual([
    [3, 'not-built', 5000],
    [2, 'unstable', 5000],
  ]);
});

test('a Jenkins that needs a login gets it; without one the failure says what to do', async () => {
  const url = await serving((request, response) =>
    request.headers.authorization === `Basic ${Buffer.from('me:token').toString('base64')}`
      ? response.end('{"computer":[]}')
      : response.writeHead(403).end(),
  );
  expect(await jenkins.running({ url, user: 'me', password: 'token' }, signal)).toEqual({ ok: true, value: [] });
  expect(await jenkins.running(at(url), signal)).toMatchObject({
    ok: false,
    failure: { code: 'jenkins/unreachable', command: expect.stringContaining('config set jenkins.apiToken') },
  });
});

test('a token that Jenkins refuses, and one without permission, are told as that', async () => {
  const failing = async (status: number) => {
    const url = await serving((_request, response) => response.writeHead(status).end());
    const answer = await jenkins.running({ url, user: 'me', password: 'token' }, signal);
    server?.close();
    return answer.ok ? null : answer.failure;
  };
  expect(await failing(401)).toMatchObject({
    code: 'jenkins/login-refused',
    title: 'Jenkins refuses the API token',
    detail: expect.stringContaining('expired'),
  });
  expect(await failing(403)).toMatchObject({ code: 'jenkins/builds-hidden', fix: expect.stringContaining('Job/Read') });
});

test.each(['<html>', '[]x', '"text"', ''])(
  'builds that are told as %j are not known, rather than none',
  async (body) => {
    const url = await serving((_request, response) => response.end(body));
    expect(await jenkins.running(at(url), signal)).toMatchObject({
      ok: false,
      failure: { code: 'jenkins/unreachable' },
    });
  },
);

test.each([
  { computer: [{ executors: [{ currentExecutable: { url: 7 } }] }] },
  { computer: 'none' },
  { jobs: [{ builds: [{ url: 'http://h/job/a/1/', number: 'one' }] }] },
  { jobs: {} },
])('an answer such as %j is reported as invalid', async (answer) => {
  const url = await saying(answer);
  const asked = 'jobs' in answer ? jenkins.recent(at(url), 5, signal) : jenkins.running(at(url), signal);
  expect(await asked).toMatchObject({
    ok: false,
    failure: { code: 'jenkins/unreachable', detail: expect.stringContaining('not as expected') },
  });
});

test('a job address that is not encoded is used as it is', async () => {
  const url = await saying({ jobs: [{ builds: [{ url: 'http://h/job/100%/1/', number: 1 }, null] }, null] });
  const recent = await jenkins.recent(at(url), 5, signal);
  expect(recent.ok && recent.value.map(({ job }) => job)).toEqual(['100%']);
});

test('who may see Jenkins’ API is told by its status: with a login, and without one', async () => {
  const expected = `Basic ${Buffer.from('admin:pw').toString('base64')}`;
  const url = await serving(({ headers, url: path }, response) => {
    const { authorization } = headers;
    response
      .writeHead(
        path !== '/api/json' ? 404 : authorization === undefined ? 403 : authorization === expected ? 200 : 401,
      )
      .end();
  });
  expect(await jenkins.apiStatus(at(url), signal)).toBe(403);
  expect(await jenkins.apiStatus({ url, user: 'admin', password: 'pw' }, signal)).toBe(200);
  expect(await jenkins.apiStatus({ url, user: 'admin', password: 'other' }, signal)).toBe(401);
  server?.closeAllConnections();
  server?.close();
  expect(await jenkins.apiStatus(at(url), signal)).toBeNull();
});

test('a running build is ended by POST', async () => {
  const asked: string[] = [];
  const url = await serving((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(request.method === 'POST' ? 302 : 404, { location: '.' }).end();
  });
  expect(await jenkins.stop(at(url), '/job/train/42', signal)).toEqual({ ok: true, value: null });
  expect(asked).toEqual(['GET /crumbIssuer/api/json', 'POST /job/train/42/stop']);
  server?.close();
  expect(await jenkins.stop(at('http://127.0.0.1:1'), '/job/train/42', signal)).toMatchObject({ ok: false });
});

test('the list of plugins says which are loaded; without the permission it is a failure', async () => {
  const asked: string[] = [];
  const list = {
    plugins: [
      { shortName: 'git', active: true, enabled: true },
      { shortName: 'cycle', active: false },
    ],
  };
  const url = await serving((request, response) => {
    asked.push(`${request.url}`);
    response.end(JSON.stringify(list));
  });
  expect(await jenkins.plugins(at(url), signal)).toEqual({
    ok: true,
    value: [
      { shortName: 'git', active: true, enabled: true },
      { shortName: 'cycle', active: false, enabled: true },
    ],
  });
  expect(asked).toEqual(['/pluginManager/api/json?depth=1&tree=plugins[shortName,active,enabled]']);
  server?.close();
  const refusing = await serving((_request, response) => response.writeHead(403).end());
  expect(await jenkins.plugins(at(refusing), signal)).toMatchObject({ ok: false });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { afterEach, expect, test } from 'vitest';
import { createJenkins } from '../../../electron/adapters/jenkins.ts';
import { certificate } from '../../doubles/certificate.ts';

const signal = new AbortController().signal;
let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
async function serving(made: Server): Promise<string> {
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

const build = { url: 'http://ws.lan:8080/job/train/3/', number: 3, building: true, timestamp: 1 };
const computers = JSON.stringify({ computer: [{ executors: [{ idle: false, currentExecutable: build }] }] });

/** A Jenkins below a path, as its container serves it with `--prefix`; what is outside answers as `outside`. */
const below =
  (prefix: string, outside: Handler): Handler =>
  (request, response) => {
    const { url = '' } = request;
    if (!url.startsWith(`${prefix}/`)) return outside(request, response);
    response.setHeader('X-Jenkins', '2.579');
    response.end(url.includes('/computer/') ? computers : '');
  };
const missing: Handler = (_request, response) => void response.writeHead(404).end();
const to =
  (location: string): Handler =>
  (_request, response) =>
    void response.writeHead(302, { location }).end();

test.each([
  ['its container’s arguments', '/ci', '/ci', missing],
  ['a redirect', '/team/ci', '', to('/team/ci/')],
  ['a redirect to the configured root URL', '/ci', '', to('https://ci.example/ci/login?from=%2F')],
  ['custom', '/jenkins', '', missing],
])('a Jenkins below a prefix is found by %s, and links and questions have it', async (_how, prefix, hint, outside) => {
  const url = await serving(createServer(below(prefix, outside)));
  const jenkins = createJenkins();
  expect(await jenkins.page(url, signal, hint)).toEqual({ kind: 'ready', version: '2.579', at: `${url}${prefix}` });
  const running = await jenkins.running({ url, user: '', password: '' }, signal);
  expect(running.ok && running.value.map((one) => one.url)).toEqual([`${url}${prefix}/job/train/3/`]);
});

test('it is found by a question as well, as the command line asks it', async () => {
  const url = await serving(createServer(below('/jenkins', missing)));
  const running = await createJenkins().running({ url, user: '', password: '' }, signal);
  expect(running.ok && running.value.map((one) => one.url)).toEqual([`${url}/jenkins/job/train/3/`]);
});

test('a Jenkins with https at its port is found, whatever its certificate', async () => {
  const url = await serving(createSecure(certificate(), below('', missing)));
  const jenkins = createJenkins();
  const secure = url.replace('http:', 'https:');
  expect(await jenkins.page(url, signal)).toEqual({ kind: 'ready', version: '2.579', at: secure });
  const running = await jenkins.running({ url, user: '', password: '' }, signal);
  expect(running.ok && running.value.map((one) => one.url)).toEqual([`${secure}/job/train/3/`]);
});

test.each([
  ['a redirect', '/team/ci', to('/team/ci/')],
  ['custom', '/jenkins', missing],
])('a Jenkins with https below a prefix is found by %s', async (_how, prefix, outside) => {
  const url = await serving(createSecure(certificate(), below(prefix, outside)));
  const at = `${url.replace('http:', 'https:')}${prefix}`;
  expect(await createJenkins().page(url, signal)).toEqual({ kind: 'ready', version: '2.579', at });
});

test('another program with https is no Jenkins, and does not count as nobody', async () => {
  const url = await serving(createSecure(certificate(), missing));
  expect(await createJenkins().page(url, signal)).toEqual({ kind: 'starting', stranger: true });
});

test('a Jenkins that starts below its prefix is waited for', async () => {
  let isUp = false;
  const handler: Handler = (request, response) =>
    isUp
      ? below('/ci', missing)(request, response)
      : void response.writeHead(request.url?.startsWith('/ci') ? 503 : 404).end();
  const url = await serving(createServer(handler));
  const jenkins = createJenkins();
  expect(await jenkins.page(url, signal, '/ci')).toEqual({ kind: 'starting' });
  isUp = true;
  expect(await jenkins.page(url, signal, '/ci')).toMatchObject({ kind: 'ready' });
  isUp = false;
  expect(await jenkins.page(url, signal, '/ci')).toEqual({ kind: 'starting' });
});

test('a Jenkins that moved from its prefix to the root is found there', async () => {
  let hasMoved = false;
  const closed: Handler = (request, response) => {
    response.setHeader('X-Jenkins', '2.579');
    response.writeHead(request.url === '/login' ? 200 : 403).end();
  };
  const url = await serving(
    createServer((request, response) => (hasMoved ? closed : below('/ci', missing))(request, response)),
  );
  const jenkins = createJenkins();
  expect(await jenkins.page(url, signal, '/ci')).toMatchObject({ at: `${url}/ci` });
  hasMoved = true;
  expect(await jenkins.page(url, signal)).toEqual({ kind: 'ready', version: '2.579' });
});

const LOADING = '<title>Starting Jenkins</title>';
const FAILED =
  '<h1>Error</h1><pre>hudson.util.HudsonFailedToLoad\n\tat hudson.WebAppMain$3.run(WebAppMain.java:261)</pre>';
test.each([
  ['below its prefix', createServer, '/ci', 503, LOADING, 'loading'],
  ['below its prefix', createServer, '/ci', 500, FAILED, 'boot-failed'],
  ['with https', (handler: Handler) => createSecure(certificate(), handler), '', 503, LOADING, 'loading'],
] as const)(
  'what a Jenkins does that starts %s is told, %#',
  async (_where, create, prefix, status, page, condition) => {
    const url = await serving(
      create((request, response) =>
        request.url === `${prefix}/login` ? void response.writeHead(status).end(page) : missing(request, response),
      ),
    );
    const jenkins = createJenkins();
    expect(await jenkins.page(url, signal, prefix)).toEqual({ kind: 'starting' });
    expect(await jenkins.condition({ url, user: '', password: '' }, signal)).toEqual({ ok: true, value: condition });
  },
);

test.each([to('/elsewhere'), to('https://sso.example/authorize'), to('http://[::1'), missing])(
  'another program that redirects or has no such page is no Jenkins, case %#',
  async (outside) => {
    const url = await serving(createServer(outside));
    expect(await createJenkins().page(url, signal, '/ci')).toEqual({ kind: 'starting', stranger: true });
  },
);

test('a program that answers 200 to everything is a Jenkins below no prefix', async () => {
  const url = await serving(
    createServer((request, response) => void response.writeHead(request.url === '/login' ? 404 : 200).end()),
  );
  expect(await createJenkins().page(url, signal)).toEqual({ kind: 'starting', stranger: true });
});

import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createJenkins } from '../../../electron/adapters/jenkins.ts';

const signal = new AbortController().signal;
let server: Server | null = null;
afterEach(() => server?.close());

async function conditionOf(status: number, page: string, api: [status: number, body: string] = [200, '{}']) {
  const made = createServer((request, response) => {
    const [code, body] = request.url === '/login' ? [status, page] : api;
    response.writeHead(code, { 'X-Jenkins': '2.579', connection: 'close' }).end(body);
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  const port = typeof address === 'object' ? address?.port : null;
  const answer = await createJenkins().condition({ url: `http://127.0.0.1:${port}`, user: '', password: '' }, signal);
  return answer.ok ? answer.value : answer.failure.title;
}

/** The first two were recorded from Jenkins 2.579, the others are made from the views of its core. */
const LOADING = `<!DOCTYPE html><html lang="en"><head resURL="/static/08e53b12"><title>Starting Jenkins</title></head><body><h1 class="loading"><p class="jenkins-spinner">Please wait while Jenkins is getting ready to work</p></h1></body></html>`;
const RESTARTING = LOADING.replace('Starting Jenkins', 'Restarting Jenkins').replace(
  'getting ready to work',
  'restarting',
);
const FAILED = `<h1>Error</h1><pre>java.lang.IllegalStateException: broken
	at hudson.model.Hudson.&lt;init&gt;(Hudson.java:83)
Caused: hudson.util.HudsonFailedToLoad
	at hudson.WebAppMain$3.run(WebAppMain.java:261)</pre>`;
/** Of any request to a Jenkins: its plugins filter it. */
const TRACE = `java.lang.IllegalStateException: Jenkins.instance is missing
	at jenkins.model.Jenkins.get(Jenkins.java:801)
	at hudson.util.PluginServletFilter$1.doFilter(PluginServletFilter.java:159)`;
const UNLOCK = `<form method="POST"><input id="security-token" class="jenkins-input" type="password" name="j_password"/></form>`;
const LOGIN = '<form method="post" name="login"><input name="j_username"><input name="j_password"></form>';

test.each([
  ['gets ready', 503, LOADING, 'loading'],
  ['restarts', 503, RESTARTING, 'restarting'],
  ['has failed to start', 500, FAILED, 'boot-failed'],
  ['has failed to start, as older ones say it', 503, FAILED, 'boot-failed'],
  ['is behind a proxy that has no answer', 502, '<h1>Bad Gateway</h1>', null],
  ['had an error', 500, '<h1>Oops!</h1><p>A problem occurred while processing the request.</p>', null],
  ['had an error, and shows its trace', 500, `<h1>Oops!</h1><h2>Stack trace</h2><pre style="x">${TRACE}</pre>`, null],
  ['stops, so that Jetty has the page', 503, `<h2>HTTP ERROR 503 No Jenkins</h2><pre>${TRACE}</pre>`, null],
  ['stops, and is an old one', 500, `<h1>Status Code: 500</h1>Stacktrace: <pre>${TRACE}</pre>`, null],
  ['waits for its set-up', 200, UNLOCK, 'set-up'],
  ['is up', 200, LOGIN, null],
] as const)('a Jenkins that %s is told apart', async (_what, status, page, condition) => {
  expect(await conditionOf(status, page)).toBe(condition);
});

test('one that prepares for its shutdown is quiet; without a login that is unknown', async () => {
  expect(await conditionOf(200, LOGIN, [200, '{"_class":"hudson.model.Hudson","quietingDown":true}'])).toBe('quiet');
  expect(await conditionOf(200, LOGIN, [200, '{"quietingDown":false}'])).toBeNull();
  expect(await conditionOf(200, LOGIN, [403, ''])).toBe('Jenkins requires a login');
});

test('a page that never ends is none that is known', async () => {
  expect(await conditionOf(503, 'x'.repeat(1_100_000))).toContain('cannot be read');
});

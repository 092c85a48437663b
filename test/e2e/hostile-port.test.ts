import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answering, flood, portOf } from '../hostile/answering.ts';
import { type DrivenApp, launch } from '../lab/app.ts';
import { callFrom } from '../lab/bridge.ts';
import { BASES } from '../lab/paths.ts';
import { cleanUp, docker, setup, writeSettings } from '../lab/setup.ts';
import { type TrayHost, trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';

/** A program on Jenkins' port, as any user of this computer can start one, under the running app. */

const PORT = 23560;
const lab = setup('e2e-hostile', PORT, { desktop: { startHidden: false } });
const container = lab.names.jenkins.dood;
const OK = 'HTTP/1.1 200 OK\r\n';
const MIB = 1024 * 1024;

let answer: (socket: Socket) => void = (socket) => socket.destroy();
const requests: string[] = [];
let server: Server;
let elsewhere: Server;
let visits = 0;
let host: TrayHost;
let app: DrivenApp;
beforeAll(async () => {
  writeSettings(lab, { ...lab.settings, jenkins: { user: 'alice', apiToken: 'a-secret-token' } });
  server = await answering(
    (socket, request) => {
      requests.push(request);
      answer(socket);
    },
    { port: PORT, host: '127.0.0.1' },
  );
  elsewhere = await answering((socket) => {
    visits += 1;
    socket.end(`${OK}X-Jenkins: 2.5\r\nContent-Length: 2\r\n\r\n{}`);
  });
  // It runs and has Jenkins' name, but publishes nothing: what listens at the port is not it.
  docker('run', '-d', '--name', container, '--network', 'none', '--entrypoint', 'sleep', BASES.debian, '1000');
  host = await trayHost();
  // The widest that a session may have.
  const before = process.umask(0);
  app = await launch({ setup: lab });
  process.umask(before);
  await app.window();
});
afterAll(async () => {
  await app.close();
  await host.close();
  docker('rm', '-f', container);
  server.close();
  elsewhere.close();
  cleanUp(lab);
});

const json = (body: string, head = '') => `${OK}${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const URL = '/job/%E0%A4%A/job/%1b%5d0;PWNED%07/';
const builds = JSON.stringify({
  busyExecutors: 1,
  computer: [{ idle: false, executors: [{ idle: false, currentExecutable: { url: URL, number: 1, timestamp: 1 } }] }],
  jobs: [{ builds: [{ url: URL, number: 1, timestamp: 1, result: '\u001b]0;PWNED\u0007' }] }],
});

const answers: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['a page without end', (socket) => flood(socket, 'x'.repeat(65_536), `${OK}X-Jenkins: 2.5\r\n\r\n`)],
  ['headers without end', (socket) => flood(socket, 'X-A: b\r\n'.repeat(1000), OK)],
  ['a list without end', (socket) => flood(socket, '{},'.repeat(20_000), `${OK}X-Jenkins: 2.5\r\n\r\n{"jobs":[`)],
  ['a version of two megabytes', (socket) => socket.end(json('{}', `X-Jenkins: ${'PWNED'.repeat(400_000)}\r\n`))],
  ['a version with escape sequences', (socket) => socket.end(json('{}', 'X-Jenkins: \u001b]0;PWNED\u0007\r\n'))],
  ['URLs that do not decode', (socket) => socket.end(json(builds, 'X-Jenkins: 2.5\r\n'))],
  ['nothing, ever', () => undefined],
  [
    'a redirect elsewhere',
    (socket) => {
      const to = `http://127.0.0.1:${portOf(elsewhere)}/`;
      socket.end(`HTTP/1.1 302 Found\r\nX-Jenkins: 2.5\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`);
    },
  ],
];

/** What the main process has in memory, bytes. */
function memory(): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${app.pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

test('guard http-get.ts, placeOf: whatever is answered, memory stays flat, the menu works and no login is sent', async () => {
  const page = await app.window();
  await until('a request', () => requests.length > 0);
  const item = await host.item();
  const before = memory();
  for (const [name, given] of answers) {
    answer = given;
    const asked = requests.length;
    docker('pause', container);
    docker('unpause', container);
    await until(`a request before ${name}`, () => requests.length > asked);
    await callFrom(page, 'recentBuilds');
    const texts = (await item.menu()).map(({ label }) => label);
    expect(texts, name).toEqual(expect.arrayContaining(['DinD', 'DooD', 'Off', 'Quit']));
    expect(texts.join() + (await item.properties()).tooltip, name).not.toContain('PWNED');
    expect((await callFrom(page, 'snapshot')).ok, name).toBe(true);
    expect((memory() - before) / MIB, name).toBeLessThan(100);
  }
  expect(visits).toBe(0);
  expect(requests.filter((request) => /authorization/i.test(request))).toEqual([]);
  expect(requests.length).toBeGreaterThan(answers.length);
});

test('guard mode 0600: with umask 0 nobody else can use a file or folder of the app, and a crash leaves no core dump', async () => {
  await callFrom(await app.window(), 'changeSettings', { 'desktop.theme': 'dark' });
  await until('the theme in the settings', () =>
    readFileSync(join(lab.configDir, 'settings.json'), 'utf8').includes('"dark"'),
  );
  const made = readdirSync(lab.configDir, { recursive: true }).map((name) => join(lab.configDir, String(name)));
  const own = (path: string) => !path.includes('/desktop/') || path.endsWith('.log') || path.endsWith('.json');
  expect(made.filter(own).filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
  expect(readFileSync(`/proc/${app.pid}/limits`, 'utf8')).toMatch(/Max core file size +0 +0 /);
});

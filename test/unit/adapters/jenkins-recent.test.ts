import { afterEach, expect, test } from 'vitest';
import { nodeGet } from '../../../electron/adapters/http/node-get.ts';
import { createJenkins } from '../../../electron/adapters/jenkins.ts';
import { buildName } from '../../../electron/shared/build-name.ts';
import { type ApiItem, type ApiJenkins, type ApiServer, serveJenkins } from '../../doubles/jenkins-api.ts';

const signal = new AbortController().signal;
let server: ApiServer | null = null;
afterEach(() => server?.close());

async function jenkinsWith(jenkins: ApiJenkins) {
  const made = await serveJenkins(jenkins);
  server = made;
  const client = createJenkins();
  const recent = async (most = 100) => {
    const found = await client.recent({ url: made.url, user: '', password: '' }, most, signal);
    return found.ok ? found.value : [];
  };
  return { ...made, recent };
}
const ended = (number: number, timestamp: number) => ({ number, timestamp, result: 'SUCCESS', duration: 5 });
/** A job with builds 1 to `count`, the newest at `at`, each a minute after the one before. */
const job = (name: string, count: number, at: number): ApiItem => ({
  name,
  builds: Array.from({ length: count }, (_, back) => ended(count - back, at - back * 60_000)),
});

test('builds in folders and of branches are listed, by the names that people know', async () => {
  const { recent, url } = await jenkinsWith({
    root: 'http://ws.lan:8080/ci/',
    items: [
      { name: 'org', jobs: [{ name: 'repo', jobs: [job('feature%2Fgpu', 1, 5000), job('Grüße & 100%25', 1, 4000)] }] },
      { name: 'team a', jobs: [job('train', 1, 3000)] },
      job('nightly', 1, 2000),
      { name: 'empty', jobs: [] },
      { name: 'never built', builds: [] },
      { name: 'not a job' },
    ],
  });
  const found = await recent();
  expect(found.map(buildName)).toEqual([
    'org » repo » feature/gpu #1',
    'org » repo » Grüße & 100% #1',
    'team a » train #1',
    'nightly #1',
  ]);
  expect(found[0]).toMatchObject({
    job: 'org/repo/feature%2Fgpu',
    // As Jenkins' page is known here, whatever root URL it has.
    url: `${url}/job/org/job/repo/job/feature%252Fgpu/1/`,
  });
});

test('the newest builds are listed, also several of one job', async () => {
  const { recent } = await jenkinsWith({ items: [job('often', 120, 10_000_000), job('seldom', 3, 9_000_000)] });
  const found = await recent(50);
  expect(found).toHaveLength(50);
  expect(found.map(({ startedAt }) => startedAt)).toEqual(
    [...found.map(({ startedAt }) => startedAt)].sort((a, b) => b - a),
  );
  expect(found.filter(({ job: name }) => name === 'seldom')).toHaveLength(3);
});

test('nothing is asked twice: only a job that has built since is asked for its earlier builds again', async () => {
  const items = [job('a', 5, 5000), job('b', 5, 4000), job('once', 1, 3000)];
  const { recent, asked } = await jenkinsWith({ items });
  expect(await recent()).toHaveLength(11);
  expect(asked.splice(0).map((path) => path.replace(/\?.*/, ''))).toEqual([
    'GET /api/json',
    'GET /job/a/api/json',
    'GET /job/b/api/json',
  ]);
  expect(await recent()).toHaveLength(11);
  expect(asked).toHaveLength(1);
});

test('Jenkins is asked for one build of each job, and for more of 16 jobs at most', async () => {
  const items = Array.from({ length: 40 }, (_, at) => ({
    name: `folder ${at}`,
    jobs: Array.from({ length: 50 }, (__, of) => job(`job ${of}`, 100, at * 1000 + of)),
  }));
  const { recent, asked, sent } = await jenkinsWith({ items });
  expect(await recent()).toHaveLength(100);
  expect(asked).toHaveLength(17);
  expect(sent()).toBeLessThan(1024 * 1024);
});

test('a list that is too long is asked in part', async () => {
  const items = [{ name: 'huge', jobs: Array.from({ length: 900 }, (_, of) => job('x'.repeat(5000) + of, 1, of)) }];
  const { recent, asked } = await jenkinsWith({ items });
  expect(await recent()).toHaveLength(100);
  expect(asked.map((path) => /\{0,(\d+)\}$/.exec(path)?.[1])).toEqual(['1000', '100']);
  await recent();
  expect(asked).toHaveLength(3);
});

test('a Jenkins that is slow for once is asked for all jobs again', async () => {
  const server = await serveJenkins({ items: [job('train', 1, 5000)] });
  const widths: string[] = [];
  let slow = 2;
  const client = createJenkins(async (to, path, headers, given, max, method) => {
    widths.push(/\{0,(\d+)\}$/.exec(path)?.[1] ?? path);
    slow -= 1;
    if (slow >= 0) throw new DOMException('timed out', 'TimeoutError');
    return await nodeGet(to, path, headers, given, max, method);
  });
  const recent = () => client.recent({ url: server.url, user: '', password: '' }, 10, signal);
  expect((await recent()).ok).toBe(true);
  expect((await recent()).ok).toBe(true);
  expect(widths).toEqual(['1000', '100', '20', '1000']);
  server.close();
});

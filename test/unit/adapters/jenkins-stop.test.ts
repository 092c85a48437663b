import { expect, test } from 'vitest';
import type { Answer } from '../../../electron/adapters/http/http-get.ts';
import type { Ask } from '../../../electron/adapters/jenkins-post.ts';
import { stopBuild } from '../../../electron/adapters/jenkins-stop.ts';

const URL = 'http://127.0.0.1:8081';
const answer = (status: number, headers: Readonly<Record<string, string>> = {}, body = ''): Answer => ({
  status,
  headers: new Map(Object.entries(headers)),
  body,
});
/** What is asked of a Jenkins that answers like this, and what comes of it. */
async function stopping(crumb: Answer, stop: Answer, path = '/job/team/job/train/42') {
  const asked: string[] = [];
  const ask: Ask = async (path, headers, method) => {
    asked.push(`${method} ${path} ${JSON.stringify(headers)}`);
    return method === 'GET' ? crumb : stop;
  };
  const at = { url: URL, user: 'ann', password: 'x' };
  const result = await stopBuild(at, path, { authorization: 'Basic x' }, ask);
  return { asked, result: result.ok ? 'ended' : `${result.failure.code}: ${result.failure.detail}` };
}

test('a build is ended by POST, with the crumb and the session that it belongs to', async () => {
  // https://www.jenkins.io/doc/book/security/csrf-protection/#working-with-scripted-clients
  const cookie = 'JSESSIONID.1a=node0x.node0; Path=/; HttpOnly, screen=; Expires=Thu, 01 Jan 1970 00:00:00 GMT';
  const body = JSON.stringify({ _class: 'c', crumb: 'abc', crumbRequestField: 'Jenkins-Crumb' });
  const { asked, result } = await stopping(
    answer(200, { 'set-cookie': cookie }, body),
    answer(302, { location: `${URL}/job/team/job/train/42/` }),
  );
  expect(asked).toEqual([
    'GET /crumbIssuer/api/json {"authorization":"Basic x"}',
    'POST /job/team/job/train/42/stop {"authorization":"Basic x","Jenkins-Crumb":"abc","cookie":"JSESSIONID.1a=node0x.node0; screen=","content-length":"0"}',
  ]);
  expect(result).toBe('ended');
});

test.each([
  ['/job/lesson/3', `${URL}/job/lesson/3/`],
  ['/job/plugin-login/3', 'https://sso.example/job/plugin-login/3/'],
  ['/job/crossover/3', '.'],
])(
  'a build of a job whose name sounds like a login (%s) is ended where Jenkins leads back to it',
  async (path, location) => {
    const { result } = await stopping(answer(404), answer(302, { location }), path);
    expect(result).toBe('ended');
  },
);

test('where there are no crumbs, none is sent', async () => {
  const { asked, result } = await stopping(answer(404), answer(200));
  expect(asked[1]).toBe('POST /job/team/job/train/42/stop {"authorization":"Basic x","content-length":"0"}');
  expect(result).toBe('ended');
});

test('a login that is refused for the crumb is not sent again: a directory may lock the account', async () => {
  const { asked, result } = await stopping(answer(401), answer(401));
  expect(asked).toHaveLength(1);
  expect(result).toMatch(/^jenkins\/login-refused/);
});

test.each([
  [401, {}, /^jenkins\/login-refused: .* does not accept the API token of ann/],
  [403, {}, `jenkins/unreachable: ${URL}/job/team/job/train/42: ann has no permission to end it.`],
  [302, { location: 'https://sso.example/authorize' }, /^jenkins\/unreachable/],
  [302, { location: `${URL}/login?from=/job/team/job/train/42/stop` }, /^jenkins\/unreachable/],
  [404, {}, `jenkins/unreachable: ${URL}/job/team/job/train/42: HTTP 404`],
  [500, {}, `jenkins/unreachable: ${URL}/job/team/job/train/42: HTTP 500`],
])('an answer %i %j is not an ended build', async (status, headers, says) => {
  const { result } = await stopping(answer(200, {}, 'not a crumb'), answer(status, headers));
  if (typeof says === 'string') expect(result).toBe(says);
  else expect(result).toMatch(says);
});

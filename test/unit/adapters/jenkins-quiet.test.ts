import { expect, test } from 'vitest';
import { quietDown } from '../../../electron/adapters/jenkins-quiet.ts';

const URL = 'http://127.0.0.1:8081';
const quieting = async (user: string, status: number, location = '', on = true): Promise<string> => {
  const headers = new Map(location === '' ? [] : [['location', location]]);
  const asked: string[] = [];
  const result = await quietDown({ url: URL, user, password: 'x' }, on, {}, async (path, _headers, method) => {
    if (method === 'GET') return { status: 404, headers: new Map(), body: '' };
    asked.push(path);
    return { status, headers, body: '' };
  });
  return `${asked.join()}: ${result.ok ? 'done' : `${result.failure.code} ${result.failure.detail}`}`;
};

test.each([
  ['', 'Jenkins of today'],
  ['.', 'a path'],
  [`${URL}/`, 'its address'],
  [`${URL}/jenkins/`, 'its address below a prefix'],
])('it is quiet once its answer leads back (%j, %s)', async (location) => {
  expect(await quieting('ann', 302, location)).toBe('/quietDown: done');
  expect(await quieting('ann', 302, location, false)).toBe('/cancelQuietDown: done');
});

test.each([
  `${URL}/login?from=%2FquietDown`,
  '/securityRealm/commenceLogin?from=%2F',
  'https://sso.example/auth',
  'https://login.example/oauth2/authorize',
])('an answer that leads to a login (%s) is not a quiet Jenkins', async (location) => {
  for (const on of [true, false]) expect(await quieting('', 302, location, on)).toContain('It asks for a login.');
});

test.each([
  ['', 401, 'It asks for a login.'],
  ['', 403, 'It asks for a login.'],
  ['ann', 401, 'jenkins/login-refused'],
  ['ann', 403, 'ann has no permission to prepare it for shutdown.'],
  ['ann', 500, 'HTTP 500'],
])('as %j, HTTP %i says why', async (user, status, why) => {
  expect(await quieting(user, status)).toContain(why);
});

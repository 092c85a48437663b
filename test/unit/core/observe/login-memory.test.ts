import { expect, test } from 'vitest';
import { loginsOf } from '../../../../electron/core/observe/login-memory.ts';
import { err, ok, type Result } from '../../../../electron/shared/failure.ts';
import { loginRefused } from '../../../../electron/shared/failures/jenkins.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const login = (user = 'ann', password = 'right', container = 'c1') => ({ container, user, password });
const refused = err(loginRefused('http://127.0.0.1:8080', 'ann'));

/** Requests that answer when they are told to; `begun`: whose were sent, in order. */
function stage() {
  const logins = loginsOf(fakeWorld());
  const begun: string[] = [];
  const answers: ((answer: Result<null>) => void)[] = [];
  const send = (who = login()): Promise<Result<null>> =>
    logins.send(who, () => {
      begun.push(`${who.user}:${who.password}`);
      return new Promise((resolve) => answers.push(resolve));
    });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { logins, begun, answers, send, settled };
}

test('until a login was accepted a second request with it waits, and afterwards none does', async () => {
  const { begun, answers, send, settled } = stage();
  const both = [send(), send()];
  await settled();
  expect(begun).toEqual(['ann:right']);
  answers[0]?.(ok(null));
  await settled();
  expect(begun).toHaveLength(2);
  answers[1]?.(ok(null));
  await Promise.all(both);
  const more = [send(), send()];
  await settled();
  expect(begun).toHaveLength(4);
  for (const answer of answers) answer(ok(null));
  await Promise.all(more);
});

test('after a refusal the next request with that login waits again', async () => {
  const { begun, answers, send, settled } = stage();
  const first = send();
  answers[0]?.(refused);
  expect(await first).toEqual(refused);
  const both = [send(), send()];
  await settled();
  expect(begun).toHaveLength(2);
  answers[1]?.(refused);
  await settled();
  expect(begun).toHaveLength(3);
  answers[2]?.(refused);
  await Promise.all(both);
});

test('other users, secrets and containers do not wait', async () => {
  const { begun, send, settled } = stage();
  for (const who of [login(), login('bea'), login('ann', 'other'), login('ann', 'right', 'c2')]) void send(who);
  await settled();
  expect(begun).toEqual(['ann:right', 'bea:right', 'ann:other', 'ann:right']);
});

test('a request that fails lets the next one go on', async () => {
  const { logins } = stage();
  const fails = logins.send(login(), () => Promise.reject(new Error('no connection')));
  const next = logins.send(login(), async () => ok('builds'));
  await expect(fails).rejects.toThrow('no connection');
  expect(await next).toEqual(ok('builds'));
});

test('what was learned of 32 containers is kept, and of older ones forgotten', () => {
  const { logins } = stage();
  for (let nth = 1; nth <= 32; nth += 1) logins.learn(`c${nth}`, 'needed', true);
  expect(logins.fact('c1', 'needed')).toBe(true);
  logins.learn('c33', 'needed', true);
  expect(['c1', 'c2', 'c33'].map((it) => logins.fact(it, 'needed'))).toEqual([undefined, true, true]);
});

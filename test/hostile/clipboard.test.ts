import { expect, test } from 'vitest';
import { createPasswordCopy } from '../../electron/main/password-copy.ts';
import { testClock } from '../doubles/clock.ts';

/** Whatever reads the clipboard later: the administrator's password does not stay there. */

const PASSWORD = 'a-generated-password';
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** The password was revealed and copied. */
function copied() {
  const clock = testClock();
  let held = PASSWORD;
  const clipboard = {
    readText: async () => held,
    clear() {
      held = '';
    },
  };
  const copy = createPasswordCopy(clipboard, clock);
  copy.copied(copy.revealed(PASSWORD));
  return {
    copy,
    async held(afterMs: number, instead?: string) {
      held = instead ?? held;
      clock.pass(afterMs);
      await settled();
      return held;
    },
  };
}

test('guard createPasswordCopy: a copied password leaves the clipboard after 30 s, and not before', async () => {
  const { held } = copied();
  expect(await held(29_999)).toBe(PASSWORD);
  expect(await held(1)).toBe('');
});

test('guard createPasswordCopy: what was copied since is left alone', async () => {
  expect(await copied().held(60_000, 'something else')).toBe('something else');
});

test('guard createPasswordCopy: a password that is copied again stays for 30 s more', async () => {
  const { copy, held } = copied();
  await held(20_000);
  copy.copied(PASSWORD);
  expect(await held(20_000)).toBe(PASSWORD);
  expect(await held(10_000)).toBe('');
});

test('guard createPasswordCopy: other texts are not cleared', async () => {
  const { copy, held } = copied();
  await held(30_000);
  copy.copied('http://127.0.0.1:8080');
  expect(await held(60_000, 'http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080');
});

test('guard createPasswordCopy: the password leaves with the app, but not what was copied since', async () => {
  const first = copied();
  await first.copy.end();
  expect(await first.held(0)).toBe('');
  const second = copied();
  await second.held(0, 'something else');
  await second.copy.end();
  expect(await second.held(0)).toBe('something else');
});

import { expect, test } from 'vitest';
import { createSystemEntry } from '../../../electron/shell/start-at-login.ts';

/** The two calls of Electron's app, with the system's list behind them. */
function system() {
  const list: { openAtLogin: boolean; args?: readonly string[] } = { openAtLogin: false };
  return Object.assign(Object.create(null), {
    list,
    getLoginItemSettings: () => list,
    setLoginItemSettings: (item: object) => Object.assign(list, item),
  });
}

test('start at login goes through the system’s own list, hidden, and a change there is seen', async () => {
  const app = system();
  const login = createSystemEntry(app);
  expect(login.enabled()).toBe(false);
  await login.set(true);
  expect(app.list).toEqual({ openAtLogin: true, args: ['--hidden'] });
  expect(login.enabled()).toBe(true);
  app.list.openAtLogin = false;
  expect(login.enabled()).toBe(false);
  await login.repair();
  expect(login.enabled()).toBe(false);
});

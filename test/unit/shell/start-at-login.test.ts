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

test('start at login uses the system’s own list, starts hidden, and sees changes made there', async () => {
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

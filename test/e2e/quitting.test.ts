import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DrivenApp, descendants, launch, start } from '../lab/app.ts';
import { inTheTray } from '../lab/in-the-tray.ts';
import { alive } from '../lab/paths.ts';
import { setup } from '../lab/setup.ts';
import { until } from '../lab/until.ts';

/** How the app ends: during a switch, at the end of a session, and without a tray icon. */
const lab = setup('e2e-quitting', 22200);
let tray: Awaited<ReturnType<typeof inTheTray>>;
let app: DrivenApp;
beforeAll(async () => {
  tray = await inTheTray(lab);
});
afterEach(() => app.close());
afterAll(() => tray.close());

/** Dialogs are answered with this button, and what they ask is kept. */
const answering = (response: number) =>
  app.app.evaluate(({ dialog }, button) => {
    Reflect.set(globalThis, 'asked', []);
    dialog.showMessageBox = (...given: readonly unknown[]) => {
      Reflect.get(globalThis, 'asked').push(Reflect.get(Object(given.at(-1)), 'message'));
      return Promise.resolve({ response: button, checkboxChecked: false });
    };
  }, response);
const asked = () => app.app.evaluate((): unknown => Reflect.get(globalThis, 'asked'));
const question = (text: string) => until(text, async () => JSON.stringify(await asked()).includes(text));

test('Quit during a switch asks; quit now, and the next start completes it', async () => {
  app = await tray.started();
  await answering(2);
  await (await tray.host.item()).click('DinD');
  await tray.says('Switching to DinD');
  await (await tray.host.item()).click('Quit');
  await question('Quit before this is finished?');
  await tray.says('Switching to DinD');
  const ended = app.app.waitForEvent('close', { timeout: 10_000 });
  await answering(1);
  await (await tray.host.item()).click('Quit').catch(() => undefined);
  await ended;
  app = await launch({ setup: lab, args: ['--hidden'] });
  await tray.says('runs in DinD', 60_000);
});

test('without a tray icon, closing the window follows onQuit, and Cancel keeps it', async () => {
  await tray.cli('config', 'set', 'desktop.onQuit', 'ask');
  app = await launch({ setup: lab, env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } });
  const page = await app.window();
  await page.getByRole('heading', { name: 'Jenkins is running in DinD' }).waitFor();
  const close = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await answering(2);
  await close();
  await question('Quit Jenkins Tray?');
  expect(app.app.windows()).toHaveLength(1);
  await answering(0);
  const ended = app.app.waitForEvent('close', { timeout: 10_000 });
  await close();
  await ended;
});

test.each(['SIGTERM', 'SIGHUP'] as const)(
  'at %s, as at the end of a session, it closes and leaves no process',
  async (signal) => {
    const running = start({ setup: lab, args: ['--hidden'] });
    await tray.says('runs in DinD');
    const family = [running.pid, ...descendants(running.pid)];
    process.kill(running.pid, signal);
    // Killed by the signal it would have none.
    expect(await running.exited).toBe(0);
    await until('the end of its processes', () => family.filter(alive).length === 0);
  },
);

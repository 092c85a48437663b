import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type DrivenApp, descendants, launch, start } from '../lab/app.ts';
import { answering, question } from '../lab/dialogs.ts';
import { inTheTray } from '../lab/in-the-tray.ts';
import { alive } from '../lab/paths.ts';
import { setup } from '../lab/setup.ts';
import { PATIENCE_MS, until } from '../lab/until.ts';

/** How the app ends: during a switch, at the end of a session, and without a tray icon. Each test does with either mode. */
const lab = setup('e2e-quitting', 22200);
let tray: Awaited<ReturnType<typeof inTheTray>>;
let app: DrivenApp;
beforeAll(async () => {
  tray = await inTheTray(lab);
});
afterEach(() => app.close());
afterAll(() => tray.close());

test('Quit during a switch asks; quit now, and the next start completes it', async () => {
  app = await tray.started();
  await answering(app, 'Cancel');
  await (await tray.host.item()).click('DinD');
  await tray.says('Switching to DinD');
  await (await tray.host.item()).click('Quit');
  await question(app, 'Quit before this is finished?');
  await tray.says('Switching to DinD');
  const ended = app.app.waitForEvent('close', { timeout: PATIENCE_MS });
  await answering(app, 'Quit now');
  await (await tray.host.item()).click('Quit').catch(() => undefined);
  await ended;
  app = await launch({ setup: lab, args: ['--hidden'] });
  await tray.says('runs in DinD');
});

test('without a tray icon, closing the window follows onQuit, and Cancel keeps it', async () => {
  await tray.cli('config', 'set', 'desktop.onQuit', 'ask');
  app = await launch({ setup: lab, env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } });
  const page = await app.window();
  await page.getByRole('heading', { name: 'Jenkins is running in' }).waitFor();
  const close = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await answering(app, 'Cancel');
  await close();
  await question(app, 'Quit Jenkins Tray?');
  expect(app.app.windows()).toHaveLength(1);
  await answering(app, 'Leave Jenkins running');
  const ended = app.app.waitForEvent('close', { timeout: PATIENCE_MS });
  await close();
  await ended;
});

test.each(['SIGTERM', 'SIGHUP'] as const)(
  'at %s, as at the end of a session, it closes and leaves no process',
  async (signal) => {
    const running = start({ setup: lab, args: ['--hidden'] });
    onTestFinished(() => running.kill());
    await tray.says('runs in');
    const family = [running.pid, ...descendants(running.pid)];
    process.kill(running.pid, signal);
    // Killed by the signal it would have none.
    expect(await running.exited).toBe(0);
    await until('the end of its processes', () => family.filter(alive).length === 0);
  },
);

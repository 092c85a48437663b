import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DrivenApp, type LaunchOptions, launch } from './app.ts';
import { inMenu } from './in-menu.ts';
import { notifications } from './notifications.ts';
import { ROOT } from './paths.ts';
import { cleanUp, type Setup } from './setup.ts';
import { trayHost } from './tray-host.ts';

const command = promisify(execFile);

/** A set-up's app in the tray of a panel double, with a recorder of notifications. `close` after the last test. */
export async function inTheTray(setup: Setup) {
  const shown = await notifications();
  const host = await trayHost();
  const cliWith = (env: LaunchOptions['env'], ...args: readonly string[]) =>
    command(
      join(ROOT, 'node_modules', '.bin', 'node'),
      [join(ROOT, 'out', 'cli.js'), ...args, '--yes', '--config', setup.configDir],
      { env: { ...process.env, ...env } },
    );
  const labels = async () => (await (await host.item()).menu()).map(({ label }) => label);
  const says = (what: string, within?: number) => inMenu(setup, what, labels, undefined, within);
  return {
    host,
    shown,
    cli: (...args: readonly string[]) => cliWith({}, ...args),
    labels,
    /** Waits until a line of the menu contains this. */
    says,
    /** Starts the app hidden, with Jenkins in DooD, and waits until the menu says so. */
    async started(options: Partial<LaunchOptions> = {}): Promise<DrivenApp> {
      await cliWith(options.env, 'up', 'dood');
      const app = await launch({ setup, args: ['--hidden'], ...options });
      await says('runs in DooD');
      shown.take();
      return app;
    },
    async close() {
      shown.close();
      await host.close();
      cleanUp(setup);
    },
  };
}

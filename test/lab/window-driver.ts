import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { ViewName, views } from '../../electron/shared/views.ts';
import { type DrivenApp, type LaunchOptions, launch } from './app.ts';
import { LAB } from './paths.ts';

/** The real app's window, with what tests often do. */
export interface WindowDriver {
  readonly app: DrivenApp;
  readonly page: Page;
  /** Addresses that the app sent to the browser; none is really opened. */
  opened(): Promise<readonly string[]>;
  goTo(page: (typeof views)[ViewName]): Promise<void>;
  button(name: string): ReturnType<Page['getByRole']>;
  heading(name: string | RegExp): ReturnType<Page['getByRole']>;
  close(): Promise<void>;
}

/** Starts the app on a set-up and shows its window. */
export async function openApp(options: LaunchOptions): Promise<WindowDriver> {
  const app = await launch(options);
  const page = await app.window();
  // The driver would force the light theme; here the app decides.
  await page.emulateMedia({ colorScheme: null });
  return {
    app,
    page,
    opened: () => app.opened(),
    async goTo(name) {
      await page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
    },
    button: (name) => page.getByRole('button', { name, exact: true }),
    heading: (name) => page.getByRole('heading', { name }),
    close: () => app.close(),
  };
}

const SHOTS = join(LAB, 'shots', 'window');

/** Saves a screenshot for visual inspection. */
export async function shot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: 'disabled' });
}

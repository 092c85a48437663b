import type { Page } from 'playwright';
import { type DrivenApp, launch } from '../lab/app.ts';
import { beginScreen } from '../lab/screen.ts';
import { cleanUp, type Setup } from '../lab/setup.ts';
import { stage } from '../lab/stage.ts';

/** The real app's window on its own screen and bus; everything is removed afterwards. */
export async function withWindow<T>(
  lab: Setup,
  env: Readonly<Record<string, string>>,
  use: (page: Page, app: DrivenApp) => Promise<T>,
): Promise<T> {
  const on = stage('bench-window');
  try {
    await beginScreen(on);
    const app = await launch({ setup: lab, env: { ...on.env, ...env } });
    try {
      return await use(await app.window(), app);
    } finally {
      await app.close();
    }
  } finally {
    await on.close();
    cleanUp(lab);
  }
}

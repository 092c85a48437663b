import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { LAB } from './paths.ts';

/** Takes a picture of the page in both themes, in `.lab/shots`, and calls back in each. */
export async function shots(page: Page, name: string, each: () => Promise<void> = async () => {}): Promise<void> {
  const folder = join(LAB, 'shots');
  mkdirSync(folder, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
    await each();
  }
}

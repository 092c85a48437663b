import type { Page } from 'playwright';
import { type DrivenApp, launch } from './app.ts';
import { cleanUp, setup } from './setup.ts';
import { endSmi, type SmiDouble, smiDouble } from './smi-double.ts';

/** Opens apps on their GPU view, each with a double of nvidia-smi; `close` after each test, `remove` after the last. */
export function gpuViews(name: string, base: number) {
  const lab = setup(name, base);
  const running: { app: DrivenApp; smi: SmiDouble }[] = [];
  return {
    /** The real app with the double of nvidia-smi, on its GPU view. */
    async gpuPage(scenario: string): Promise<GpuView> {
      const smi = smiDouble(lab.name, scenario);
      const app = await launch({ setup: lab, env: smi.env });
      running.push({ app, smi });
      const page = await app.window();
      await page.getByRole('button', { name: 'GPUs' }).click();
      return {
        page,
        app,
        smi,
        next(wanted) {
          smi.play(wanted);
          endSmi(app.pid);
        },
      };
    },
    async close() {
      for (const { app, smi } of running.splice(0)) {
        await app.close();
        smi.close();
      }
    },
    remove: () => cleanUp(lab),
  };
}

export interface GpuView {
  readonly page: Page;
  readonly app: DrivenApp;
  readonly smi: SmiDouble;
  /** Ends nvidia-smi, so that the next one plays this scenario. */
  next(scenario: string): void;
}

export const card = (page: Page, index: number) => page.getByRole('article', { name: new RegExp(`^GPU ${index} `) });
export const reading = (page: Page, index: number, label: string) =>
  card(page, index).locator('dt', { hasText: label }).first().locator('xpath=../dd');
export const shows = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
/** How long a request through window and main takes, ms: a window that answers is not blocked. */
export async function answersFast(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const began = performance.now();
    await window.jenkinsTray.call('snapshot');
    await new Promise((done) => requestAnimationFrame(done));
    return performance.now() - began;
  });
}

declare global {
  interface Window {
    readonly jenkinsTray: import('../../electron/shared/ipc.ts').Bridge;
  }
}

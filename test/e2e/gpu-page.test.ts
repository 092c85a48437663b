import type { Page } from 'playwright';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { ok } from '../../electron/shared/failure.ts';
import type { GpuState } from '../../electron/shared/gpu.ts';
import { type DrivenApp, launch } from '../lab/app.ts';
import { violations } from '../lab/axe.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { shots } from '../lab/shots.ts';
import { idle } from '../lab/situations.ts';
import { endSmi, type SmiDouble, smiDouble } from '../lab/smi-double.ts';
import { until } from '../lab/until.ts';
import { browser, openWindow } from '../lab/window.ts';

const lab = setup('e2e-gpu', 24500);
const running: { app: DrivenApp; smi: SmiDouble }[] = [];
afterEach(async () => {
  for (const { app, smi } of running.splice(0)) {
    await app.close();
    smi.close();
  }
});
afterAll(() => cleanUp(lab));

interface OnPage {
  readonly page: Page;
  readonly app: DrivenApp;
  readonly smi: SmiDouble;
  /** Ends nvidia-smi, so that the next one plays what it was told meanwhile. */
  next(scenario: string): void;
}

/** The real app with the double of nvidia-smi, on its GPU page. */
async function gpuPage(scenario: string): Promise<OnPage> {
  const smi = smiDouble('e2e-gpu', scenario);
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
}

const card = (page: Page, index: number) => page.getByRole('article', { name: new RegExp(`^GPU ${index} `) });
const reading = (page: Page, index: number, label: string) =>
  card(page, index).locator('dt', { hasText: label }).first().locator('xpath=../dd');
const shows = (page: Page, text: string | RegExp, timeout = 30_000) =>
  page.getByText(text).first().waitFor({ timeout });
/** The window answers while something goes wrong: a click's way through it and main takes no longer than this. */
async function answersFast(page: Page): Promise<number> {
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

test.each([1, 2, 4, 16])('%i GPUs are shown with their figures and charts', async (many) => {
  const { page } = await gpuPage(many === 4 ? 'live-4' : `ok-${many}`);
  await card(page, many - 1).waitFor({ timeout: 30_000 });
  expect(await page.getByRole('article').count()).toBe(many);
  // More than four begin as one line each.
  if (many > 4) {
    expect(await page.locator('.gpu-readings').count()).toBe(0);
    await page.getByRole('button', { name: /^GPU 1 / }).click();
  }
  const shown = many > 4 ? 1 : 0;
  await card(page, shown).locator('.gpu-plot canvas').first().waitFor();
  expect(await card(page, shown).getByRole('img').count()).toBe(4);
  expect(await reading(page, shown, 'Temperature').textContent()).toMatch(/^\d+ °C$/);
  expect(await reading(page, shown, 'Clocks').textContent()).toMatch(/^\d+\/\d+ MHz$/);
  await page.waitForTimeout(2000);
  await shots(page, `gpus-${many}`, async () => expect(await violations(page)).toEqual([]));
});

test('a throttled GPU says why in plain words, and the charts share one cursor', async () => {
  const { page } = await gpuPage('ok-2');
  await card(page, 1).waitFor({ timeout: 30_000 });
  expect(await reading(page, 0, 'Held back by').textContent()).toBe('its power limit');
  const plot = card(page, 0).locator('.gpu-plot').first();
  await plot.locator('canvas').waitFor();
  await page.waitForTimeout(3000);
  const box = await plot.boundingBox();
  if (box === null) throw new Error('The chart has no place.');
  await page.mouse.move(box.x + box.width - 10, box.y + box.height / 2);
  const values = page.locator('.gpu-strip-value');
  await until('values under the cursor', async () => (await values.first().textContent()) !== '');
  const texts = await values.allTextContents();
  expect(texts.slice(0, 4).join(' ')).toMatch(/\d+ % [\d.]+ [GM]iB \d+ °C \d+ W/);
  expect(await page.locator('.gpus-time').textContent()).toMatch(/^\d\d:\d\d:\d\d$/);
  for (const span of ['1 h', '24 h', '10 min']) {
    await page.getByRole('radio', { name: span }).check();
    await card(page, 0)
      .getByRole('img', { name: `Power of GPU 0 over the last ${span}` })
      .waitFor();
  }
});

test('a process is listed with its GPU and its user', async () => {
  const { page, smi } = await gpuPage('ok-1');
  await card(page, 0).waitFor({ timeout: 30_000 });
  await shows(page, 'Nothing runs on it.');
  smi.list([`0 ${process.pid} 3174 node`]);
  await shows(page, `node (${process.pid})`);
  expect(await card(page, 0).getByRole('row').nth(1).textContent()).toContain('3.1 GiB');
});

test.each([
  ['na-fields', 'Utilisation', '–'],
  ['unified', 'Memory', '–'],
  ['mig', 'Utilisation', '–'],
  ['errors', 'Temperature', '–'],
])('%s: a missing value is a dash, not a zero', async (scenario, label, value) => {
  const { page } = await gpuPage(scenario);
  await card(page, 0).waitFor({ timeout: 30_000 });
  expect(await reading(page, 0, label).textContent()).toBe(value);
  await shots(page, `gpus-${scenario}`, async () => expect(await violations(page)).toEqual([]));
});

test('fields that an old driver does not know are listed', async () => {
  const { page } = await gpuPage('old-driver');
  await shows(page, /This driver does not tell: .*mig\.mode\.current/);
});

describe('without readings the view says what is wrong and how to fix it', () => {
  test.each([
    ['mismatch', 'The NVIDIA driver was updated: reboot required', 'systemctl reboot'],
    ['no-permission', 'You may not use the GPUs', 'usermod'],
    ['no-driver', 'The NVIDIA driver is not running', 'driver'],
    ['no-devices', 'This computer has no NVIDIA GPU', ''],
    ['lost', 'A GPU fell off the bus', 'Reboot'],
  ])('%s', async (scenario, title, fix) => {
    const { page } = await gpuPage(scenario);
    await shows(page, title);
    if (fix !== '') await shows(page, fix);
    await shows(page, 'What this computer has');
    await shots(page, `gpus-${scenario}`, async () => expect(await violations(page)).toEqual([]));
  });

  test('states that this machine cannot reach are drawn correctly as well', async () => {
    const states: Readonly<Record<string, GpuState>> = {
      unknown: { kind: 'unknown' },
      asleep: { kind: 'asleep' },
      'no-smi': {
        kind: 'absent',
        reason: 'no-smi',
        failure: {
          code: 'gpu/no-smi',
          title: 'nvidia-smi is not installed',
          detail: 'No program nvidia-smi is on the PATH.',
          fix: 'Install the driver’s utilities, such as the package nvidia-utils.',
        },
      },
    };
    const chromium = await browser();
    try {
      for (const [name, gpu] of Object.entries(states)) {
        const window = await openWindow(chromium, {
          snapshot: { ...idle, gpu },
          answers: {
            systemInfo: ok({
              controllers: [{ vendor: 'Intel Corporation', model: 'UHD Graphics 630' }],
              memory: { usedBytes: 12.4e9, totalBytes: 33.6e9 },
              disk: { mount: '/', usedBytes: 210e9, totalBytes: 500e9 },
              battery: { percent: 81, charging: true },
            }),
          },
        });
        await window.page.getByRole('button', { name: 'GPUs' }).click();
        await window.page.locator('.page-gpus h1').waitFor();
        if (gpu.kind === 'absent') await shows(window.page, 'Intel Corporation UHD Graphics 630');
        await shots(window.page, `gpus-${name}`, async () => expect(await violations(window.page)).toEqual([]));
        await window.close();
      }
    } finally {
      await chromium.close();
    }
  });
});

describe('nvidia-smi fails while the view is open', () => {
  test('if it hangs after some readings, they stay with their age, and new ones follow', async () => {
    const { page, next } = await gpuPage('ok-1');
    await card(page, 0).waitFor({ timeout: 30_000 });
    next('then-hangs');
    await shows(page, 'nvidia-smi has stopped answering', 60_000);
    await shows(page, /No reading since \d\d:\d\d:\d\d/);
    expect(await card(page, 0).count()).toBe(1);
    expect(await answersFast(page)).toBeLessThan(500);
    await shots(page, 'gpus-stale', async () => expect(await violations(page)).toEqual([]));
    next('ok-1');
    await page.getByText('nvidia-smi has stopped answering').waitFor({ state: 'detached', timeout: 60_000 });
  });

  test('if it hangs from the start, the window stays responsive and says so', async () => {
    const { page } = await gpuPage('hung');
    await shows(page, 'Looking at the GPUs…');
    await shows(page, 'nvidia-smi has stopped answering', 60_000);
    expect(await answersFast(page)).toBeLessThan(500);
    await shots(page, 'gpus-hung');
  });

  test('if it dies in mid-line, the view says so', async () => {
    const { page } = await gpuPage('dies-midline');
    await shows(page, 'nvidia-smi does not answer as it should', 60_000);
    expect(await answersFast(page)).toBeLessThan(500);
    await shots(page, 'gpus-dying');
  });

  test('if it floods, the view says so', async () => {
    const { page, next } = await gpuPage('ok-2');
    await card(page, 1).waitFor({ timeout: 30_000 });
    next('flood');
    const answers: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      answers.push(await answersFast(page));
      await page.waitForTimeout(200);
    }
    expect(Math.max(...answers)).toBeLessThan(500);
    await shots(page, 'gpus-flood');
  });
});

test.each([
  ['narrow', 640, 480],
  ['zoomed', 450, 320],
])('a %s window cuts off nothing on the right', async (name, width, height) => {
  const { page, app } = await gpuPage('live-4');
  await card(page, 3).waitFor({ timeout: 30_000 });
  await app.app.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setMinimumSize(100, 100);
      window?.setContentSize(w ?? 0, h ?? 0);
    },
    [width, height],
  );
  await page.waitForTimeout(500);
  expect(await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
  await shots(page, `gpus-${name}`, async () => expect(await violations(page)).toEqual([]));
});

import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { violations } from '../lab/axe.ts';
import { card, gpuViews, reading, shows } from '../lab/gpu-view.ts';
import { shots } from '../lab/shots.ts';
import { until } from '../lab/until.ts';

const { gpuPage, close, remove } = gpuViews('e2e-gpu', 24500);
afterEach(close);
afterAll(remove);

test.each([1, 2, 4, 16])('%i GPUs are shown with their figures and charts', async (many) => {
  const { page } = await gpuPage(many === 4 ? 'live-4' : `ok-${many}`);
  await card(page, many - 1).waitFor();
  expect(await page.getByRole('article').count()).toBe(many);
  // More than four are one line each at first.
  if (many > 4) {
    expect(await page.locator('.gpu-readings').count()).toBe(0);
    await page.getByRole('button', { name: /^GPU 1 / }).click();
  }
  const shown = many > 4 ? 1 : 0;
  await card(page, shown).locator('.gpu-plot canvas').first().waitFor();
  expect(await card(page, shown).getByRole('img').count()).toBe(4);
  expect(await reading(page, shown, 'Temperature').textContent()).toMatch(/^\d+ °C$/);
  expect(await reading(page, shown, 'Clocks').textContent()).toMatch(/^\d+\/\d+ MHz$/);
  await shots(page, `gpus-${many}`, async () => expect(await violations(page)).toEqual([]));
});

test('a throttled GPU says why in plain words, and the charts share one cursor', async () => {
  const { page } = await gpuPage('ok-2');
  await card(page, 1).waitFor();
  expect(await reading(page, 0, 'Held back by').textContent()).toBe('its power limit');
  const plot = card(page, 0).locator('.gpu-plot').first();
  await plot.locator('canvas').waitFor();
  const box = await plot.boundingBox();
  if (box === null) throw new Error('The chart has no place.');
  const values = page.locator('.gpu-strip-value');
  let back = 10;
  await until('values under the cursor', async () => {
    // The first reading is at the edge, and moves away from it.
    back = 21 - back;
    await page.mouse.move(box.x + box.width - back, box.y + box.height / 2);
    return (await values.first().textContent()) !== '';
  });
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
  await card(page, 0).waitFor();
  await shows(page, 'No compute process uses this GPU.');
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
  await card(page, 0).waitFor();
  expect(await reading(page, 0, label).textContent()).toBe(value);
  await shots(page, `gpus-${scenario}`, async () => expect(await violations(page)).toEqual([]));
});

test('fields that an old driver does not know are listed', async () => {
  const { page } = await gpuPage('old-driver');
  await shows(page, /This driver does not report: .*mig\.mode\.current/);
});

describe('without readings the view says what is wrong and how to fix it', () => {
  test.each([
    ['mismatch', 'The NVIDIA driver was updated: reboot required', 'systemctl reboot'],
    ['no-permission', 'You do not have permission to use the GPUs', 'usermod'],
    ['no-driver', 'The NVIDIA driver is not running', 'driver'],
    ['no-devices', 'This computer has no NVIDIA GPU', ''],
    ['lost', 'A GPU fell off the bus', 'Reboot'],
  ])('%s', async (scenario, title, fix) => {
    const { page } = await gpuPage(scenario);
    await shows(page, title);
    if (fix !== '') await shows(page, fix);
    await shows(page, 'About this computer');
    await shots(page, `gpus-${scenario}`, async () => expect(await violations(page)).toEqual([]));
  });
});

test.each([
  ['narrow', 640, 480],
  ['zoomed', 450, 320],
])('a %s window cuts off nothing on the right', async (name, width, height) => {
  const { page, app } = await gpuPage('live-4');
  await card(page, 3).waitFor();
  await app.resize(width, height);
  await page.waitForTimeout(500);
  expect(await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
  await shots(page, `gpus-${name}`, async () => expect(await violations(page)).toEqual([]));
});

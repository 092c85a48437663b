import { afterAll, afterEach, expect, test } from 'vitest';
import { violations } from '../lab/axe.ts';
import { answersFast, card, gpuViews, shows } from '../lab/gpu-view.ts';
import { shots } from '../lab/shots.ts';

/** nvidia-smi fails while the view is open. */
const { gpuPage, close, remove } = gpuViews('e2e-gpu-failing', 24520);
afterEach(close);
afterAll(remove);

test('if it hangs after some readings, they stay with their age, and new ones follow', async () => {
  const { page, next } = await gpuPage('ok-1');
  await card(page, 0).waitFor();
  next('then-hangs');
  await shows(page, 'nvidia-smi has stopped responding');
  await shows(page, /No reading since \d\d:\d\d:\d\d/);
  expect(await card(page, 0).count()).toBe(1);
  expect(await answersFast(page)).toBeLessThan(3000);
  await shots(page, 'gpus-stale', async () => expect(await violations(page)).toEqual([]));
  next('ok-1');
  await page.getByText('nvidia-smi has stopped responding').waitFor({ state: 'detached' });
});

test('if it hangs from the start, the window stays responsive and says so', async () => {
  const { page } = await gpuPage('hung');
  await shows(page, 'Reading the GPUs…');
  await shows(page, 'nvidia-smi has stopped responding');
  expect(await answersFast(page)).toBeLessThan(3000);
  await shots(page, 'gpus-hung');
});

test('if it dies in mid-line, the view says so', async () => {
  const { page } = await gpuPage('dies-midline');
  await shows(page, 'nvidia-smi did not return a reading');
  expect(await answersFast(page)).toBeLessThan(3000);
  await shots(page, 'gpus-dying');
});

test('if it floods, the view says so', async () => {
  const { page, next } = await gpuPage('ok-2');
  await card(page, 1).waitFor();
  next('flood');
  const answers: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    answers.push(await answersFast(page));
    await page.waitForTimeout(200);
  }
  expect(Math.max(...answers)).toBeLessThan(3000);
  await shots(page, 'gpus-flood');
});

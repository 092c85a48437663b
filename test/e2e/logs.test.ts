import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrivenApp, launch } from '../lab/app.ts';
import { violations } from '../lab/axe.ts';
import { floodTo, writeLog } from '../lab/log-writer.ts';
import { LAB, ROOT } from '../lab/paths.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { must } from '../lab/shell.ts';
import { shots } from '../lab/shots.ts';
import { until } from '../lab/until.ts';

const lab = setup('e2e-logs', 24400);
let app: DrivenApp;
let page: Page;
const errors: string[] = [];
beforeAll(async () => {
  must(join(ROOT, 'node_modules', '.bin', 'node'), [
    join(ROOT, 'out', 'cli.js'),
    'up',
    'dood',
    '--yes',
    '--config',
    lab.configDir,
  ]);
  app = await launch({ setup: lab });
  page = await app.window();
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.getByRole('button', { name: 'Logs' }).click();
});
afterAll(async () => {
  await app?.close();
  cleanUp(lab);
});

/** The visible lines, as a screen reader gets them. */
const seen = async (): Promise<string> =>
  (await page.locator('.xterm-accessibility-tree > *').allTextContents()).join('\n');
const shows = (text: string, within = 90_000) =>
  until(`"${text}" in the log`, async () => (await seen()).includes(text), within);
const write = (text: string) => writeLog(lab.names.jenkins.dood, text);
const follow = () => page.getByRole('button', { name: /^Follow/ });

/** Turns the wheel like a hand; Playwright's events have no ticks, which xterm needs. */
async function wheelUp(): Promise<void> {
  const box = await page.locator('.logs-terminal').boundingBox();
  if (box === null) throw new Error('The log has no place.');
  await app.app.evaluate(
    ({ BrowserWindow }, [x = 0, y = 0]) =>
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({
        type: 'mouseWheel',
        x,
        y,
        deltaX: 0,
        deltaY: 1200,
        wheelTicksX: 0,
        wheelTicksY: 10,
        canScroll: true,
      }),
    [Math.round(box.x + 50), Math.round(box.y + 50)],
  );
}

test('the log of a real Jenkins is shown, and new lines as they are written', async () => {
  await until('lines of Jenkins', async () => /Hudson|Jenkins|INFO/.test(await seen()));
  await write('a new line\n');
  await shows('a new line');
  await shots(page, 'logs', async () => expect(await violations(page)).toEqual([]));
});

test('colours are shown, and true colours approximately', async () => {
  await write('\u001b[31mred\u001b[0m \u001b[38;2;255;120;0morange\u001b[0m plain\n');
  await shows('red orange plain');
  const row = page.locator('.xterm-rows > div', { hasText: 'red orange plain' });
  expect(await row.locator('.xterm-fg-1').textContent()).toContain('red');
  expect(await row.locator('.xterm-fg-208').textContent()).toContain('orange');
  await shots(page, 'logs-colours');
});

test('hostile lines have no effect', async () => {
  const title = await page.title();
  const before = await app.app.evaluate(({ clipboard }) => {
    clipboard.writeText('mine');
    return clipboard.readText();
  });
  await write(
    [
      '<img src=x onerror="document.title=1"><script>document.title=2</script>',
      '\u001b]0;owned\u0007title',
      '\u001b]52;c;ZXZpbA==\u0007clipboard',
      '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
      '\u001b[2J\u001b[1;1Hcursor',
      '\u001b[?1049h\u001b[?1000hscreen',
      '\u001b[c\u001b[6n\u0005question',
      'really harmless',
      '',
    ].join('\n'),
  );
  await shows('really harmless');
  const text = await seen();
  for (const word of ['<img src=x onerror', 'title', 'clipboard', 'link', 'cursor', 'screen', 'question'])
    expect(text).toContain(word);
  expect(text).not.toContain('evil.example');
  expect(await page.locator('.xterm a').count()).toBe(0);
  expect(await page.title()).toBe(title);
  expect(await app.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(before);
  // Moving the cursor erased nothing.
  expect(text).toContain('red orange plain');
});

test('search counts and marks matches and moves between them', async () => {
  await write('needle one\nhay\nneedle two\nhay\nneedle three\n');
  await shows('needle three');
  await page.locator('.logs-terminal').click();
  await page.keyboard.press('Control+f');
  const field = page.getByRole('searchbox', { name: 'Search in the log' });
  expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.type('needle');
  const count = page.locator('.logs-count');
  await until('a count', async () => (await count.textContent()) === '3 of 3');
  await page.keyboard.press('Enter');
  await until('the match before', async () => (await count.textContent()) === '2 of 3');
  await page.getByRole('button', { name: 'Next match' }).click();
  await until('the next match', async () => (await count.textContent()) === '3 of 3');
  await shots(page, 'logs-search', async () => expect(await violations(page)).toEqual([]));
  await page.keyboard.press('Escape');
  await field.fill('');
});

test('matches are marked in the theme’s colours, also after it changes', async () => {
  const field = page.getByRole('searchbox', { name: 'Search in the log' });
  const count = page.locator('.logs-count');
  /** Background colours: of all matches, and of the current one. */
  const marks = () =>
    page.locator('.xterm-rows span').evaluateAll((all) => [
      ...new Set(
        all
          .map((one) => getComputedStyle(one).backgroundColor)
          .filter((colour) => colour !== 'rgba(0, 0, 0, 0)')
          .sort(),
      ),
    ]);
  await page.emulateMedia({ colorScheme: 'light' });
  await field.fill('needle');
  await until('three matches', async () => (await count.textContent()) === '3 of 3');
  const light = await until('marks in light', async () => {
    const found = await marks();
    return found.length === 2 && found;
  });
  await page.keyboard.press('Enter');
  await until('the match before', async () => (await count.textContent()) === '2 of 3');
  await page.emulateMedia({ colorScheme: 'dark' });
  await until('other marks in dark', async () => {
    const found = await marks();
    return found.length === 2 && found.every((colour) => !light.includes(colour));
  });
  expect(await count.textContent()).toBe('2 of 3');
  await page.emulateMedia({ colorScheme: 'light' });
  await until('the marks of before', async () => (await marks()).join() === light.join());
  await field.fill('nothing like this');
  await until('no match', async () => (await count.textContent()) === 'None');
  await field.fill('');
});

test('scrolling up stops following, shows that new lines came, and can follow again', async () => {
  await floodTo(lab.names.jenkins.dood, 300, async () => (await seen()).includes('end of the flood'));
  await wheelUp();
  await follow().waitFor();
  // xterm tells screen readers some frames later.
  const before = await until('rows that stay', async () => {
    const rows = await seen();
    await page.waitForTimeout(1000);
    return rows === (await seen()) && rows;
  });
  await write('while reading\n');
  await page.getByRole('button', { name: 'Follow: 1 new line' }).waitFor();
  expect(await seen()).toBe(before);
  await shots(page, 'logs-held', async () => expect(await violations(page)).toEqual([]));
  await follow().click();
  await shows('while reading');
  expect(await follow().count()).toBe(0);
});

test('the keyboard scrolls, and Tab moves on', async () => {
  await page.locator('.logs-terminal').click();
  await page.keyboard.press('PageUp');
  await follow().waitFor();
  await page.keyboard.press('End');
  await follow().waitFor({ state: 'detached' });
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea'))).toBe(false);
});

test('copy takes what is shown; save writes the whole log', async () => {
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied').first().waitFor();
  expect(await app.app.evaluate(({ clipboard }) => clipboard.readText())).toContain('while reading');
  const path = join(LAB, 'setups', lab.name, 'saved.log');
  await app.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByText(`Saved to ${path}`).waitFor();
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain('while reading');
});

test('a long line wraps at words, again when the window widens, and is copied as it was', async () => {
  const line = Array.from({ length: 60 }, (_, at) => `word${at + 10}`).join(' ');
  const wide = await app.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const size = window?.getContentSize() ?? [];
    window?.setContentSize(700, size[1] ?? 700);
    return size;
  });
  await write(`${line}\n\tWARNING\tafter it\n`);
  await shows('after it');
  const rows = async (): Promise<readonly string[]> =>
    (await seen())
      .split('\n')
      .filter((row) => row.includes('word'))
      .map((row) => row.replaceAll('\u00a0', ' ').trim());
  const whole = (found: readonly string[]): boolean =>
    found.length > 1 && found.every((row) => /^word\d\d( word\d\d)*$/.test(row)) && found.join(' ') === line;
  const narrow = await until('rows that end with words', async () => {
    const found = await rows();
    return whole(found) && found;
  });
  await shots(page, 'logs-wrapped');
  await page.getByRole('searchbox').fill(`${narrow[0]?.split(' ').at(-1)} ${narrow[1]?.split(' ')[0]}`);
  await until(
    'the words before and after a wrap',
    async () => (await page.locator('.logs-count').textContent()) === '1 of 1',
  );
  await page.getByRole('searchbox').fill('');
  await app.app.evaluate(
    ({ BrowserWindow }, [width = 1000, height = 700]) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    wide,
  );
  await until('fewer rows', async () => {
    const found = await rows();
    return whole(found) && found.length < narrow.length;
  });
  await page.getByRole('button', { name: 'Copy' }).click();
  await until('the line on the clipboard', async () =>
    (await app.app.evaluate(({ clipboard }) => clipboard.readText())).split('\n').includes(line),
  );
});

test('a Jenkins that starts again is shown from its first line, after a mark', async () => {
  must('docker', ['restart', lab.names.jenkins.dood]);
  const begins = new RegExp(`── ${lab.names.jenkins.dood} started at .* ──\\n.*\\S`);
  await until('a mark, then its first line', async () => {
    await page.getByRole('button', { name: 'Copy' }).click();
    return begins.test(await app.app.evaluate(({ clipboard }) => clipboard.readText()));
  });
});

test('in DooD the view says when the nested engine has a log', async () => {
  await page.getByRole('tab', { name: 'Nested engine' }).click();
  await page.locator('.logs-none').waitFor();
  await shots(page, 'logs-none', async () => expect(await violations(page)).toEqual([]));
  await page.getByRole('tab', { name: 'Nested engine' }).press('ArrowLeft');
  await until('the log of Jenkins again', async () => /Hudson|Jenkins|INFO/.test(await seen()));
});

test('a flood visibly loses its middle and keeps its end, and the window stays responsive', async () => {
  let slowest = 0;
  let done = false;
  const flooded = floodTo(lab.names.jenkins.dood, 200_000, async () =>
    (await seen()).includes('end of the flood'),
  ).finally(() => {
    done = true;
  });
  while (!done) {
    const took = await page.evaluate(async () => {
      const began = performance.now();
      await window.jenkinsTray.call('versions');
      return performance.now() - began;
    });
    slowest = Math.max(slowest, took);
    await page.waitForTimeout(100);
  }
  await flooded;
  expect(slowest).toBeLessThan(3000);
  await page.getByRole('searchbox').fill('lines omitted; save the log');
  await until('what was left out', async () => /^\d/.test((await page.locator('.logs-count').textContent()) ?? ''));
  await shots(page, 'logs-flood');
  await page.getByRole('searchbox').fill('');
});

test('a small window cuts off nothing on the right', async () => {
  await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(640, 480));
  await page.waitForTimeout(500);
  expect(await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
  await shots(page, 'logs-narrow', async () => expect(await violations(page)).toEqual([]));
});

test('the view never violated its content security policy', () => {
  expect(errors).toEqual([]);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildsWithoutGpus } from '../../electron/shared/failures/gpu-containers.ts';
import { preparationOffered } from '../../electron/shared/failures/image-preparation.ts';
import { toolkitNotice } from '../../electron/shared/gpu.ts';
import { channels } from '../../electron/shared/ipc-channels.ts';
import type { Snapshot } from '../../electron/shared/snapshot.ts';
import { stateWords } from '../../electron/shared/state-words.ts';
import { violations as violationsOf } from '../lab/axe.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { idle, situations } from '../lab/situations.ts';
import { until } from '../lab/until.ts';
import { openApp, shot, type WindowDriver } from '../lab/window-driver.ts';

/** The real app's views in both themes, sizes and every state. States are pushed to the window as main does it. */
const newcomer = setup('e2e-newcomer', 23320);
const lab = setup('e2e-views', 23330, { desktop: { startHidden: false } });
const VIEWS = ['Overview', 'Builds', 'GPUs', 'Logs', 'Snapshots', 'Upgrades', 'Settings', 'Diagnostics'] as const;
const THEMES = ['light', 'dark'] as const;
let window: WindowDriver;

afterAll(() => {
  cleanUp(newcomer);
  cleanUp(lab);
});

let revision = 1_000_000;
const push = (snapshot: Snapshot) => {
  revision += 1;
  return window.app.app.evaluate(
    ({ BrowserWindow }, value) => BrowserWindow.getAllWindows()[0]?.webContents.send('jenkins-tray:snapshot', value),
    { ...snapshot, revision },
  );
};
const theme = async (name: (typeof THEMES)[number]) => {
  await window.app.app.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source;
  }, name);
  const shown = () =>
    window.page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  await until(`window in ${name}`, async () => (await shown()) === name);
};
/** Returns when the page has this size: window manager and zoom take some time. */
const size = async (width: number, height: number, zoom = 1) => {
  await window.app.app.evaluate(
    ({ BrowserWindow }, [w, h, z]) => {
      const lab = BrowserWindow.getAllWindows()[0];
      lab?.setContentSize(w, h);
      lab?.webContents.setZoomFactor(z);
    },
    [width, height, zoom] as const,
  );
  const wanted = [Math.round(width / zoom), Math.round(height / zoom), zoom].join();
  await until(`window of ${wanted}`, async () => {
    const shown = () => [innerWidth, innerHeight, devicePixelRatio].join();
    return (await window.page.evaluate(shown)) === wanted;
  });
};
/** Returns when the page has drawn everything and no transition is running. */
const settled = () =>
  window.page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    const finite = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(finite.map(({ finished }) => finished));
    await frame();
  });
/** What is visible once a view has its data. */
const LAST = {
  Overview: '.places .mono',
  Builds: '.empty',
  GPUs: 'h1',
  Logs: '.logs-none',
  Snapshots: '.empty',
  Upgrades: '.empty',
  Settings: '.fields',
  Diagnostics: '.checks[aria-busy=false]',
} as const satisfies Record<(typeof VIEWS)[number], string>;
/** The view of this name, if it is shown. */
const goTo = async (view: (typeof VIEWS)[number]) => {
  await window.goTo(view);
  const main = window.page.locator(`main.view-${view.toLowerCase()}`);
  await main.locator('h1').first().waitFor();
  await main.locator(LAST[view]).first().waitFor();
  await settled();
};

/** What axe-core finds in the page once a button that is being enabled has its colour; should be empty. */
async function violations(): Promise<readonly string[]> {
  await settled();
  return violationsOf(window.page);
}

describe('a new user', () => {
  beforeAll(async () => {
    window = await openApp({ setup: newcomer });
    await window.heading('Welcome to Jenkins Tray').waitFor();
  });
  afterAll(() => window.close());

  test.each(THEMES)('is welcomed in %s', async (name) => {
    await theme(name);
    expect(await violations()).toEqual([]);
    await shot(window.page, `first-start-${name}`);
  });
});

describe('later', () => {
  beforeAll(async () => {
    const intent = { id: 1, mode: 'off', from: 'off', state: 'settled', consents: [], at: 0, purge: [] };
    writeFileSync(join(lab.configDir, 'intent.json'), JSON.stringify({ ...intent, failure: null, gpuless: null }));
    window = await openApp({ setup: lab });
    await window.heading('Jenkins is off').waitFor();
    await push(idle);
    await window.heading('Jenkins is running in DooD').waitFor();
  });
  afterAll(() => window.close());

  describe.each(THEMES)('%s', (name) => {
    beforeAll(() => theme(name));

    test.each(VIEWS)('%s can be used by everyone', async (view) => {
      await goTo(view);
      expect(await violations()).toEqual([]);
      await shot(window.page, `${view.toLowerCase()}-${name}`);
    });
    test.each(Object.keys(situations))('the overview of a Jenkins that is: %s', async (situation) => {
      const shown = situations[situation] ?? idle;
      await goTo('Overview');
      await push(shown);
      await window.page.getByRole('heading', { level: 1, name: stateWords(shown).title, exact: true }).waitFor();
      for (const { failure } of shown.notices) await window.page.getByText(failure.title).first().waitFor();
      await settled();
      expect(await violations()).toEqual([]);
      await shot(window.page, `state-${situation}-${name}`);
      await push(idle);
    });
  });

  test.each([
    [640, 480, 1],
    [900, 640, 2],
    [640, 480, 2],
  ])('at %i × %i and zoom %i nothing is cut off sideways', async (width, height, zoom) => {
    await theme('light');
    await size(width, height, zoom);
    for (const view of VIEWS) {
      await goTo(view);
      if (view === 'Settings') {
        await window.page.getByLabel('Port in DooD').fill('8099');
        await window.page.getByRole('region', { name: '1 change' }).waitFor();
      }
      const over = await window.page.evaluate(() => {
        const main = document.querySelector('main');
        const whole = document.documentElement;
        return [
          whole.scrollHeight - whole.clientHeight,
          whole.scrollWidth - whole.clientWidth,
          main === null ? 0 : main.scrollWidth - main.clientWidth,
        ];
      });
      expect(over, view).toEqual([0, 0, 0]);
      await shot(window.page, `${view.toLowerCase()}-${width}-zoom${zoom}`);
      if (view === 'Settings') await window.button('Discard').click();
    }
    await size(900, 640);
  });

  test('the list of plugins is checked as it is typed, and stored once each line is right', async () => {
    const { page } = window;
    await goTo('Settings');
    const card = page.getByRole('region', { name: 'Plugins', exact: true });
    await card.getByRole('button', { name: 'Edit…' }).click();
    const list = card.getByLabel('List of plugins, one per line');
    const before = await list.inputValue();
    await list.fill(before.replace('git:5.10.1', 'git:five'));
    await card.getByRole('button', { name: /^Line \d+: "five" is no version/ }).click();
    expect(
      await list.evaluate((one: HTMLTextAreaElement) => one.value.slice(one.selectionStart, one.selectionEnd)),
    ).toBe('git:five');
    expect(await card.getByRole('button', { name: 'Save for later' }).isDisabled()).toBe(true);
    for (const name of THEMES) {
      await theme(name);
      expect(await violations()).toEqual([]);
      await shot(page, `plugins-${name}`);
    }
    await list.fill(`${before.replace(/^junit:.*\n/m, '')}\nmailer\n`);
    await card.getByText('Without junit, test results are not collected.').waitFor();
    await card.getByRole('button', { name: 'Save and upgrade…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Upgrade Jenkins' });
    await dialog.waitFor();
    expect(await dialog.getByLabel('The same base, with the list of plugins as it is now').isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    const stored = readFileSync(join(lab.configDir, 'plugins.txt'), 'utf8');
    expect([stored.endsWith('\nmailer\n'), /^junit:/m.test(stored)]).toEqual([true, false]);
    await card.getByText(join(lab.configDir, 'plugins.txt')).waitFor();
  });

  test('everything can be reached by keyboard, with a visible focus', async () => {
    const { page } = window;
    await page.keyboard.press('Control+7');
    await window.heading('Settings').waitFor();
    await page.keyboard.press('Control+1');
    await window.heading('Jenkins is running in DooD').waitFor();
    await page.locator('.skip').focus();
    const reached: string[] = [];
    for (let at = 0; at < 14; at += 1) {
      await page.keyboard.press('Tab');
      const [name, outline] = await page.evaluate(() => {
        const lab = document.activeElement;
        return [lab?.textContent ?? '', lab === null ? '' : getComputedStyle(lab).outlineStyle];
      });
      expect(outline, name).toBe('solid');
      reached.push(name ?? '');
    }
    expect(reached.slice(0, 10)).toEqual([...VIEWS, 'Open Jenkins', 'Copy address']);
    expect(reached).toContain('Switch to DinD…');
  });

  test('a dialog takes the focus and returns it', async () => {
    const { page } = window;
    const button = window.button('Switch to DinD…');
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);
  });

  test.each(THEMES)('a mode chosen in the tray is previewed in whichever view is open, in %s', async (name) => {
    await theme(name);
    await window.goTo('Logs');
    await window.app.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('jenkins-tray:choose', 'dind'),
    );
    const dialog = window.page.getByRole('dialog', { name: 'Start Jenkins in DinD' });
    await dialog.getByText('Nothing that is running will be interrupted.').waitFor();
    await expect.poll(() => dialog.getByRole('button', { name: 'Start Jenkins in DinD' }).isEnabled()).toBe(true);
    expect(await violations()).toEqual([]);
    await shot(window.page, `preview-${name}`);
    await window.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await window.heading('Jenkins is running in DooD').waitFor();
  });

  test('screen readers announce news once, politely', async () => {
    await push(situations.working ?? idle);
    await expect
      .poll(() => window.page.locator('.frame > [role=status]').textContent())
      .toBe('Moving Jenkins from DooD to DinD');
    await push(idle);
  });

  test('prefers-reduced-motion is respected', async () => {
    await window.page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' });
    await push(situations.working ?? idle);
    await window.page.locator('.step-running').waitFor();
    const moving = await window.page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    );
    expect(moving).toBe(0);
  });

  test('notices with an offer are agreed to with one click: NVIDIA’s repository and DinD, images of the other mode', async () => {
    // The last test: main's own handlers are replaced, so that no image is built here (gpu-reach.test.ts does that).
    await window.app.app.evaluate(({ ipcMain }, channel) => {
      const asked: unknown[] = [];
      Reflect.set(globalThis, 'asked', asked);
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, (_event, name: unknown, argument: unknown) => {
        // Overview asks by itself whether the password is to be shown, or mended.
        if (name !== 'passwordOpens' && name !== 'passwordRefused') asked.push([name, argument]);
        return { ok: true, value: null };
      });
    }, channels.call);
    const address = 'https://packages.example/libnvidia-container';
    await push({ ...idle, notices: [{ id: toolkitNotice(address), failure: buildsWithoutGpus(address) }] });
    await window.page.getByText('Builds: no GPU').first().waitFor();
    await window.button('Build DinD with NVIDIA’s toolkit').click();
    const asked = () => window.app.app.evaluate(() => Reflect.get(globalThis, 'asked'));
    await expect.poll(asked).toEqual([
      ['changeSettings', { 'images.nvidiaRepository': address }],
      ['switchMode', { mode: 'dind', consents: [] }],
    ]);
    const offered = preparationOffered('dind', ['nvidia-dind-image']);
    await push({ ...idle, notices: [{ id: 'prepare-images', failure: offered }] });
    await window.button('Prepare in the background').click();
    await expect.poll(async () => (await asked()).at(-1)).toEqual(['changeSettings', { 'images.prepareOther': 'on' }]);
  });
});

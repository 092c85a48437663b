import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Page } from 'playwright';
import type { DrivenApp, RunningApp } from './driven-app.ts';
import { pressDialogs } from './press-dialogs.ts';
import { must } from './shell.ts';
import { PATIENCE_MS, until } from './until.ts';

/** A desktop's `xdg-open` that only notes what it is asked to open. */
interface Opening {
  /** With it first on the PATH. */
  readonly env: Readonly<Record<string, string>>;
  opened(): readonly string[];
  remove(): void;
}

export function openingTo(env: Readonly<Record<string, string>> = {}): Opening {
  const folder = mkdtempSync(join(tmpdir(), 'jt-opener-'));
  const [bin, notes] = [join(folder, 'bin'), join(folder, 'opened')];
  mkdirSync(bin);
  writeFileSync(notes, '');
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${notes}'\n`, { mode: 0o755 });
  return {
    env: { ...env, PATH: `${bin}${delimiter}${env.PATH ?? process.env.PATH ?? ''}` },
    opened: () => readFileSync(notes, 'utf8').split('\n').filter(Boolean),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Drives a packaged app that was started with `--remote-debugging-port`: its windows by DevTools' protocol. Its main process
 * takes no driver, so main's dialogs are real, and their first button is pressed, as `launch` answers them in a checkout.
 */
export async function attach(app: RunningApp, opening: Opening): Promise<DrivenApp> {
  const address = await until('DevTools', () => /DevTools listening on (ws:\S+)/.exec(app.log())?.[1]);
  // Electron has no downloads that a browser's driver could set; `noDefaults` leaves them, and the colours, alone.
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('DevTools shows no context');
  context.setDefaultTimeout(PATIENCE_MS);
  const window = async (): Promise<Page> =>
    context.pages()[0] ?? (await context.waitForEvent('page', { timeout: PATIENCE_MS }));
  const presser = pressDialogs();
  const over = async (end: () => Promise<void>): Promise<void> => {
    presser.end();
    await end();
    await browser.close().catch(() => undefined);
    opening.remove();
  };
  return {
    get app(): never {
      throw new Error('The main process of a package takes no driver.');
    },
    context: () => context,
    pid: app.pid,
    log: app.log,
    opened: async () => opening.opened(),
    copied: async () => byField(await window(), 'V', ''),
    copy: async (text) => void (await byField(await window(), 'C', text)),
    async resize(width, height) {
      const found = ['search', '--onlyvisible', '--name', '^Jenkins Tray', 'windowsize', String(width), String(height)];
      must('xdotool', found);
    },
    window,
    kill: () => over(app.kill),
    close: () => over(() => app.end().catch(app.kill)),
  };
}

/** Pastes into a field of the page, or copies from it: no other way leads to the clipboard. Returns the field's content. */
async function byField(page: Page, key: 'C' | 'V', text: string): Promise<string> {
  await page.evaluate((value) => {
    const field = document.createElement('textarea');
    field.id = 'clipboard-of-test';
    field.value = value;
    (document.querySelector('dialog[open]') ?? document.body).append(field);
    field.select();
  }, text);
  await page.keyboard.press(`Control+${key}`);
  return page.evaluate(() => {
    const field = document.querySelector<HTMLTextAreaElement>('#clipboard-of-test');
    field?.remove();
    return field?.value ?? '';
  });
}

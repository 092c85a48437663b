import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { launch, start } from '../lab/app.ts';
import { engineDoor } from '../lab/engine-door.ts';
import { BASES, ROOT } from '../lab/paths.ts';
import { cleanUp, docker, type Setup, setup } from '../lab/setup.ts';
import { openApp, shot, type WindowDriver } from '../lab/window-driver.ts';

/** A first start with a problem: reported with its reason and fix, and repaired without starting over. */
const SOON = { timeout: 90_000 };
const answers = async (port: number) => (await fetch(`http://127.0.0.1:${port}/login`)).status;
/** Title, reason, fix and command of the one failure shown. */
const told = async ({ page }: WindowDriver) => {
  const block = page.locator('.failure');
  const part = async (of: string) => (await block.locator(of).innerText()).trim();
  return {
    title: await part('.failure-title'),
    detail: await part('.failure-detail'),
    fix: await part('.failure-fix'),
    command: await part('.command code'),
    code: await part('.failure-code'),
  };
};
/** Consents to the preview, starts, and waits for Jenkins. */
async function upFromPreview(window: WindowDriver, port: number): Promise<void> {
  for (const box of await window.page.getByRole('checkbox').all()) await box.check();
  await window.button('Set up and start').click();
  await window.heading('Jenkins is running in DooD').waitFor(SOON);
  expect(await answers(port)).toBe(200);
  await expect.poll(() => window.opened()).toEqual([`http://127.0.0.1:${port}/`]);
}

describe('without an engine', () => {
  const lab = setup('e2e-first-engine', 21240);
  const door = engineDoor();
  let window: WindowDriver | null = null;
  afterAll(async () => {
    await window?.close();
    await door.close();
    door.remove();
    cleanUp(lab);
  });

  test('the window names the command that starts an engine, and continues once it runs', async () => {
    window = await openApp({ setup: lab, env: { DOCKER_HOST: door.host } });
    const { page } = window;
    await window.heading('Welcome to Jenkins Tray').waitFor(SOON);
    await page.locator('.failure').waitFor(SOON);
    expect(await told(window)).toEqual({
      title: 'Docker does not answer',
      detail: expect.stringContaining(door.host.replace('unix://', '')),
      fix: 'What to do: Start Docker.',
      command: 'sudo systemctl start docker',
      code: 'engine/unreachable',
    });
    expect(await window.button('Show preview').isDisabled()).toBe(true);
    await shot(page, 'first-start-no-engine');
    await door.open();
    await page.getByText(/^Docker \S+ found\.$/).waitFor(SOON);
    expect(await page.locator('.failure').count()).toBe(0);
    await window.button('Show preview').click();
    await page.getByText('Nothing that is running will be interrupted.').waitFor(SOON);
    await upFromPreview(window, lab.ports.dood);
  });
});

describe('with a port that a program holds', () => {
  const lab = setup('e2e-first-port', 21260);
  const taken = createServer();
  let window: WindowDriver | null = null;
  afterAll(async () => {
    taken.close();
    await window?.close();
    cleanUp(lab);
  });

  test('the window names the program and a free port, and continues once its command was run', async () => {
    window = await openApp({ setup: lab });
    const { page } = window;
    const go = window.button('Set up and start');
    await page.getByText(/^Docker \S+ found\.$/).waitFor(SOON);
    await window.button('Show preview').click();
    await page.getByText('Nothing that is running will be interrupted.').waitFor(SOON);
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    // Taken after the consent and before the start.
    await new Promise<void>((resolve) => taken.listen(lab.ports.dood, '127.0.0.1', resolve));
    await go.click();
    await page.getByRole('heading', { name: 'Fix this first' }).waitFor(SOON);
    await page.getByRole('alert').getByText(`Port ${lab.ports.dood} is taken`).waitFor();
    await window.button('Check again').click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Fix this first' }).waitFor(SOON);
    const { command, ...words } = await told(window);
    const [, port = ''] = /^jenkins-tray config set ports\.dood (\d+)$/.exec(command) ?? [];
    expect(words).toEqual({
      title: expect.stringMatching(new RegExp(`^Port ${lab.ports.dood} is taken by .*\\(process ${process.pid}\\)$`)),
      detail: `Jenkins Tray needs 127.0.0.1:${lab.ports.dood} (setting ports.dood).`,
      fix: expect.stringContaining(`or use the free port ${port}.`),
      code: 'port/in-use',
    });
    expect(await go.isDisabled()).toBe(true);
    await shot(page, 'first-start-port-taken');
    execFileSync(join(ROOT, 'node_modules', '.bin', 'node'), [
      join(ROOT, 'out', 'cli.js'),
      ...command.split(' ').slice(1),
      '--config',
      lab.configDir,
    ]);
    await window.button('Check again').click();
    await page.getByText('Nothing that is running will be interrupted.').waitFor(SOON);
    await upFromPreview(window, Number(port));
    expect(docker('port', lab.names.jenkins.dood, '8080')).toBe(`127.0.0.1:${port}`);
  });
});

describe('with an unavailable base image', () => {
  const images = { jenkinsBase: 'lab/nothing-of-this-name:1', engineBase: 'lab/engine' };
  const lab: Setup = setup('e2e-first-base', 21280, { images });
  let window: WindowDriver | null = null;
  afterAll(async () => {
    await window?.close();
    cleanUp(lab);
  });

  test('the run fails with its reason and fix, and can be repeated from there', async () => {
    window = await openApp({ setup: lab });
    const { page } = window;
    await page.getByText(/^Docker \S+ found\.$/).waitFor(SOON);
    await window.button('Show preview').click();
    await page.getByText('Nothing that is running will be interrupted.').waitFor(SOON);
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await window.button('Set up and start').click();
    await window.heading('The setup did not complete').waitFor(SOON);
    expect(await told(window)).toEqual({
      title: 'The base image lab/nothing-of-this-name:1 cannot be pulled',
      detail: expect.stringMatching(/nothing-of-this-name/),
      fix: 'What to do: Check the network connection, and the image’s name in the settings.',
      command: 'docker pull lab/nothing-of-this-name:1',
      code: 'image/base-unavailable',
    });
    await shot(page, 'first-start-failed');
    docker('tag', 'lab/jenkins', 'lab/nothing-of-this-name:1');
    try {
      await window.button('Try again…').click();
      await page.getByText('Nothing that is running will be interrupted.').waitFor(SOON);
      await upFromPreview(window, lab.ports.dood);
    } finally {
      docker('rmi', 'lab/nothing-of-this-name:1');
    }
  });
});

describe('a new user’s window', () => {
  const lab = setup('e2e-first-flash', 21300);
  const door = engineDoor();
  let close = async (): Promise<void> => undefined;
  afterEach(() => close());
  afterAll(() => {
    door.remove();
    cleanUp(lab);
  });

  test('starts with the welcome, and shows no other view before it', async () => {
    const app = await launch({ setup: lab, args: ['--hidden'], env: { DOCKER_HOST: door.host } });
    close = () => app.close();
    await app.context().addInitScript(() => {
      const seen = new Set<string>();
      Reflect.set(globalThis, 'headingsSeen', seen);
      new MutationObserver(() => {
        for (const { textContent } of document.querySelectorAll('h1, h2')) seen.add(textContent ?? '');
      }).observe(document, { childList: true, subtree: true, characterData: true });
    });
    await start({ setup: lab, env: { DOCKER_HOST: door.host } }).exited;
    const page = await app.window();
    await page.getByRole('heading', { name: 'Welcome to Jenkins Tray' }).waitFor(SOON);
    const seen = await page.evaluate((): string[] => [...Reflect.get(globalThis, 'headingsSeen')]);
    expect(seen).toContain('Welcome to Jenkins Tray');
    for (const heading of ['Two ways to give builds a Docker engine', 'Details']) expect(seen).not.toContain(heading);
  });
});

describe('on a computer that has a Jenkins', () => {
  const lab = setup('e2e-first-others', 21340, { others: {} });
  const other = 'e2e-first-blueocean';
  let window: WindowDriver | null = null;
  afterAll(async () => {
    await window?.close();
    const all = docker('ps', '-aq', '--filter', `name=${other}`).split('\n').filter(Boolean);
    if (all.length > 0) docker('rm', '-f', '-v', ...all);
    cleanUp(lab);
  });

  test('the window offers to continue with it, and does', async () => {
    const home = join(lab.home, 'theirs');
    mkdirSync(home);
    chownSync(home, 1000, 1000);
    docker('create', '--name', other, '-v', `${home}:/var/jenkins_home`, '-e', 'TOKEN=secret', BASES.jenkins);
    window = await openApp({ setup: lab });
    const { page } = window;
    await page.getByRole('heading', { name: /^There (is a|are) Jenkins already$/ }).waitFor(SOON);
    const row = page.locator('.other', { hasText: other });
    expect(await row.innerText()).toContain(`its home ${home}`);
    expect(await row.innerText()).toContain('Not kept: the variable TOKEN.');
    await shot(page, 'first-start-others');
    await window.button(`Continue with ${other}`).click();
    await row.getByText(`The home below is that of ${other}`).waitFor(SOON);
    expect(await page.getByRole('textbox', { name: 'Jenkins’ home' }).inputValue()).toBe(home);
    await window.button('Show preview').click();
    await page.getByText(`Take over ${other}, which Jenkins Tray did not create`).waitFor(SOON);
    await upFromPreview(window, lab.ports.dood);
    expect(docker('ps', '-a', '--filter', `name=${other}-before`, '--format', '{{.State}}')).toBe('created');
  });
});

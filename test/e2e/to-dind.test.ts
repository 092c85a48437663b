import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { engineDoor } from '../lab/engine-door.ts';
import { BASES, ROOT } from '../lab/paths.ts';
import { cleanUp, docker, setup, writeSettings } from '../lab/setup.ts';
import { must, runAsync } from '../lab/shell.ts';
import { until } from '../lab/until.ts';
import { openApp, shot, type WindowDriver } from '../lab/window-driver.ts';

/** From DooD to DinD in the window: an image build that is watched and cancelled, and the nested engine's log. */
const lab = setup('e2e-to-dind', 21320);
const SOON = { timeout: 90_000 };
/** A base whose builds print a line every half second, for longer than any test waits. */
const SLOW = 'lab/slow-engine:e2e-to-dind';
const MARK = `slow-build-${process.pid}`;
/** The app's requests to the engine pass through here, to see what stays open. */
const door = engineDoor();
const env = { DOCKER_HOST: door.host };
const slowly = { images: { jenkinsBase: BASES.jenkins, engineBase: SLOW } };
let window: WindowDriver;

beforeAll(async () => {
  const says = `for i in $(seq 600); do echo "${MARK} line $i"; sleep 0.5; done`;
  const recipe = `FROM ${BASES.engine}\nONBUILD RUN ${says}\n`;
  must('docker', ['build', '-q', '-t', SLOW, '-'], { input: recipe });
  await door.open();
  const cli = [join(ROOT, 'out', 'cli.js'), 'up', 'dood', '--yes', '--config', lab.configDir];
  const up = await runAsync(join(ROOT, 'node_modules', '.bin', 'node'), cli, { env: { ...process.env, ...env } });
  expect(up).toMatchObject({ status: 0 });
  writeSettings(lab, { ...lab.settings, ...slowly });
  window = await openApp({ setup: lab, env });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shot(window.page, 'to-dind-failed');
});
afterAll(async () => {
  await window?.close();
  await door.close();
  door.remove();
  cleanUp(lab);
  docker('rmi', '-f', SLOW);
});

/** Processes of the build's step, which the lab's engine runs on this computer. */
const building = (): readonly string[] =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${MARK} line`);
    } catch {
      return false; // It has ended meanwhile.
    }
  });
const dood = () => docker('inspect', '-f', '{{.Id}} {{.State.StartedAt}}', lab.names.jenkins.dood);
const switchToDind = async () => {
  await window.heading('Jenkins is running in DooD').waitFor(SOON);
  await window.button('Switch to DinD…').click();
  const dialog = window.page.getByRole('dialog', { name: 'Switch to DinD' });
  await dialog.getByText('The exact steps').waitFor(SOON);
  await dialog.getByRole('button', { name: 'Switch to DinD' }).click();
  await window.heading('Moving Jenkins from DooD to DinD').waitFor(SOON);
};

test('an image build is shown live, and Cancel ends it within seconds and changes nothing', async () => {
  const { page } = window;
  await window.heading('Jenkins is running in DooD').waitFor(SOON);
  const before = dood();
  const connected = door.connected();
  await switchToDind();
  const output = page.getByRole('log', { name: 'Output of the image build' });
  const line = async () => {
    const lines = ((await output.textContent()) ?? '').split('\n').filter((text) => text.includes(MARK));
    return Number(/line (\d+)/.exec(lines.at(-1) ?? '')?.[1] ?? 0);
  };
  await until('the first lines', async () => (await line()) >= 2);
  const first = await line();
  await until('the lines after it', async () => (await line()) >= first + 3);
  // Each as it was printed, one per line.
  expect(((await output.textContent()) ?? '').split('\n').filter((text) => / line \d+.* line \d+/.test(text))).toEqual(
    [],
  );
  // Below the step that prints it.
  expect(await page.getByRole('listitem').filter({ hasText: 'Build image' }).filter({ has: output }).count()).toBe(1);
  expect(building()).not.toEqual([]);
  await shot(page, 'image-build');
  const asked = Date.now();
  await window.button('Cancel').click();
  await window.heading('Jenkins is running in DooD').waitFor(SOON);
  await until('an end of the build', () => building().length === 0);
  await until('an end of its requests', () => door.connected() <= connected);
  expect(Date.now() - asked).toBeLessThan(30_000);
  expect(dood()).toBe(before);
  expect(JSON.parse(readFileSync(join(lab.configDir, 'intent.json'), 'utf8'))).toMatchObject({
    mode: 'dood',
    state: 'settled',
    failure: null,
  });
  expect(docker('images', '-q', lab.names.images.nestedEngine)).toBe('');
  expect(docker('ps', '-a', '--filter', `label=io.jenkins-tray.instance=${lab.name}`, '--format', '{{.Names}}')).toBe(
    lab.names.jenkins.dood,
  );
});

test('the nested engine’s log is shown live as soon as it exists', async () => {
  const { page } = window;
  writeSettings(lab, lab.settings);
  await switchToDind();
  await window.heading('Jenkins is running in DinD').waitFor(SOON);
  await window.goTo('Logs');
  await page.getByRole('tab', { name: 'Nested engine' }).click();
  const seen = async () => (await page.locator('.xterm-accessibility-tree > *').allTextContents()).join('\n');
  await until('its lines so far', async () => /API listen on/.test(await seen()));
  // A registry that does not exist: dockerd itself complains.
  const nobody = `127.0.0.1:${lab.ports.dind + 7}`;
  expect(await seen()).not.toContain(nobody);
  expect(() => docker('exec', lab.names.nestedEngine, 'docker', 'pull', `${nobody}/nothing`)).toThrow();
  await until('what dockerd says of it', async () => (await seen()).includes(nobody));
  await shot(page, 'logs-nested');
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import { type DrivenApp, launch } from '../lab/app.ts';
import { violations } from '../lab/axe.ts';
import { notifications } from '../lab/notifications.ts';
import { cleanUp, docker, product, setup } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';
import { shots } from '../lab/shots.ts';
import { type SmiDouble, smiDouble } from '../lab/smi-double.ts';
import { type TrayHost, trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';

/** The running app with a Jenkins whose build uses a GPU: attribution, usage, and what happens when GPUs are lost. */
const lab = setup('e2e-gpu-builds', 21430);
const SECONDS = 4417;
const before = process.env.PATH;
let smi: SmiDouble;
let host: TrayHost;
let shown: Awaited<ReturnType<typeof notifications>>;
let app: DrivenApp;
let page: Page;
let saved: string;

/** In this process, which sees the double's GPUs like the app. */
async function switchTo(mode: JenkinsMode): Promise<void> {
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode, consents: 'all' });
  await controller.close();
  if (!result.ok) throw new Error(JSON.stringify(result.failure, null, 2));
}

async function open(): Promise<void> {
  app = await launch({ setup: lab, env: smi.env, args: ['--hidden'] });
  await (await host.item()).activate();
  page = await app.window();
  page.setDefaultTimeout(60_000);
}

/** The job's next build: a container that mounts its workspace, like a training job, until it is stopped. */
async function train(): Promise<number> {
  const url = `http://127.0.0.1:${lab.ports.dood}`;
  const command = `docker run --rm --name ${lab.name}-train -v "$WORKSPACE/data":/w lab/debian:trixie sleep ${SECONDS}`;
  const body = `<project><publishers/><buildWrappers/><triggers class="vector"/><builders><hudson.tasks.Shell><command>${command}</command></hudson.tasks.Shell></builders></project>`;
  await fetch(`${url}/createItem?name=train-model`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body,
  });
  await fetch(`${url}/job/train-model/build`, { method: 'POST', redirect: 'manual' });
  return until('process of the build', () =>
    readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .map(Number)
      .find((pid) => commandOf(pid) === `sleep\0${SECONDS}\0`),
  );
}
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // It ended meanwhile.
  }
}

const goTo = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
const menu = async () => (await (await host.item()).menu()).map(({ label }) => label);

beforeAll(async () => {
  smi = smiDouble(lab.name, 'ok-2');
  process.env.PATH = smi.env.PATH;
  saved = mkdtempSync(join(tmpdir(), 'jt-ledger-'));
  shown = await notifications();
  host = await trayHost();
  await switchTo('dood');
});
afterAll(async () => {
  await app?.close();
  await host.close();
  shown.close();
  process.env.PATH = before;
  run('docker', ['rm', '-f', `${lab.name}-train`]);
  rmSync(saved, { recursive: true });
  smi.close();
  cleanUp(lab);
});

test('the GPU view shows a process with its build, and the build as a band under its own GPU’s charts', async () => {
  smi.list([`1 ${await train()} 8294 /usr/bin/python`]);
  await open();
  await goTo('GPUs');
  const card = (index: number) => page.getByRole('article', { name: new RegExp(`^GPU ${index} `) });
  const row = card(1).getByRole('row').filter({ hasText: 'train-model #1' });
  await row.waitFor();
  expect(await row.textContent()).toMatch(/8\.1 GiB.*python \(\d+\).*root.*e2e-gpu-builds-train/);
  const band = card(1)
    .getByRole('list', { name: /^Builds that used this GPU/ })
    .getByRole('listitem');
  await band.waitFor();
  expect(await band.textContent()).toBe('train-model #1');
  expect(await band.getAttribute('title')).toMatch(/^train-model #1/);
  await band.scrollIntoViewIfNeeded();
  // On the time axis of the charts above: it ends with them, and started a moment ago.
  const [drawn, chart] = await Promise.all([band.boundingBox(), card(1).locator('.gpu-bands').boundingBox()]);
  if (drawn === null || chart === null) throw new Error('The band has no place.');
  expect(Math.abs(drawn.x + drawn.width - (chart.x + chart.width))).toBeLessThan(chart.width / 10);
  expect(drawn.width).toBeLessThan(chart.width / 4);
  expect(await card(0).getByText('train-model').count()).toBe(0);
  await shots(page, 'gpus-build', async () => expect(await violations(page)).toEqual([]));
});

test('the tray shows which build uses the GPU', async () => {
  await until(
    'the build in the menu',
    async () => (await menu()).some((label) => label.includes('train-model #1')),
    60_000,
  );
});

test('the Builds view records what the build uses, keeps counting, and exports it as CSV', async () => {
  await goTo('Builds');
  const table = page.getByRole('table', { name: 'GPU usage of builds' });
  const cells = async () => table.getByRole('row').nth(1).getByRole('cell').allTextContents();
  await until('a tenth of a GPU minute', async () => Number((await cells())[2] ?? 0) > 0, 60_000);
  const [build, , minutes, used, memory, energy] = await cells();
  expect(build).toBe('train-model #1');
  expect(used).toMatch(/^\d+ %/);
  expect(memory).toMatch(/^8\.1 /);
  expect(energy).toMatch(/^\d+\.\d Wh$/);
  await until('more', async () => Number((await cells())[2]) > Number(minutes), 60_000);
  await shots(page, 'builds-ledger', async () => expect(await violations(page)).toEqual([]));

  const path = join(saved, 'gpu-use.csv');
  await app.app.evaluate(({ dialog }, filePath) => {
    Object.assign(dialog, { showSaveDialog: async () => ({ canceled: false, filePath }) });
  }, path);
  await page.getByRole('button', { name: 'Save as CSV…' }).click();
  await page.getByText(`Saved to ${path}`).first().waitFor();
  const [head, line, ...more] = readFileSync(path, 'utf8').split('\r\n');
  expect(head).toMatch(/^job,build,from,to,gpu_minutes,peak_memory_bytes,watt_hours,energy_basis,/);
  expect(line).toMatch(
    /^train-model,1,20\d\d-[-\dT:.]+Z,20\d\d-[-\dT:.]+Z,\d+\.\d\d,8696889344,\d+\.\d{3},(whole|time|utilisation),\d+,\d+\.\d,\d+,\d+\.\d\d$/,
  );
  expect(Number(line?.split(',')[4])).toBeGreaterThan(Number(minutes) - 0.1);
  expect(more).toEqual(['']);
});

test('lost GPUs are reported in tray and window, and are back after a click that consents', async () => {
  await app.close();
  smi.list([]);
  run('docker', ['rm', '-f', `${lab.name}-train`]);
  await switchTo('dind');
  app = await launch({ setup: lab, env: smi.env, args: ['--hidden'] });
  const told = '! Builds in DinD have lost their GPUs';
  await until('Jenkins', async () => (await menu()).some((label) => label.includes('runs in DinD')));
  expect(await menu()).not.toContain(told);

  // Like after `systemctl daemon-reload`; the app checks again at some events.
  docker('exec', lab.names.nestedEngine, 'sh', '-c', LOSE);
  const lost = docker('inspect', '-f', '{{.Id}}', lab.names.nestedEngine);
  const { world } = product(lab);
  let ready = 180;
  await until(
    'the notice in the menu',
    async () => {
      ready += 1;
      await world.settings.update((now) => ({ ...now, timeouts: { ...now.timeouts, ready } }));
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return (await menu()).includes(told);
    },
    90_000,
  );
  expect(shown.take().map(({ title }) => title)).toContain('Builds in DinD have lost their GPUs');
  await (await host.item()).click(told);
  page = await app.window();
  page.setDefaultTimeout(60_000);
  await page.getByText('Builds in DinD have lost their GPUs').first().waitFor();
  await page.getByText('NVML: Unknown Error').first().waitFor();
  await shots(page, 'gpus-taken', async () => expect(await violations(page)).toEqual([]));
  expect(docker('inspect', '-f', '{{.Id}}', lab.names.nestedEngine)).toBe(lost);

  const jenkins = docker('inspect', '-f', '{{.Id}}', lab.names.jenkins.dind);
  await page.getByRole('button', { name: 'Recreate the container' }).click();
  await page.getByText('Builds in DinD have lost their GPUs').first().waitFor({ state: 'detached', timeout: 120_000 });
  await until(
    'a menu without it',
    async () => {
      const labels = await menu();
      return !labels.includes(told) && labels.some((label) => label.includes('runs in DinD'));
    },
    120_000,
  );
  expect(docker('inspect', '-f', '{{.Id}}', lab.names.nestedEngine)).not.toBe(lost);
  expect(docker('exec', lab.names.nestedEngine, 'nvidia-smi', '-L')).toContain('GPU 0');
  // The same Jenkins, which was stopped meanwhile.
  expect(docker('inspect', '-f', '{{.Id}}', lab.names.jenkins.dind)).toBe(jenkins);
});

const LOSE = `printf '#!/bin/sh\\necho "Failed to initialize NVML: Unknown Error"; exit 255\\n' > /usr/bin/nvidia-smi`;

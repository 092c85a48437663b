import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from './app.ts';
import { down, up, useMirror } from './engine.ts';
import { BASES, LAB, ROOT, readState } from './paths.ts';
import { type IconState, iconIn } from './picture.ts';
import { startRegistry } from './registry.ts';
import { run } from './shell.ts';
import { until } from './until.ts';
import { xfce } from './xfce.ts';

/** `npm run demo`: shows the app's main features in the lab, on a real panel; screenshots are kept in `.lab/shots`. */
await up();
const { cleanUp, fingerprint, runJob, setup } = await import('./setup.ts');
/** With the default settings: their bases come from a registry, to which the lab's engine goes instead of Docker Hub. */
const DEFAULTS = { 'jenkins/jenkins:lts-jdk21': BASES.jenkins, 'library/ubuntu:24.04': BASES.engine } as const;
const isOwn = readState()?.pid !== null;
if (isOwn) console.error('· publishing the default base images in a registry of the lab');
const registry = isOwn ? await startRegistry('demo', false) : null;
if (registry !== null) {
  for (const [name, base] of Object.entries(DEFAULTS)) registry.push(base, name);
  await useMirror(`http://${registry.host}`);
}
const lab = setup('demo', 20500, registry === null ? {} : { images: {} });
const shots = join(LAB, 'shots');
mkdirSync(shots, { recursive: true });
const say = (text: string): void => console.log(`\n\u001b[1m${text}\u001b[0m`);
const shot = (name: string): string => {
  console.log(`  picture: ${join('.lab', 'shots', `${name}.png`)}`);
  return join(shots, `${name}.png`);
};
const SOON = { timeout: 60_000 };

const desktop = await xfce();
const { window, close } = await launch({ setup: lab, env: desktop.env, args: ['--hidden'] }).catch(async (thrown) => {
  await desktop.close();
  throw thrown;
});

/** Waits until the panel shows this icon, compared by pixels, and returns its place. */
const icon = (state: IconState) =>
  until(
    `icon "${state}" in the panel`,
    async () => {
      const now = join(shots, 'panel-now.png');
      await desktop.screenshot(now);
      const found = iconIn(now);
      if (found.state === state && found.difference < 25) return found;
      await sleep(300);
      return null;
    },
    120_000,
  );

async function menu(state: IconState, name: string): Promise<void> {
  await desktop.openMenu(await icon(state));
  await desktop.screenshot(shot(name));
  for (const label of await desktop.menuLabels()) console.log(`  | ${label}`);
}

function tray(...args: string[]): void {
  console.log(`$ jenkins-tray ${args.join(' ')}`);
  const env = { ...process.env, JENKINS_TRAY_CONFIG: lab.configDir };
  const { status } = spawnSync(process.execPath, [join(ROOT, 'out', 'cli.js'), ...args], { stdio: 'inherit', env });
  if (status !== 0 && args[0] !== 'status') throw new Error(`jenkins-tray ${args.join(' ')} ended with ${status}`);
}

async function job(mode: 'dind' | 'dood'): Promise<void> {
  const script =
    'docker run --rm -v "$WORKSPACE":/w lab/debian:trixie sh -c \'echo "hello from $(hostname)" | tee /w/out\'';
  console.log((await runJob(`http://127.0.0.1:${lab.ports[mode]}`, 'hello', script)).trim());
}

try {
  say('The app on an XFCE panel, with Jenkins off');
  await menu('off', 'panel-off');
  await desktop.choose('Show window');
  const page = await window();
  await page.getByRole('button', { name: 'Show preview' }).click(SOON);
  await page.getByText('Nothing that is running will be interrupted.').waitFor(SOON);
  await page.screenshot({ path: shot('window-first-start') });
  say('The first start, in the window: a Jenkins in DooD');
  await page.getByRole('button', { name: 'Set up and start' }).click();
  await page.getByRole('heading', { name: 'Jenkins is running in DooD' }).waitFor(SOON);
  await page.getByRole('button', { name: 'Go to overview' }).click();
  say('A job that uses Docker, on this computer’s engine');
  await job('dood');
  say('Preview of the switch to DinD');
  await page.getByRole('button', { name: 'Switch to DinD…' }).click();
  await page.getByText(/Jenkins’ page will be unavailable for about/).waitFor(SOON);
  await page.screenshot({ path: shot('window-preview') });
  await page.keyboard.press('Escape');
  say('Switching to DinD from the panel: prepared while DooD serves');
  await menu('dood', 'panel-dood');
  await desktop.choose('DinD');
  await menu('working', 'panel-working');
  await page.screenshot({ path: shot('window-working') });
  await desktop.closeMenu();
  await icon('dind');
  await page.getByRole('heading', { name: 'Jenkins is running in DinD' }).waitFor(SOON);
  spawnSync('sh', ['-c', `docker save lab/debian:trixie | docker exec -i ${lab.names.nestedEngine} docker load`], {
    stdio: 'inherit',
  });
  say('The same job, in the nested engine');
  await job('dind');
  await menu('dind', 'panel-dind');
  await desktop.closeMenu();
  say('The views of the window');
  for (const name of ['Overview', 'Builds', 'GPUs', 'Logs', 'Snapshots', 'Upgrades', 'Settings', 'Diagnostics']) {
    await page.getByRole('button', { name, exact: true }).click();
    await sleep(1200);
    await page.screenshot({ path: shot(`window-${name.toLowerCase()}`) });
  }
  say('The same state on the command line');
  tray('status');
  say('Turning Jenkins off from the panel');
  const before = fingerprint(join(lab.home, 'jobs'));
  await desktop.openMenu(await icon('dind'));
  await desktop.choose('Off');
  await icon('off');
  tray('status');
  if (fingerprint(join(lab.home, 'jobs')) !== before) throw new Error('The home has changed.');
  say('The jobs and their builds are unchanged, byte for byte. The screenshots are in .lab/shots.');
} finally {
  await close();
  await desktop.close();
  cleanUp(lab);
  if (registry !== null) {
    await useMirror(null);
    registry.remove();
    run('docker', ['rmi', '-f', 'jenkins/jenkins:lts-jdk21', 'ubuntu:24.04']);
  }
  if (process.env.LAB_KEEP === undefined) await down(false);
}

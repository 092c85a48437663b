import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DrivenApp, LaunchOptions } from '../lab/app.ts';
import { engineDoor } from '../lab/engine-door.ts';
import { inTheTray } from '../lab/in-the-tray.ts';
import { beginScript, docker, setup } from '../lab/setup.ts';
import { smiDouble } from '../lab/smi-double.ts';
import { until } from '../lab/until.ts';

/** What the app does in the background: when it notifies, what its tray shows, how it follows the engine. */
const lab = setup('e2e-background', 21020);
const page = `http://127.0.0.1:${lab.ports.dood}`;
let tray: Awaited<ReturnType<typeof inTheTray>>;
let app: DrivenApp;
beforeAll(async () => {
  tray = await inTheTray(lab);
});
afterEach(() => app.close());
afterAll(() => tray.close());

const answers = () =>
  until('Jenkins’ page', async () => (await fetch(`${page}/login`).catch(() => null))?.status === 200);
/** In the tray, with Jenkins in DooD. */
const started = async (options: Partial<LaunchOptions> = {}): Promise<void> => {
  app = await tray.started(options);
};
/** The titles of all notifications since the last call. */
const titles = () => tray.shown.take().map(({ title }) => title);

describe('notifications', () => {
  const lookAway = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
  const focused = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused());

  test('a notification is shown only while the window is not focused', async () => {
    await started();
    await (await tray.host.item()).activate();
    await until('the focus', focused);
    docker('stop', '-t', '5', lab.names.jenkins.dood);
    await tray.says('Not as requested');
    docker('start', lab.names.jenkins.dood);
    await tray.says('runs in DooD');
    expect(titles()).toEqual([]);
    await lookAway();
    await until('the loss of the focus', async () => !(await focused()));
    docker('stop', '-t', '5', lab.names.jenkins.dood);
    await until('the news', () => titles().includes('Jenkins is not as requested'));
    docker('start', lab.names.jenkins.dood);
    await tray.says('runs in DooD');
  });
});

describe('beside GPUs', () => {
  const smi = smiDouble('e2e-background', 'ok-2');
  afterAll(() => smi.close());
  const gpus = async () => (await tray.labels()).filter((label) => label.startsWith('GPU'));
  const running = () => docker('ps', '-q', '--filter', 'name=^/e2e-background-train$');

  test('the tray lists each GPU with the build that uses it', async () => {
    await started({ env: smi.env });
    await until('a line for each', async () => (await gpus()).length === 2);
    expect(await gpus()).toEqual([
      expect.stringMatching(/^GPU 0 {3}RTX 3080 {3}\d+ % {3}1\.0 \/ 10 GiB$/),
      expect.stringMatching(/^GPU 1 {3}RTX 3080 {3}\d+ % {3}1\.0 \/ 10 GiB$/),
    ]);
    expect((await (await tray.host.item()).properties()).tooltip).toMatch(/GPU \d+ %/);
    const script = `docker run --rm --name e2e-background-train -v "$WORKSPACE/data":/w lab/debian:trixie sleep 600`;
    await beginScript(page, 'train-model', script);
    await until('its container', () => running() !== '');
    const pid = docker('inspect', '-f', '{{.State.Pid}}', 'e2e-background-train');
    smi.list([`1 ${pid} 8294 python`]);
    try {
      await until('the build', async () => (await gpus())[1]?.endsWith('   train-model #1'));
      expect((await gpus())[0]).toMatch(/GiB$/);
    } finally {
      docker('rm', '-f', 'e2e-background-train');
    }
  });
});

describe('after a suspend or a network change', () => {
  const door = engineDoor();
  beforeAll(() => door.open());
  afterAll(async () => {
    await door.close();
    door.remove();
  });
  const looks = () => door.asked('/containers/');
  const wakes = () => app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
  const startedBehind = () => started({ env: { DOCKER_HOST: door.host } });

  test('after a suspend the app looks again and shows what changed meanwhile', async () => {
    await startedBehind();
    door.deafen();
    docker('stop', '-t', '5', lab.names.jenkins.dood);
    expect((await tray.labels()).join('\n')).toContain('runs in DooD');
    await wakes();
    await tray.says('Not as requested', 25_000);
    docker('start', lab.names.jenkins.dood);
    await answers();
    tray.shown.take();
    await wakes();
    await tray.says('runs in DooD', 25_000);
    expect(titles()).toEqual([]);
  });
  test('after a suspend an engine that does not answer yet is no error', async () => {
    await startedBehind();
    await wakes();
    const before = door.refused();
    door.refuse(true);
    await until('some tries', () => door.refused() > before + 1);
    const during = await tray.labels();
    door.refuse(false);
    const looked = looks();
    await until('the next look', () => looks() > looked);
    expect(during.join('\n')).toContain('runs in DooD');
    expect((await tray.labels()).join('\n')).toContain('runs in DooD');
    expect(titles()).toEqual([]);
  });
  test('after a network change the app looks again', async () => {
    await startedBehind();
    const before = looks();
    const elsewhere = 'e2e-background-elsewhere';
    docker('network', 'create', '-o', 'com.docker.network.bridge.name=elsewhere0', elsewhere);
    try {
      // An interface counts once something is connected to it.
      docker('run', '-d', '--network', elsewhere, '--name', elsewhere, 'lab/debian:trixie', 'sleep', '300');
      await until('a look', () => looks() > before);
      expect(titles()).toEqual([]);
    } finally {
      docker('rm', '-f', elsewhere);
      docker('network', 'rm', elsewhere);
    }
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { descendants, type RunningApp, start } from '../lab/app.ts';
import { engineDoor } from '../lab/engine-door.ts';
import { inMenu } from '../lab/in-menu.ts';
import { alive } from '../lab/paths.ts';
import { cleanUp, docker, setup } from '../lab/setup.ts';
import { type TrayHost, trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';

const lab = setup('e2e-recovery', 23400);
let host: TrayHost;
let app: RunningApp;
beforeAll(async () => {
  host = await trayHost();
});
afterAll(async () => {
  await host.close();
  cleanUp(lab);
});

const labels = async () => (await (await host.item()).menu()).map(({ label }) => label);
const shows = (what: string) => inMenu(lab, what, labels);
const running = () =>
  docker('ps', '--filter', `label=io.jenkins-tray.instance=${lab.name}`, '--format', '{{.Names}}')
    .split('\n')
    .filter(Boolean)
    .sort();

describe('SIGKILL in the middle of a switch', () => {
  afterAll(() => app.end());

  test('the next start resumes the switch and finishes it', async () => {
    app = start({ setup: lab, args: ['--hidden'] });
    await shows('Jenkins has not been started yet');
    await (await host.item()).click('DooD');
    await shows('runs in DooD');
    await (await host.item()).click('DinD');
    await shows('Stop jenkins');
    const children = descendants(app.pid);
    await app.kill();
    expect(children.filter(alive)).toEqual([]);
    await until('the end of its icon', () => host.items().length === 0);

    app = start({ setup: lab, args: ['--hidden'] });
    await shows('Switching to DinD');
    await shows('runs in DinD');
    expect(running()).toEqual([lab.names.jenkins.dind, lab.names.nestedEngine].sort());
  });
  test('a container stopped by someone else is shown as drift, and not restarted', async () => {
    docker('stop', '-t', '5', lab.names.jenkins.dind);
    await shows('Not as requested');
    const before = running();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(running()).toEqual(before);
    expect((await (await host.item()).properties()).tooltip).toContain('Not as requested');
  });
  test('choosing the mode again repairs it', async () => {
    await (await host.item()).click('DinD');
    await shows('runs in DinD');
  });
  test('Cancel goes back to the previous mode', async () => {
    await (await host.item()).click('DooD');
    await shows('Cancel');
    await (await host.item()).click('Cancel');
    await shows('runs in DinD');
    expect(running()).toContain(lab.names.jenkins.dind);
  });
});

describe('an engine that stops while the app runs', () => {
  const door = engineDoor();
  beforeAll(() => door.open());
  afterAll(async () => {
    await app.end();
    await door.close().catch(() => undefined);
    door.remove();
  });

  test('the tray reports it, offers no switch, and recovers by itself', async () => {
    app = start({ setup: lab, args: ['--hidden'], env: { DOCKER_HOST: door.host } });
    await shows('runs in DinD');
    await door.close();
    await until('the engine missed', async () => !(await labels()).some((label) => label.includes('runs in')));
    const rows = await (await host.item()).menu();
    expect(rows.filter(({ toggle, enabled }) => toggle === 'radio' && enabled)).toEqual([]);
    await door.open();
    await shows('runs in DinD');
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createWorld } from '../../electron/adapters/world.ts';
import { createController } from '../../electron/core/control/controller.ts';
import type { Mode } from '../../electron/shared/mode.ts';
import type { StepKind } from '../../electron/shared/step-words.ts';
import { beginJob, cleanUp, docker, fingerprint, product, type Setup, setup, writeSettings } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';
import { until } from '../lab/until.ts';

/** Going back, on Cancel or because the new mode does not start, ends in the previous mode and asks nothing. */
let lab: Setup;

beforeAll(() => {
  lab = setup('cancel', 21300);
});
afterAll(() => cleanUp(lab));

const running = (name: string): string => docker('inspect', '-f', '{{.State.Running}}', name);

async function fulfil(mode: Mode): Promise<void> {
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode, consents: 'all' });
  await controller.close();
  expect(result.ok ? 'ok' : result.failure).toBe('ok');
}

/** Starts a switch and cancels it when a step of this kind runs. */
async function cancelled(mode: Mode, kind: StepKind) {
  const { controller, world } = product(lab);
  let back: Promise<unknown> | null = null;
  controller.subscribe(({ activity }) => {
    if (activity.kind !== 'working' || back !== null) return;
    if (activity.steps.some((step) => step.kind === kind && step.state === 'running')) back = controller.cancel();
  });
  const result = await controller.fulfil({ mode, consents: 'all' });
  const went = await back;
  const snapshot = controller.snapshot();
  await controller.close();
  return { result, went, snapshot, intent: world.intent.load() };
}

beforeEach(async () => {
  await fulfil('dood');
});

test('cancelled while DinD is prepared, DooD serves throughout', async () => {
  const before = docker('inspect', '-f', '{{.State.StartedAt}}', lab.names.jenkins.dood);
  const { result, went, snapshot, intent } = await cancelled('dind', 'await-healthy');
  expect(result).toMatchObject({ ok: false, failure: { code: 'run/interrupted' } });
  expect(went).toMatchObject({ ok: true });
  expect(snapshot.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(intent).toMatchObject({ mode: 'dood', state: 'settled' });
  expect(docker('inspect', '-f', '{{.State.StartedAt}}', lab.names.jenkins.dood)).toBe(before);
  expect(docker('ps', '-aq', '--filter', `name=^${lab.names.nestedEngine}$`)).toBe('');
});

test('cancelled during an image build, the engine stops the build as well, and DooD serves throughout', async () => {
  const slow = join(lab.configDir, 'slow');
  for (const role of ['jenkins', 'dind']) {
    mkdirSync(join(slow, role), { recursive: true });
    writeFileSync(join(slow, role, 'Dockerfile'), 'ARG BASE\nFROM $BASE\nUSER root\nRUN exec sleep 3217\n');
  }
  const building = (): boolean => run('pgrep', ['-fx', 'sleep 3217']).status === 0;
  const before = docker('inspect', '-f', '{{.State.StartedAt}}', lab.names.jenkins.dood);
  const images = (): string[] =>
    docker('images', '-q', '--filter', `label=io.jenkins-tray.image.instance=${lab.name}`).split('\n').sort();
  const had = images();
  const world = createWorld({ configDir: lab.configDir, assets: slow });
  const controller = createController(world, '0.0.0-test');
  const switching = controller.fulfil({ mode: 'dind', consents: 'all' });
  await until('the build is in its slow step', building);
  const back = await controller.cancel();
  await until('the build has ended', () => !building());
  expect(await switching).toMatchObject({ ok: false, failure: { code: 'run/interrupted' } });
  expect(back).toMatchObject({ ok: true });
  expect(controller.snapshot().intent).toBe('dood');
  await controller.close();
  expect(docker('inspect', '-f', '{{.State.StartedAt}}', lab.names.jenkins.dood)).toBe(before);
  expect(images()).toEqual(had);
});

test('cancelled while DooD is being stopped, DooD comes back', async () => {
  const { went, snapshot } = await cancelled('dind', 'stop');
  expect(went).toMatchObject({ ok: true });
  expect(snapshot.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(running(lab.names.jenkins.dood)).toBe('true');
});

test('cancelled after DooD stopped, DooD comes back', async () => {
  const { went, snapshot } = await cancelled('dind', 'await-ready');
  expect(went).toMatchObject({ ok: true });
  expect(snapshot.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(running(lab.names.jenkins.dood)).toBe('true');
});

test('a Jenkins that never becomes ready in DinD gives way to DooD, with its log as the reason', async () => {
  const suspended = '-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=5005';
  // The port that DooD would get now is taken, which does not affect a DooD that keeps its own.
  const stranger = createServer().listen(lab.ports.dood + 2, '127.0.0.1');
  const ports = { ...lab.ports, dood: lab.ports.dood + 2 };
  writeSettings(lab, { ...lab.settings, ports, jenkins: { javaOpts: suspended }, timeouts: { ready: 25 } });
  const before = docker('ps', '-q', '--no-trunc', '--filter', `name=^${lab.names.jenkins.dood}$`);
  const { controller, world: used } = product(lab);
  const result = await controller.fulfil({ mode: 'dind', consents: 'all' });
  writeSettings(lab, lab.settings);
  await controller.close();
  stranger.close();
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expect(result.ok ? '' : result.failure.detail).toContain('dt_socket');
  // Unchanged: recreated from the settings that broke DinD, it would not start either.
  expect(docker('ps', '-q', '--no-trunc', '--filter', `name=^${lab.names.jenkins.dood}$`)).toBe(before);
  expect(used.intent.load()).toMatchObject({ mode: 'dood', state: 'settled', failure: { code: 'jenkins/not-ready' } });
});

test('counting new builds asks Jenkins only, not the engine', async () => {
  const { controller, world } = product(lab);
  expect((await controller.refresh()).builds).toMatchObject({ kind: 'known', running: 0 });
  await beginJob(`http://127.0.0.1:${lab.ports.dood}`, 'short', 5);
  const before = world.engine.requests();
  await controller.countBuilds();
  expect(controller.snapshot().builds).toMatchObject({ running: 1, list: [{ job: 'short', number: 1 }] });
  expect(world.engine.requests()).toBe(before);
  await expect
    .poll(async () => {
      await controller.countBuilds();
      return controller.snapshot().builds.running;
    })
    .toBe(0);
  await controller.close();
});

test('cancelled before the same mode is recreated, the running one stays unchanged', async () => {
  const home = fingerprint(join(lab.home, '.jenkins-tray'));
  const before = docker('ps', '-q', '--no-trunc', '--filter', `name=^${lab.names.jenkins.dood}$`);
  await beginJob(`http://127.0.0.1:${lab.ports.dood}`, 'long', 300);
  writeSettings(lab, { ...lab.settings, ports: { ...lab.ports, dood: lab.ports.dood + 2 }, jenkins: { executors: 5 } });
  const { controller } = product(lab);
  const preview = await controller.preview('dood');
  await controller.close();
  expect(preview).toMatchObject({ ok: true, value: { questions: [{ text: 'Stop a running build: long #1' }] } });
  const { snapshot, intent } = await cancelled('dood', 'drain');
  writeSettings(lab, lab.settings);
  expect(snapshot.jenkins).toMatchObject({ kind: 'drifted', mode: 'dood' });
  expect(intent).toMatchObject({ mode: 'dood', state: 'settled' });
  expect(docker('ps', '-q', '--no-trunc', '--filter', `name=^${lab.names.jenkins.dood}$`)).toBe(before);
  expect(fingerprint(join(lab.home, '.jenkins-tray'))).toBe(home);
});

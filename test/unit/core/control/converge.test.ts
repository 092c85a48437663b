import { expect, test } from 'vitest';
import { createController } from '../../../../electron/core/control/controller.ts';
import { converge } from '../../../../electron/core/control/converge.ts';
import { Progress } from '../../../../electron/core/control/progress.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import {
  built,
  container as containerOf,
  goodHome,
  HOME,
  nothingThere,
  ours,
  settings,
} from '../../../doubles/situation.ts';
import { fakeWorld, freeLock, intentStore, intentWith, settingsWith } from '../../../doubles/world.ts';

/** A DooD that is created and, once started, ends with `exitCode` again and again. */
function looping(exitCode: number, change: Partial<ContainerFact> = {}, others: readonly ContainerFact[] = []) {
  let container = ours('dood', { state: 'created', ...change })[0] ?? containerOf('no Jenkins');
  const stopped: string[] = [];
  const [intent, stored] = intentStore(intentWith({ mode: 'dood', state: 'pending', consents: ['as-they-are'] }));
  const there = built(nothingThere);
  const world = fakeWorld({
    home: HOME,
    clock: jumpingClock(),
    intent,
    secrets: { adminPassword: async () => 'secret' },
    jenkins: { page: async () => ({ kind: 'none' }), running: async () => ({ ok: true, value: [] }) },
    engine: {
      version: async () => there.engine,
      containersNamed: async (names: readonly string[]) =>
        [...others, container].filter(({ name }) => names.includes(name)),
      networksNamed: async () => there.networks,
      volumesNamed: async () => there.volumes,
      imagesNamed: async () => there.images,
      runningContainers: async () => [],
      async start() {
        container = { ...container, state: 'restarting', exitCode };
      },
      inspect: async () => container,
      logTail: async () => [],
      async stop(name: string) {
        stopped.push(name);
        container = { ...container, state: 'exited' };
      },
    },
    host: {
      home: async () => there.home,
      mtu: async () => 1500,
      hasGpu: async () => false,
      folderHash: async () => 'aa',
      propagation: async () => 'rslave',
      portHolder: async () => null,
      realPath: async (path: string) => path,
    },
    contexts: { find: async () => null },
  });
  const progress = new Progress('dood', world.clock, () => undefined);
  const run = (used = world) =>
    converge(
      { world: used, settings: settings(), version: '1.0.0', progress, resumes: false },
      null,
      new AbortController().signal,
    );
  return { run, world, stopped, intent: stored };
}

test.each([
  [1, 'jenkins/exited'],
  [75, 'dind/unhealthy'],
  [78, 'home/missing'],
])('a Jenkins that exits with %i while starting is stopped', async (exitCode, code) => {
  const lab = looping(exitCode);
  await expect(lab.run()).rejects.toMatchObject({ failure: { code } });
  expect(lab.stopped).toEqual(['jenkins-dood-container']);
  expect(lab.intent()).toMatchObject({ state: 'failed', failure: { code } });
});

test('only the one that loops is stopped, and not one that the user made by hand', async () => {
  const other = looping(1, {}, ours('dind', { state: 'exited' }).slice(-1));
  await expect(other.run()).rejects.toMatchObject({ failure: { code: 'jenkins/exited' } });
  expect(other.stopped).toEqual(['jenkins-dood-container']);
  const theirs = looping(1, { labels: {}, id: 'theirs' });
  const consents = ['as-they-are', 'come-back:theirs'];
  await theirs.world.intent.save({ ...theirs.intent(), from: 'dood', consents });
  await expect(theirs.run()).rejects.toMatchObject({ failure: { code: 'jenkins/exited' } });
  expect([theirs.stopped, theirs.intent().state]).toEqual([[], 'failed']);
});

/** A request for DooD whose image is built with so many lines; what was shown, and how often the stored intent was read. */
async function building(lines: number) {
  const { world } = looping(1);
  let built = false;
  let reads = 0;
  const engine = {
    imagesNamed: async (names: readonly string[]) =>
      built ? world.engine.imagesNamed(names, new AbortController().signal) : [],
    async buildImage(_spec: object, output: (line: string) => void) {
      for (let line = 0; line < lines; line += 1) output(`line ${line}`);
      built = true;
    },
  };
  const controller = createController(
    {
      ...world,
      engine: { ...world.engine, ...engine },
      intent: {
        ...world.intent,
        load() {
          reads += 1;
          return world.intent.load();
        },
      },
      settings: { ...world.settings, ...settingsWith(settings()) },
      lock: freeLock,
    },
    '1.0.0',
  );
  const shown = new Set<string>();
  controller.subscribe(({ activity }) => {
    if (activity.kind === 'working') shown.add(activity.output.at(-1) ?? '');
  });
  await controller.fulfil({ mode: 'dood', consents: 'all' });
  await controller.close();
  return { shown, reads };
}

test('each line of an image build is shown without reading the stored intent again', async () => {
  const few = await building(2);
  const many = await building(500);
  expect(many.shown).toContain('line 499');
  expect(many.shown.size).toBeGreaterThan(500);
  expect(many.reads).toBe(few.reads);
});

test.each([
  [
    'is removed where this user cannot look for it',
    { fresh: null, marked: null, empty: null },
    [
      ['test', '-e', `${HOME}/.jenkins-tray/new`],
      ['rm', '-f', `${HOME}/.jenkins-tray/new`],
    ],
  ],
  ['is left alone where it is known to be gone', { fresh: false }, []],
])('once Jenkins answers, the new-home marker of an interrupted start %s', async (_what, sees, expected) => {
  const lab = looping(1);
  const ran: (readonly string[])[] = [];
  const engine: World['engine'] = {
    ...lab.world.engine,
    containersNamed: async () => ours('dood'),
    async exec(_container: string, command: readonly string[]) {
      ran.push(command);
      return { exitCode: 0, stdout: '', stderr: '' };
    },
  };
  const world: World = {
    ...lab.world,
    engine,
    jenkins: {
      ...lab.world.jenkins,
      page: async () => ({ kind: 'ready', version: '2.568.2' }),
      apiStatus: async ({ user }) => (user === '' ? 403 : 200),
    },
    host: { ...lab.world.host, home: async () => ({ ...goodHome, ...sees }) },
  };
  await lab.run(world);
  expect(ran).toEqual(expected);
  expect(lab.intent().state).toBe('settled');
});

import { expect, test } from 'vitest';
import { createController } from '../../../../electron/core/control/controller.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import type { Snapshot } from '../../../../electron/shared/snapshot.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

/** Requests as the app makes them: what is shown before, during and after, and what they must not do. */

const dood = names.jenkins.dood;
/** A controller of a machine whose world differs so. */
const controllerOf = (machine: Machine, change: (world: World) => Partial<World> = () => ({})) => {
  const { world } = machine.process();
  return createController({ ...world, ...change(world) }, '1.0.0');
};
const problem = { code: 'settings/invalid', title: 'A mistake', detail: '' } as const;
const otherPort = (machine: Machine): void => {
  machine.settings = { ...machine.settings, ports: { ...machine.settings.ports, dood: 9090 } };
};

test('before a first look, what was asked for is known, and whether anything was', async () => {
  expect(controllerOf(new Machine()).snapshot()).toMatchObject({ firstTime: true, intent: 'off' });
  expect(controllerOf(await Machine.running('dind')).snapshot()).toMatchObject({ firstTime: false, intent: 'dind' });
  const unreadable = ({ intent }: World) => ({
    intent: {
      ...intent,
      load() {
        throw new Error('unreadable');
      },
    },
  });
  expect(controllerOf(new Machine(), unreadable).snapshot()).toMatchObject({ firstTime: false, intent: 'off' });
});

test('a switch is shown with where it goes and its steps, from its first step on', async () => {
  const machine = new Machine();
  const controller = controllerOf(machine);
  await controller.refresh();
  const shown: Snapshot[] = [];
  controller.subscribe((snapshot) => shown.push(snapshot));
  await controller.fulfil({ mode: 'dood', consents: 'all' });
  const during = shown.filter(({ activity }) => activity.kind === 'working');
  expect(during.length).toBeGreaterThan(5);
  for (const { firstTime, intent, jenkins } of during.slice(0, -1)) {
    expect({ firstTime, intent }).toEqual({ firstTime: false, intent: 'dood' });
    expect(jenkins).toMatchObject({ kind: 'converging', from: 'off', to: 'dood', mode: 'dood' });
  }
  const counts = during.map(({ jenkins }) => (jenkins.kind === 'converging' ? jenkins.done : null));
  expect(counts[0]).toBe(0);
  expect(Math.max(...counts.map(Number))).toBeGreaterThan(3);
});

test.each(['countBuilds', 'pollBuilds'] as const)('builds are counted on demand: %s', async (count) => {
  const machine = await Machine.running('dood');
  const controller = controllerOf(machine);
  await controller.refresh();
  machine.builds = { ok: true, value: [runningBuild] };
  await controller[count]();
  expect(controller.snapshot().builds.running).toBe(1);
});

test('a preview removes nothing but what it is asked about', async () => {
  const controller = controllerOf(await Machine.running('dood'));
  const removed = async (...purge: readonly 'images'[]) => {
    const preview = await controller.preview('off', ...(purge.length === 0 ? [] : [purge]));
    return preview.ok && preview.value.steps.some(({ kind }) => kind === 'remove-image');
  };
  expect([await removed(), await removed('images')]).toEqual([false, true]);
});

/** No change is heard of. */
const deaf = ({ engine, intent, settings }: World): Partial<World> => ({
  engine: { ...engine, watch: () => undefined },
  intent: { ...intent, watch: () => () => undefined },
  settings: { ...settings, watch: () => () => undefined },
});

test('a refused request that interrupted a switch lets it go on, though nothing tells of that', async () => {
  const machine = await Machine.running('dood');
  const controller = controllerOf(machine, deaf);
  controller.watch();
  await until(() => controller.snapshot().jenkins.kind === 'running', 'the first look');
  const switching = controller.fulfil({ mode: 'dind', consents: [] });
  await until(() => machine.record.includes(`create ${names.nestedEngine}`), 'the nested engine');
  machine.settings = { ...machine.settings, dataMounts: [{ source: '/usr', target: null, readOnly: true }] };
  expect((await controller.fulfil({ mode: 'dood', consents: [] })).ok).toBe(false);
  expect((await switching).ok).toBe(false);
  expect(machine.intent).toMatchObject({ mode: 'dind', state: 'pending' });
  machine.settings = { ...machine.settings, dataMounts: [] };
  await until(() => machine.intent.state === 'settled', 'the rest of the switch');
  await controller.close();
  expect(machine.intent.mode).toBe('dind');
});

test('what cannot be finished is not tried again after each request that is refused', async () => {
  const machine = await Machine.running('dood');
  machine.intent = { ...machine.intent, mode: 'off', state: 'pending' };
  const taken: string[] = [];
  const controller = controllerOf(machine, (world) => ({
    ...deaf(world),
    lock: {
      ...world.lock,
      acquire: (purpose) => {
        taken.push(purpose);
        return world.lock.acquire(purpose);
      },
    },
    settings: { ...world.settings, ...deaf(world).settings, load: () => ({ ...world.settings.load(), problem }) },
  }));
  controller.watch();
  await until(() => controller.snapshot().notices.length > 0, 'the notice');
  expect(await controller.fulfil({ mode: 'dood', consents: [] })).toMatchObject({ ok: false, failure: problem });
  const { now } = machine.clock;
  const began = now();
  machine.clock.after(60_000, () => undefined);
  await until(() => now() > began + 50_000, 'a minute');
  await controller.close();
  expect(taken).toEqual(['finish what was begun', 'switch to dood']);
});

test('a request for what is there stores nothing', async () => {
  const machine = await Machine.running('dood');
  const result = await controllerOf(machine).fulfil({ mode: 'dood', consents: [] });
  expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'running' } } });
  expect(machine.record).toEqual([]);
});

test('a cancel with nothing to cancel only looks', async () => {
  const machine = await Machine.running('dood');
  otherPort(machine);
  const result = await controllerOf(machine).cancel();
  expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'drifted' } } });
  expect(machine.record).toEqual([]);
});

test('a change that is cancelled before it replaced anything is not made, though the settings still ask for it', async () => {
  const machine = await Machine.running('dood');
  otherPort(machine);
  machine.intent = { ...machine.intent, state: 'pending', consents: [] };
  const result = await controllerOf(machine).cancel();
  expect(result).toMatchObject({ ok: true, value: { jenkins: { kind: 'drifted' } } });
  expect(machine.record).toEqual(['intent dood settled']);
  expect(machine.engine.container(dood).starts).toBe(1);
});

/** The activities that are shown while something is done. */
async function shownBy(controller: ReturnType<typeof createController>, act: () => Promise<unknown>) {
  const shown: Snapshot['activity'][] = [];
  const unsubscribe = controller.subscribe(({ activity }) => shown.push(activity));
  await act();
  unsubscribe();
  return shown;
}
const backTo = (shown: readonly Snapshot['activity'][]) =>
  shown.flatMap((activity) => (activity.kind === 'working' ? [activity.backTo ?? null] : []));

test('a cancel of what another process began shows its own work, which can be cancelled', async () => {
  const machine = await Machine.running('dood');
  machine.intent = { ...machine.intent, mode: 'dind', from: 'dood', state: 'pending', consents: [] };
  machine.engine.remove(dood, { force: true });
  const controller = controllerOf(machine);
  const shown = await shownBy(controller, () => controller.cancel());
  for (const activity of shown.filter(({ kind }) => kind !== 'working')) expect(activity).toEqual({ kind: 'idle' });
  expect(backTo(shown).length).toBeGreaterThan(0);
  expect(backTo(shown).every((mode) => mode === null)).toBe(true);
});

test('a cancel in the moment in which a switch has ended goes nowhere', async () => {
  const machine = new Machine();
  let cancelled: Promise<unknown> | null = null;
  const controller = controllerOf(machine, ({ intent }) => ({
    intent: {
      ...intent,
      async save(next) {
        await intent.save(next);
        if (next.state === 'settled') cancelled ??= controller.cancel();
      },
    },
  }));
  const shown = await shownBy(controller, async () => {
    await controller.fulfil({ mode: 'dood', consents: 'all' });
    await cancelled;
  });
  expect(cancelled).not.toBeNull();
  expect(backTo(shown).every((mode) => mode === null)).toBe(true);
  expect(machine.intent).toMatchObject({ mode: 'dood', state: 'settled' });
});

test('two cancels at once are one, and a later one is another', async () => {
  const controller = controllerOf(await Machine.running('dood'));
  const first = controller.cancel();
  expect(controller.cancel()).toBe(first);
  await first;
  expect(controller.cancel()).not.toBe(first);
});

test('a request in place of another one shows its own steps alone', async () => {
  const machine = await Machine.running('dood');
  const { controller } = machine.process();
  const switching = controller.fulfil({ mode: 'dind', consents: [] });
  await until(() => machine.record.includes(`create ${names.nestedEngine}`), 'the nested engine');
  const shown = await shownBy(controller, async () => {
    await controller.fulfil({ mode: 'off', consents: 'all' });
    await switching;
  });
  const own = shown.flatMap((activity) => (activity.kind === 'working' && activity.to === 'off' ? [activity] : []));
  expect(own[0]?.steps.map(({ state }) => state)).not.toContain('done');
  expect(own.flatMap(({ steps }) => steps.map(({ kind }) => kind))).not.toContain('create-container');
});

test('a request after an upgrade that was cut off completes that first; one that resumes it does not', async () => {
  const request = async (machine: Machine) => {
    machine.pluginLook = {
      older: [{ name: 'git', from: '1', to: '2' }],
      ...{ failing: [], failingAfter: [], lacking: [], isTakenOver: false, keptAs: 'plugins-1' },
    };
    const isDone: boolean[] = [];
    const controller = controllerOf(machine, ({ intent }) => ({
      intent: {
        ...intent,
        async save(next) {
          isDone.push(machine.pluginLook === null);
          await intent.save(next);
        },
      },
    }));
    const result = await controller.fulfil({ mode: 'dind', consents: 'all' });
    return [result.ok, isDone[0], machine.pluginLook];
  };
  expect(await request(await Machine.running('dood'))).toEqual([true, true, null]);
  const begun = await Machine.running('dood');
  begun.intent = { ...begun.intent, mode: 'dind', from: 'dood', state: 'pending', consents: [] };
  expect(await request(begun)).toEqual([true, false, null]);
});

test('with a mistake in the settings, what is pending is left alone and told', async () => {
  const machine = await Machine.running('dood');
  machine.intent = { ...machine.intent, mode: 'off', state: 'pending' };
  const controller = controllerOf(machine, ({ settings }) => ({
    settings: { ...settings, load: () => ({ ...settings.load(), problem }) },
  }));
  controller.watch();
  await until(() => controller.snapshot().notices.length > 0, 'the notice');
  await controller.close();
  expect(machine.record).toEqual([]);
  expect(controller.snapshot().notices.map(({ id }) => id)).toContain('settings');
});

test.each([
  [
    'the app finishes',
    async (machine: Machine, controller: ReturnType<typeof createController>) => {
      controller.watch();
      await until(() => machine.intent.state !== 'pending', 'the end');
    },
  ],
  [
    'is cancelled',
    async (_machine: Machine, controller: ReturnType<typeof createController>) => {
      await controller.cancel();
    },
  ],
])('a port that a killed process still holds is waited for where its switch %s', async (_what, act) => {
  const machine = await Machine.running('dood');
  machine.intent = { ...machine.intent, mode: 'dind', from: 'dood', state: 'pending', consents: [] };
  machine.engine.remove(dood, { force: true });
  const { engine } = machine;
  const call = 'start jenkins';
  const text = 'Bind for 127.0.0.1:8080 failed: port is already allocated';
  const { controller } = machine.process([{ call, nth: 1, fault: { kind: 'fail', status: 500, text } }]);
  await act(machine, controller);
  await controller.close();
  expect(machine.intent).toMatchObject({ state: 'settled', failure: null });
  expect(engine.containers.filter(({ run }) => run.kind === 'running').length).toBeGreaterThan(0);
});

test('after its end, an app hears of no change and looks at nothing', async () => {
  const machine = await Machine.running('dood');
  let watchers = 0;
  const controller = controllerOf(machine, ({ settings, intent }) => {
    const watch = () => {
      watchers += 1;
      return () => {
        watchers -= 1;
      };
    };
    return { settings: { ...settings, watch }, intent: { ...intent, watch } };
  });
  controller.watch();
  expect(watchers).toBe(2);
  await controller.close();
  expect(watchers).toBe(0);
});

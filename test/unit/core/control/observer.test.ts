import { expect, test } from 'vitest';
import type { Page } from '../../../../electron/core/world/jenkins.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { atWork, observing } from '../../../doubles/observing.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

const dood = names.jenkins.dood;
const withPage =
  (page: Page) =>
  ({ jenkins }: World) => ({ jenkins: { ...jenkins, page: async () => page } });
/** Does this once, during the first look at containers. */
const during =
  (what: () => unknown) =>
  ({ engine }: World) => {
    let isFirst = true;
    const containersAround: typeof engine.containersAround = async (...given) => {
      const seen = await engine.containersAround(...given);
      if (isFirst) {
        isFirst = false;
        await what();
      }
      return seen;
    };
    return { engine: { ...engine, containersAround } };
  };

test('a Jenkins that is up needs no other look; its builds are shown', async () => {
  const machine = await Machine.running('dood');
  machine.builds = { ok: true, value: [runningBuild] };
  const { observer, soon } = observing(machine);
  expect(await observer.refresh()).toMatchObject({
    ...{ firstTime: false, intent: 'dood', jenkins: { kind: 'running' }, builds: { running: 1 }, notices: [] },
    engine: { kind: 'connected', host: 'unix:///var/run/docker.sock' },
  });
  expect(soon).toEqual([]);
});

test('a page that is not ready yet is looked at again soon, and has no builds', async () => {
  const machine = await Machine.running('dood');
  const { observer, soon } = observing(machine, withPage({ kind: 'starting' }));
  expect(await observer.refresh()).toMatchObject({
    jenkins: { kind: 'restarting' },
    builds: { kind: 'known', running: 0 },
  });
  expect(soon).toEqual([1000]);
});

test.each(['boot-failed', 'set-up'] as const)(
  'a Jenkins that waits for a person is looked at each minute, once that is certain: %s',
  async (condition) => {
    const page: Page = condition === 'set-up' ? { kind: 'ready', version: '' } : { kind: 'starting' };
    const { observer, soon } = observing(await Machine.running('dood'), ({ jenkins }) => ({
      jenkins: { ...jenkins, page: async () => page, condition: async () => ({ ok: true, value: condition }) },
    }));
    for (let look = 0; look < 3; look += 1) await observer.refresh();
    expect(soon).toEqual([5000, 60_000, 60_000]);
  },
);

test('a Jenkins that drifts is looked at again only while its page is not ready', async () => {
  for (const [page, expected] of [
    [{ kind: 'starting' }, [5000]],
    [{ kind: 'ready', version: '' }, []],
  ] as const) {
    const machine = await Machine.running('dood');
    machine.settings = { ...machine.settings, ports: { ...machine.settings.ports, dood: 9090 } };
    const { observer, soon } = observing(machine, withPage(page));
    expect((await observer.refresh()).jenkins.kind).toBe('drifted');
    expect(soon).toEqual(expected);
  }
  const stopped = await Machine.running('dood');
  stopped.engine.stop(dood, 10);
  stopped.clock.advance(10_000);
  const { observer, soon } = observing(stopped);
  expect((await observer.refresh()).jenkins.kind).toBe('drifted');
  expect(soon, 'an event tells of its start').toEqual([]);
});

test('a home that does not answer is looked at again', async () => {
  const machine = await Machine.running('dood');
  machine.home = { ...machine.home, kind: 'unresponsive' };
  const { observer, soon } = observing(machine);
  await observer.refresh();
  expect(soon).toEqual([5000]);
});

test('before a first request that is told', async () => {
  const { observer } = observing(new Machine());
  expect(await observer.refresh()).toMatchObject({ firstTime: true, intent: 'off', jenkins: { kind: 'stopped' } });
});

test('what can run without a plan is shown with why there is none, and what does not run as failed', async () => {
  const machine = await Machine.running('dood');
  const elsewhere = ({ endpoint }: World) => ({ endpoint: { ...endpoint, socket: null } });
  const up = await observing(machine, elsewhere).observer.refresh();
  expect(up).toMatchObject({
    jenkins: { kind: 'running' },
    notices: [{ id: 'unplanned', failure: { code: 'engine/no-socket' } }],
  });
  machine.engine.stop(dood, 10);
  machine.clock.advance(10_000);
  const down = await observing(machine, elsewhere).observer.refresh();
  expect(down).toMatchObject({ jenkins: { kind: 'failed', failure: { code: 'engine/no-socket' } }, notices: [] });
});

test('restarts before it was ready are no loop later; as many more are', async () => {
  const machine = await Machine.running('dood');
  let page: Page = { kind: 'ready', version: '' };
  const { observer } = observing(machine, ({ jenkins }) => ({ jenkins: { ...jenkins, page: async () => page } }));
  machine.engine.container(dood).restarts = 6;
  expect((await observer.refresh()).jenkins.kind).toBe('running');
  page = { kind: 'starting' };
  expect((await observer.refresh()).jenkins.kind).toBe('restarting');
  machine.engine.container(dood).restarts = 9;
  expect((await observer.refresh()).jenkins.kind).toBe('drifted');
  const unproven = observing(machine, withPage({ kind: 'starting' })).observer;
  machine.engine.container(dood).restarts = 6;
  expect((await unproven.refresh()).jenkins.kind).toBe('drifted');
  expect((await unproven.refresh()).jenkins.kind, 'a look proves nothing').toBe('drifted');
});

test('what this process works on is shown by its steps, not by a look; once it has settled, by the look', async () => {
  const machine = await Machine.running('dood');
  const { observer, snapshots, soon } = observing(machine);
  const jenkins = {
    kind: 'converging',
    from: 'off',
    to: 'dood',
    mode: 'dood',
    step: 'x',
    done: 1,
    total: 2,
    url: null,
  } as const;
  snapshots.publish({ activity: atWork, jenkins });
  machine.intent = { ...machine.intent, state: 'pending' };
  expect((await observer.refresh()).jenkins).toEqual(jenkins);
  expect(soon).toEqual([]);
  machine.intent = { ...machine.intent, state: 'settled' };
  expect((await observer.refresh()).jenkins.kind).toBe('running');
});

test('what another process works on is shown as that, and looked at again; nothing tells of its end', async () => {
  const machine = await Machine.running('dood');
  machine.intent = { ...machine.intent, mode: 'dind', state: 'pending' };
  const lab = observing(machine);
  expect((await lab.observer.refresh()).jenkins.kind, 'nobody works').toBe('drifted');
  const lock = await machine.process().world.lock.acquire('x');
  expect((await lab.observer.refresh()).jenkins).toEqual({
    ...{ kind: 'converging', from: 'dood', to: 'dind', mode: 'dind', step: 'another process', done: 0, total: 0 },
    url: 'http://127.0.0.1:8080',
  });
  expect(lab.soon).toEqual([5000]);
  machine.intent = { ...machine.intent, mode: 'dood', state: 'settled' };
  expect((await lab.observer.refresh()).jenkins.kind, 'it works on something else').toBe('running');
  await lock.release();
});

test('a look that a request of this process has overtaken is made again', async () => {
  const machine = await Machine.running('dood');
  let looks = 0;
  const lab = observing(
    machine,
    during(async () => {
      await lab.queue.run('a request', undefined, async () => undefined);
      machine.engine.stop(dood, 10);
      machine.clock.advance(10_000);
    }),
  );
  lab.snapshots.subscribe(({ jenkins }) => {
    if (jenkins.kind === 'running') looks += 1;
  });
  expect((await lab.observer.refresh()).jenkins.kind).toBe('drifted');
  expect(looks, 'nothing outdated was shown').toBe(0);
});

test('a request that is stored during a look counts for it where it is of this process', async () => {
  for (const [activity, expected] of [
    [atWork, 'dind'],
    [{ kind: 'idle' }, 'dood'],
  ] as const) {
    const machine = await Machine.running('dood');
    const lab = observing(
      machine,
      during(() => {
        machine.intent = { ...machine.intent, mode: 'dind' };
      }),
    );
    lab.snapshots.publish({ activity });
    expect((await lab.observer.refresh()).intent).toBe(expected);
  }
});

test('callers at one time share a look', async () => {
  const machine = await Machine.running('dood');
  const { observer } = observing(machine);
  const [one, two] = await Promise.all([observer.refresh(), observer.refresh()]);
  expect(one.revision).toBe(two.revision);
  expect((await observer.refresh()).revision).toBeGreaterThan(one.revision);
});

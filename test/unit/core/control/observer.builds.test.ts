import { expect, test } from 'vitest';
import { loginNeeded } from '../../../../electron/shared/failures/jenkins.ts';
import { buildsHidden } from '../../../../electron/shared/failures/jenkins-builds.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import { mountpointOf } from '../../../doubles/model-engine/facts.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { atWork, observing } from '../../../doubles/observing.ts';
import { runningBuild } from '../../../doubles/situation.ts';

/** Builds begin and end without an event, so they are counted between two looks. */

const some = { ok: true, value: [runningBuild] } as const;
const none = { ok: true, value: [] } as const;

/** A machine on which DooD runs and was looked at; its engine is away from then on, since counting asks Jenkins alone. */
async function looked() {
  const machine = await Machine.running('dood');
  const lab = observing(machine);
  await lab.observer.refresh();
  machine.engine.away = true;
  const count = async () => {
    const { revision } = lab.snapshots.now;
    await lab.observer.countBuilds();
    return { builds: lab.snapshots.now.builds, isNew: lab.snapshots.now.revision > revision };
  };
  return { machine, ...lab, count };
}

test('builds that begin, go on, end or are hidden are published; that none run is told once', async () => {
  const { machine, count } = await looked();
  expect(await count()).toEqual({ builds: { kind: 'known', running: 0, list: [] }, isNew: false });
  machine.builds = some;
  expect(await count()).toEqual({ builds: { kind: 'known', running: 1, list: [runningBuild] }, isNew: true });
  expect(await count()).toMatchObject({ isNew: true });
  machine.builds = none;
  expect(await count()).toEqual({ builds: { kind: 'known', running: 0, list: [] }, isNew: true });
  machine.builds = { ok: false, failure: buildsHidden('http://x', 'me') };
  expect(await count()).toMatchObject({ builds: { kind: 'unknown' }, isNew: true });
  expect(await count()).toMatchObject({ builds: { kind: 'unknown' }, isNew: false });
  machine.builds = none;
  expect(await count()).toMatchObject({ builds: { kind: 'known' }, isNew: true });
});

test('builds are also counted where settings that are stored for later make Jenkins not as requested', async () => {
  const machine = await Machine.running('dood');
  machine.settings = { ...machine.settings, ports: { ...machine.settings.ports, dood: 8099 } };
  const { observer, snapshots } = observing(machine);
  await observer.refresh();
  expect(snapshots.now.jenkins.kind).toBe('drifted');
  machine.builds = some;
  await observer.countBuilds();
  expect(snapshots.now.builds).toEqual({ kind: 'known', running: 1, list: [runningBuild] });
});

test.each<[string, Partial<Intent>]>([
  ['that is not as requested', {}],
  ['that stays after a change failed', { state: 'failed', failure: loginNeeded('') }],
])(
  'a Jenkins %s and does not answer has unknown builds, not none, and counting them is no news',
  async (_what, stored) => {
    const machine = await Machine.running('dood');
    machine.settings = { ...machine.settings, ports: { ...machine.settings.ports, dood: 8099 } };
    machine.intent = { ...machine.intent, ...stored };
    machine.builds = { ok: false, failure: loginNeeded('') };
    const { observer, snapshots } = observing(machine, ({ jenkins }) => ({
      jenkins: { ...jenkins, page: async () => ({ kind: 'starting' }) },
    }));
    const { builds, revision } = await observer.refresh();
    expect(builds).toMatchObject({ kind: 'unknown' });
    await observer.countBuilds();
    expect(snapshots.now.revision).toBe(revision);
  },
);

test('what waits is asked for while it may matter, and once a minute where nothing runs', async () => {
  const machine = await Machine.running('dood');
  let asked = 0;
  const { observer, snapshots } = observing(machine, ({ jenkins }) => ({
    jenkins: {
      ...jenkins,
      async queue(at, signal) {
        asked += 1;
        return jenkins.queue(at, signal);
      },
    },
  }));
  await observer.refresh();
  const asks = async (): Promise<number> => {
    const before = asked;
    await observer.countBuilds();
    return asked - before;
  };
  // The observation has just asked.
  expect([await asks(), await asks()]).toEqual([0, 0]);
  machine.rest.queue = [{ job: 'train', why: '' }];
  machine.clock.advance(60_000);
  expect([await asks(), snapshots.now.builds]).toMatchObject([1, { queue: [{ job: 'train' }] }]);
  machine.rest.queue = [];
  expect([await asks(), await asks()]).toEqual([1, 0]);
  machine.builds = some;
  expect([await asks(), await asks()]).toEqual([1, 1]);
});

test('a Jenkins that has just started with builds in its queue is looked at again soon, once', async () => {
  const machine = await Machine.running('dood');
  machine.rest.queue = [{ job: 'train', why: '' }];
  const { observer, soon } = observing(machine);
  await observer.refresh();
  await observer.refresh();
  expect(soon).toEqual([4000]);
});

test('nothing is counted before a first look, or after a change that was not looked at yet', async () => {
  const machine = await Machine.running('dood');
  machine.builds = some;
  const { observer, snapshots } = observing(machine);
  snapshots.publish({ jenkins: { kind: 'running', mode: 'dood', url: 'http://127.0.0.1:8080', version: '' } });
  await observer.countBuilds();
  expect(snapshots.now.builds.running).toBe(0);
  const lab = await looked();
  lab.machine.builds = some;
  lab.observer.changed();
  expect(await lab.count()).toMatchObject({ isNew: false });
});

test.each([
  ['no Jenkins runs', { jenkins: { kind: 'stopped' } }],
  ['a request is at work', { activity: atWork }],
] as const)('nothing is counted while %s', async (_what, change) => {
  const { machine, snapshots, count } = await looked();
  machine.builds = some;
  snapshots.publish(change);
  expect(await count()).toMatchObject({ isNew: false });
});

test('nothing is counted during a look', async () => {
  const { machine, observer, snapshots } = await looked();
  machine.engine.away = false;
  const look = observer.refresh();
  machine.builds = some;
  const { revision } = snapshots.now;
  await observer.countBuilds();
  expect(snapshots.now.revision).toBe(revision);
  await look;
});

test('an answer that comes after a change of Jenkins, or none, changes nothing', async () => {
  const machine = await Machine.running('dood');
  let answer = (): void => undefined;
  const { observer, snapshots } = observing(machine, ({ jenkins }) => ({
    jenkins: {
      ...jenkins,
      async running() {
        answer();
        return some;
      },
    },
  }));
  await observer.refresh();
  snapshots.publish({ builds: { kind: 'known', running: 0, list: [] } });
  answer = () => snapshots.publish({ jenkins: { kind: 'unknown' } });
  await observer.countBuilds();
  expect(snapshots.now.builds.running).toBe(0);
  await observer.refresh();
  snapshots.publish({ builds: { kind: 'known', running: 0, list: [] } });
  answer = () => {
    throw new Error('no answer');
  };
  await observer.countBuilds();
  expect(snapshots.now.builds.running).toBe(0);
});

test('of a home in a volume, the app’s own token is sent as well', async () => {
  const machine = Machine.withNewHome();
  machine.engine.createVolume('jenkins-data', {}, {});
  machine.settings = { ...machine.settings, home: 'volume:jenkins-data' };
  machine.homeSources = ['jenkins-data', mountpointOf('jenkins-data')];
  await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  const sent: string[] = [];
  const tokens = new Map<string, string>();
  const { observer } = observing(machine, ({ jenkins, secrets, homes }) => ({
    homes: { ...homes, known: async (home) => (home === mountpointOf('jenkins-data') ? 'id-of-home' : null) },
    jenkins: {
      ...jenkins,
      async running({ url, user, password }) {
        sent.push(`${user}:${password}`);
        return user === '' ? { ok: false, failure: loginNeeded(url) } : none;
      },
    },
    secrets: {
      ...secrets,
      apiToken: async (home) => tokens.get(home) ?? null,
      keepApiToken: async (home, token) => void tokens.set(home, token),
    },
  }));
  await observer.refresh();
  sent.splice(0);
  await observer.countBuilds();
  expect(sent).toEqual(['admin:a-token-of-the-model']);
});

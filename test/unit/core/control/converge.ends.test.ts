import { expect, test } from 'vitest';
import { converge } from '../../../../electron/core/control/converge.ts';
import { Progress } from '../../../../electron/core/control/progress.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import { type Failure, FailureError } from '../../../../electron/shared/failure.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { begin, bind } from '../../../doubles/other-jenkins.ts';
import { HOME, names, runningBuild } from '../../../doubles/situation.ts';

/** How work on a request ends: what is stored then, and what is not. */

const dood = names.jenkins.dood;
const nested = names.nestedEngine;
const failure: Failure = { code: 'jenkins/not-ready', title: 'It did not start', detail: '' };

interface Given {
  readonly intent?: Partial<Intent>;
  readonly faults?: readonly PlannedFault[];
  readonly world?: (world: World) => Partial<World>;
}

/** Works on this request; why it failed, or null. */
async function work(machine: Machine, { intent = {}, faults = [], world: change = () => ({}) }: Given = {}) {
  machine.intent = { ...machine.intent, state: 'pending', ...intent };
  const { world } = machine.process(faults);
  const used = { ...world, ...change(world) };
  const progress = new Progress(machine.intent.mode, used.clock, () => undefined);
  const pass = { world: used, settings: machine.settings, version: '1.0.0', progress, resumes: false };
  return converge(pass, null, new AbortController().signal).then(
    () => null,
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure : thrown),
  );
}
const refused = (call: string, status: number, nth: number | 'each' = 'each'): PlannedFault => ({
  ...{ call, nth },
  fault: { kind: 'fail', status, text: `refused with ${status}` },
});

test('what is reached is stored as that, without its consents', async () => {
  const machine = await Machine.running('dood');
  expect(await work(machine, { intent: { consents: ['x'], from: 'off' } })).toBeNull();
  expect(machine.intent).toMatchObject({ mode: 'dood', from: 'dood', state: 'settled', consents: [], purge: [] });
});

test('what was settled already is not stored again', async () => {
  const machine = await Machine.running('dood');
  expect(await work(machine, { intent: { state: 'settled', consents: ['x'] } })).toBeNull();
  expect(machine.record).toEqual([]);
});

test('what should be removed is remembered only while something of it is left', async () => {
  const machine = await Machine.running('dood');
  const off = { mode: 'off', from: 'dood', purge: ['images'] } as const;
  const faults = [refused('remove image', 403)];
  expect(await work(machine, { intent: off, faults })).toBeNull();
  expect(machine.intent).toMatchObject({ state: 'settled', purge: ['images'], left: { code: 'run/not-cleaned-up' } });
  expect(await work(machine, { intent: { ...off, left: null } })).toBeNull();
  expect(machine.intent).toMatchObject({ state: 'settled', purge: [], left: null });
});

test('a name that is taken for a moment is waited for', async () => {
  const machine = await Machine.running('dood');
  const faults = [refused(`create ${nested}`, 409, 1)];
  expect(await work(machine, { intent: { mode: 'dind', from: 'dood' }, faults })).toBeNull();
  expect(machine.intent).toMatchObject({ mode: 'dind', state: 'settled' });
});

test('a switch that fails goes back, and says why; a failure before its Jenkins stops leaves that running', async () => {
  const machine = await Machine.running('dood');
  const faults = [refused(`create ${nested}`, 403)];
  const ended = await work(machine, { intent: { mode: 'dind', from: 'dood' }, faults });
  expect(ended).toMatchObject({ detail: expect.stringContaining('refused with 403') });
  expect(machine.intent).toMatchObject({ mode: 'dood', state: 'settled', failure: ended });
  const stays = await Machine.running('dood');
  stays.builds = { ok: true, value: [runningBuild] };
  expect(await work(stays, { intent: { mode: 'off', from: 'off' } })).toMatchObject({ code: 'consent/needed' });
  expect(stays.jenkinsOnHome()).toHaveLength(1);
  expect(stays.intent.state).toBe('failed');
});

test('of two things that cannot be cleaned up, one that may pass is waited for', async () => {
  const machine = await Machine.running('dind');
  const began = machine.clock.now();
  const faults = [refused(`remove ${names.jenkins.dind}`, 403), refused(`remove ${nested}`, 409, 1)];
  expect(await work(machine, { intent: { mode: 'dood', from: 'dind' }, faults })).toBeNull();
  expect(machine.containers()).toEqual([`${names.jenkins.dind} idle`, `${dood} running`]);
  expect(machine.intent.left?.title).toBe(`Left over: ${names.jenkins.dind}`);
  expect(machine.clock.now() - began).toBeGreaterThan(1000);
});

test('a change that was undone has failed; a way back that the user chose has not, nor one from another mode', async () => {
  const machine = await Machine.running('dood');
  const undo = [consent.undoChange(), consent.reuseUnchanged()];
  const ended = async (intent: Partial<Intent>) => [await work(machine, { intent }), machine.intent.state];
  expect(await ended({ failure, consents: undo })).toEqual([failure, 'failed']);
  expect(await ended({ failure: null, consents: undo })).toEqual([null, 'settled']);
  expect(await ended({ failure, consents: [consent.reuseUnchanged()] })).toEqual([failure, 'settled']);
});

test('a request that an engine cuts off is left as it was stored', async () => {
  const machine = await Machine.running('dood');
  let saves = 0;
  const counting = ({ intent }: World) => ({
    intent: {
      ...intent,
      save: (next: Intent) => {
        saves += 1;
        return intent.save(next);
      },
    },
  });
  const faults = [{ call: `create ${nested}`, nth: 'each', fault: { kind: 'break', carriedOut: false } }] as const;
  const ended = await work(machine, { intent: { mode: 'dind', from: 'dood' }, faults, world: counting });
  expect(ended).toMatchObject({ code: 'engine/unreachable' });
  expect([saves, machine.intent.state]).toEqual([0, 'pending']);
});

test('steps that change nothing end after eight passes, with a failure that is stored', async () => {
  const machine = await Machine.running('dood');
  let removed = 0;
  const vain = ({ engine }: World) => ({
    engine: {
      ...engine,
      removeImage: async () => {
        removed += 1;
      },
    },
  });
  const images = machine.engine.images.flatMap(({ names: tags }) => tags).length;
  const intent = { mode: 'off', from: 'dood', purge: ['images'] } as const;
  expect(await work(machine, { intent, world: vain })).toMatchObject({ title: 'The plan does not end' });
  expect(removed).toBe(8 * images);
  expect(machine.intent).toMatchObject({ state: 'failed', failure: { title: 'The plan does not end' } });
});

/** DooD whose start has replaced plugins of the home. */
async function upgraded(): Promise<Machine> {
  const machine = await Machine.running('dood');
  const older = [{ name: 'git', from: '1', to: '2' }];
  const none = { failing: [], failingAfter: [], lacking: [], isTakenOver: false };
  machine.pluginLook = { older, ...none, keptAs: 'plugins-1' };
  return machine;
}

test('that plugins were replaced is told once what was asked for is reached, not on a way back', async () => {
  const reached = await upgraded();
  expect(await work(reached)).toBeNull();
  expect([reached.intent.plugins?.code, reached.pluginLook]).toEqual(['jenkins/plugins-upgraded', null]);
  const back = await upgraded();
  expect(await work(back, { intent: { from: 'dind', failure } })).toEqual(failure);
  expect([back.intent.plugins ?? null, back.pluginLook?.keptAs]).toEqual([null, 'plugins-1']);
});

/** DooD on a home whose marker this user cannot look for, as after an interrupted first start. */
async function unseen(): Promise<Machine> {
  const machine = await Machine.running('dood');
  machine.home = { ...machine.home, fresh: null, marked: null, empty: null };
  machine.commands.length = 0;
  return machine;
}

test('an interrupted first start ends only once its administrator gets in', async () => {
  const isNew = ({ engine }: World) => ({
    engine: { ...engine, exec: async () => ({ exitCode: 0, stdout: '', stderr: '' }) },
  });
  const refusing = await unseen();
  refusing.apiStatus = (hasLogin) => (hasLogin ? 401 : 403);
  expect(await work(refusing, { world: isNew })).toMatchObject({ code: 'jenkins/no-administrator' });
  expect(refusing.jenkinsOnHome()).toEqual([]);
  expect(await work(await unseen(), { world: isNew })).toBeNull();
});

test('nothing is done in a Jenkins that the user made by hand, which is no first start', async () => {
  const machine = new Machine();
  begin(machine, {
    ...{ name: dood, image: 'jenkins/jenkins', mounts: [bind(HOME)], policy: 'always' as const },
    ports: [{ address: '0.0.0.0', port: 8080, target: 8080 }],
  });
  machine.home = { ...machine.home, fresh: null, marked: null, empty: null };
  const { id } = machine.engine.container(dood);
  const consents = [consent.reuseUnchanged(), consent.comeBack(id)];
  expect(await work(machine, { intent: { mode: 'dood', from: 'dind', consents, failure } })).toEqual(failure);
  expect(machine.commands).toEqual([]);
});

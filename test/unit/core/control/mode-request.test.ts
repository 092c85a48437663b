import { expect, test } from 'vitest';
import { draftIntent, isReached, type ModeRequest } from '../../../../electron/core/control/mode-request.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { BLUE, begin, takeOver, withUnknownHome } from '../../../doubles/other-jenkins.ts';
import { names } from '../../../doubles/situation.ts';
import { intentWith } from '../../../doubles/world.ts';

const failure = { code: 'jenkins/not-ready', title: 'x', detail: '' } as const;

/** What a request becomes on this machine. */
const draft = (
  machine: Machine,
  request: Partial<ModeRequest> = {},
  change: (world: World) => Partial<World> = () => ({}),
) => {
  const { world } = machine.process();
  const whole: ModeRequest = { mode: 'dind', consents: [], ...request };
  return draftIntent({ ...world, ...change(world) }, '1.0.0', whole, new AbortController().signal);
};

/** A machine on which DooD runs and this is stored. */
async function having(stored: Partial<Intent>): Promise<Machine> {
  const machine = await Machine.running('dood');
  machine.intent = intentWith({ mode: 'dood', from: 'dood', ...stored });
  return machine;
}
const idOf = (machine: Machine, name: string): string => machine.engine.container(name).id;
const only = (consents: readonly string[], start: string): readonly string[] =>
  consents.filter((id) => id.startsWith(start));

test('a request begins anew: nothing of an earlier one stays but what the nested engine is', async () => {
  const machine = await having({ id: 6, failure, left: failure, purge: ['images'], toolkitFrom: 'https://x' });
  expect((await draft(machine)).intent).toMatchObject({
    ...{ id: 7, mode: 'dind', state: 'pending', at: machine.clock.now(), purge: [] },
    ...{ failure: null, left: null, toolkitFrom: 'https://x' },
  });
  expect((await draft(machine, { mode: 'off', purge: ['volumes'] })).intent.purge).toEqual(['volumes']);
  expect(machine.intent.id, 'nothing is stored').toBe(6);
});

test('with a mistake in the settings there is no request', async () => {
  const problem = { code: 'settings/invalid', title: 'A mistake', detail: '' } as const;
  const wrong = ({ settings }: World) => ({ settings: { ...settings, load: () => ({ ...settings.load(), problem }) } });
  await expect(draft(new Machine(), {}, wrong)).rejects.toMatchObject({ failure: problem });
});

test.each([
  [
    'a pending switch to the same mode goes on, from where it came',
    { mode: 'dind', state: 'pending', from: 'off' },
    true,
    'off',
  ],
  ['a pending switch to another one does not', { mode: 'off', state: 'pending', from: 'off' }, false, 'dood'],
  ['one that has settled does not', { mode: 'dind', state: 'settled', from: 'off' }, false, 'dood'],
] as const)('%s', async (_what, stored, resumes, from) => {
  const drafted = await draft(await having(stored));
  expect([drafted.resumes, drafted.intent.from]).toEqual([resumes, from]);
});

const kept: readonly (readonly [
  what: string,
  stored: Partial<Intent>,
  request: Partial<ModeRequest>,
  kept: boolean,
])[] = [
  ['a pending switch to the same mode keeps its consents', {}, {}, true],
  ['one to another mode does not', {}, { mode: 'off' }, false],
  ['a settled one does not', { state: 'settled' }, {}, false],
  ['with a yes to all there is nothing to keep', {}, { consents: 'all' }, false],
];
test.each(kept)('%s', async (_what, stored, request, isKept) => {
  const machine = await having({ mode: 'dind', state: 'pending', consents: ['chown:/x'], ...stored });
  expect((await draft(machine, request)).intent.consents.includes('chown:/x')).toBe(isKept);
});

test('an update goes on with all its images, whatever is agreed to', async () => {
  const machine = await having({ mode: 'dind', state: 'pending', consents: ['update:5'] });
  for (const consents of ['all', []] as const)
    expect(only((await draft(machine, { consents })).intent.consents, 'update:')).toEqual(['update:5']);
});

test('when an update was asked for is known here, not in the window', async () => {
  const machine = await having({});
  for (const request of [{ consents: ['update:99'] }, { consents: 'all', given: ['update:1'] }] as const)
    expect(only((await draft(machine, request)).intent.consents, 'update:')).toEqual([
      consent.update(machine.clock.now()),
    ]);
});

test('a new request does not undo its own change; a way back to another mode goes on as it was', async () => {
  const undo = await having({
    state: 'pending',
    consents: [consent.undoChange(), consent.reuseUnchanged(), 'chown:/x'],
  });
  const { consents } = (await draft(undo, { mode: 'dood' })).intent;
  expect(consents).toContain('chown:/x');
  expect(consents).not.toContain(consent.undoChange());
  expect(consents).not.toContain(consent.reuseUnchanged());
  const back = await having({ state: 'pending', from: 'dind', consents: [consent.reuseUnchanged()] });
  expect((await draft(back, { mode: 'dood' })).intent.consents).toContain(consent.reuseUnchanged());
});

test('what runs during an interrupted way back may never have been ready, so it is not what a request goes back to', async () => {
  const machine = await Machine.running('dind');
  const consents = [consent.reuseUnchanged()];
  for (const [state, from] of [
    ['pending', 'dood'],
    ['settled', 'dind'],
  ] as const) {
    machine.intent = intentWith({ mode: 'dood', from: 'dind', state, consents });
    expect((await draft(machine, { mode: 'off' })).intent.from).toBe(from);
  }
});

test('the Jenkins that is stopped on the way may be stopped by whoever goes on', async () => {
  const machine = await having({});
  expect(only((await draft(machine)).intent.consents, 'stop:')).toEqual([consent.stopUncounted(names.jenkins.dood)]);
  expect(only((await draft(new Machine())).intent.consents, 'stop:')).toEqual([]);
});

test('what is there now comes back, unless an unfinished request knows what was there', async () => {
  const machine = await Machine.running('dind');
  begin(machine);
  const comeBack = consent.comeBack('');
  const there = [names.jenkins.dind, names.nestedEngine].map((name) => comeBack + idOf(machine, name));
  expect(only((await draft(machine, { mode: 'dood', consents: 'all' })).intent.consents, comeBack)).toEqual(there);
  machine.intent = { ...machine.intent, mode: 'dood', state: 'pending', consents: [consent.comeBack('before'), 'x'] };
  const unfinished = await draft(machine, { mode: 'dood', consents: 'all' });
  expect(only(unfinished.intent.consents, comeBack)).toEqual([consent.comeBack('before')]);
  expect(unfinished.intent.consents).not.toContain('x');
  machine.intent = { ...machine.intent, state: 'settled' };
  expect(only((await draft(machine, { mode: 'dood', consents: 'all' })).intent.consents, comeBack)).toEqual(there);
});

test('what was put aside comes back where nothing has its name; what was to replace it does not', async () => {
  const machine = await having({});
  const id = idOf(machine, names.jenkins.dood);
  machine.engine.rename(id, `${names.jenkins.dood}.old.${id.slice(0, 8)}`);
  begin(machine, { name: `${names.jenkins.dood}.new`, mounts: [] }, false);
  expect(only((await draft(machine, { consents: 'all' })).intent.consents, 'come-back:')).toEqual([
    consent.comeBack(id),
  ]);
  begin(machine, { name: names.jenkins.dood, mounts: [] }, false);
  expect(only((await draft(machine, { consents: 'all' })).intent.consents, 'come-back:')).toEqual([
    consent.comeBack(idOf(machine, names.jenkins.dood)),
  ]);
});

test('a Jenkins that is taken over is started again by a way back only if it ran', async () => {
  for (const [starts, wanted] of [
    [true, BLUE],
    [false, BLUE],
    [true, 'another'],
  ] as const) {
    const machine = withUnknownHome();
    begin(machine, {}, starts);
    begin(machine, { name: 'third' });
    takeOver(machine, wanted);
    const expected = starts && wanted === BLUE ? [consent.startAgain(idOf(machine, BLUE))] : [];
    expect(only((await draft(machine, { consents: 'all' })).intent.consents, 'start-again:')).toEqual(expected);
  }
});

test('one that an unfinished take-over has stopped is started again all the same', async () => {
  const machine = withUnknownHome();
  begin(machine, {}, false);
  takeOver(machine, BLUE);
  const before = consent.startAgain(idOf(machine, BLUE));
  for (const [state, expected] of [
    ['pending', [before]],
    ['settled', []],
  ] as const) {
    machine.intent = intentWith({ mode: 'dind', state, consents: [before, 'x'] });
    const { consents } = (await draft(machine, { consents: 'all' })).intent;
    expect([only(consents, 'start-again:'), consents.includes('x')]).toEqual([expected, false]);
  }
});

test('how a container that somebody else made restarts is known before it is changed, and not afterwards', async () => {
  const machine = new Machine();
  begin(machine, { name: names.jenkins.dood, policy: 'always' });
  const id = idOf(machine, names.jenkins.dood);
  const restarts = async () => only((await draft(machine, { consents: 'all' })).intent.consents, 'restart:');
  expect(await restarts()).toEqual([consent.restart(id, 'always', 0)]);
  machine.intent = intentWith({ mode: 'dind', state: 'pending', consents: [consent.restart(id, 'always', 0), 'x'] });
  machine.engine.container(id).policy = 'no';
  expect(await restarts()).toEqual([consent.restart(id, 'always', 0)]);
  begin(machine, { name: names.jenkins.dind, policy: 'on-failure' });
  expect(await restarts()).toEqual([
    consent.restart(id, 'always', 0),
    consent.restart(idOf(machine, names.jenkins.dind), 'on-failure', 0),
  ]);
  machine.intent = intentWith({ mode: 'dind', state: 'settled', consents: [consent.restart(id, 'always', 0)] });
  expect(await restarts()).toContain(consent.restart(id, 'no', 0));
  expect(only((await draft(await having({}))).intent.consents, 'restart:'), 'ours').toEqual([]);
});

test('the plan is the one with the consents; a yes to all still shows what it says yes to', async () => {
  const machine = new Machine();
  begin(machine, { name: names.jenkins.dood });
  const asked = (await draft(machine)).observation.plan.questions.map(({ id }) => id);
  expect(asked).toHaveLength(2);
  const all = await draft(machine, { consents: 'all' });
  expect(all.observation.plan.questions.map(({ id }) => id)).toEqual(asked);
  expect(all.intent.consents).toEqual(expect.arrayContaining(asked));
  machine.intent = intentWith({ mode: 'dind', state: 'pending', consents: asked });
  const resumed = (await draft(machine)).observation.plan.questions.map(({ id }) => id);
  expect(resumed, 'builds that were agreed to are no question').toEqual(
    asked.filter((id) => !id.startsWith('interrupt:')),
  );
});

test('a port that an earlier process may still hold is waited for; one that a stranger has is told at once', async () => {
  for (const [state, waits] of [
    ['pending', true],
    ['settled', false],
  ] as const) {
    const machine = await having({ mode: 'dind', state });
    const began = machine.clock.now();
    let looks = 0;
    const taken = ({ host }: World) => ({
      host: {
        ...host,
        async portHolder(_address: string, port: number) {
          if (port === 8081) looks += 1;
          return port === 8081 && looks < 3 ? 'docker-proxy' : null;
        },
      },
    });
    const { blocks } = (await draft(machine, {}, taken)).observation.plan;
    expect([blocks.map(({ code }) => code), machine.clock.now() - began]).toEqual(
      waits ? [[], 2000] : [['port/in-use'], 0],
    );
  }
});

test.each([
  ['the same mode, settled', {}, 0, true],
  ['another mode', { mode: 'dind' }, 0, false],
  ['one that is pending', { state: 'pending' }, 0, false],
  ['one that failed', { state: 'failed' }, 0, false],
  ['one that gave way', { failure }, 0, false],
  ['one that left something', { left: failure }, 0, false],
  ['one with something to do', {}, 1, false],
] as const)('a request is reached: %s', (_what, change, steps, expected) => {
  const stored = intentWith({ mode: 'dood', state: 'settled', ...change });
  const step = { kind: 'remove-context', name: '', cause: { object: '', current: '', desired: '' } } as const;
  const plan = { steps: Array.from({ length: steps }, () => step), questions: [], blocks: [], notices: [] };
  expect(isReached({ mode: 'dood', consents: [] }, stored, plan)).toBe(expected);
});

import { expect, test } from 'vitest';
import { type JenkinsMode, otherMode } from '../../../../electron/shared/mode.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import type { ModelContainer, NewContainer } from '../../../doubles/model-engine/objects.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** The way back to a Jenkins that the user made by hand: it goes on or is started as it was, and nothing is built for it. */

const both = ['dind', 'dood'] as const;
const homeMount = { type: 'bind', source: HOME, target: '/var/jenkins_home', readOnly: false } as const;
const ports = { dind: 8081, dood: 8080 };

/** A machine on which the user's own Jenkins runs under the name of this mode; it has been up for a while. */
function withHandMade(mode: JenkinsMode, given: Partial<NewContainer> = {}): Machine {
  const machine = new Machine();
  const { engine } = machine;
  engine.build('jenkins/jenkins', {});
  engine.create({
    name: names.jenkins[mode],
    image: 'jenkins/jenkins',
    policy: 'always',
    mounts: [homeMount],
    ports: [{ address: '0.0.0.0', port: ports[mode], target: 8080 }],
    ...given,
  });
  engine.start(names.jenkins[mode]);
  machine.clock.advance(60_000);
  return machine;
}

const isHandMade = ({ image }: ModelContainer): boolean => image === 'jenkins/jenkins';
const handMade = (machine: Machine): ModelContainer | undefined => machine.engine.containers.find(isHandMade);

/** Where the hand-made Jenkins is as it was, and alone. */
function expectBack(machine: Machine, mode: JenkinsMode, starts: number): void {
  expect(handMade(machine)).toMatchObject({ name: names.jenkins[mode], policy: 'always', starts });
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([names.jenkins[mode]]);
  expect(machine.record).not.toContain(`build ${names.images[mode]}`);
  expect(machine.violations).toEqual([]);
}

test('where DinD does not become healthy, the hand-made Jenkins goes on', async () => {
  const machine = withHandMade('dood');
  machine.behaviour = ({ image }) => (image === names.images.nestedEngine ? { readyAfter: null } : {});
  const result = await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { code: 'dind/unhealthy' } });
  expectBack(machine, 'dood', 1);
  expect(machine.containers()).toEqual([`${names.jenkins.dood} running`]);
});

test.each(both)('where Jenkins in %s does not become ready, the hand-made one is started as it was', async (mode) => {
  const old = otherMode(mode);
  const machine = withHandMade(old);
  machine.behaviour = (it) => (it.image === names.images[mode] ? { readyAfter: null } : {});
  const result = await machine.process().controller.fulfil({ mode, consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expectBack(machine, old, 2);
  expect(machine.containers()).toEqual([`${names.jenkins[old]} running`]);
});

test.each(both)(
  'where %s by hand is replaced in its own mode and the new one fails, it is started as it was',
  async (mode) => {
    const machine = withHandMade(mode);
    machine.behaviour = (it) => (it.image === names.images[mode] ? { readyAfter: null } : {});
    const result = await machine.process().controller.fulfil({ mode, consents: 'all' });
    expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
    expect(handMade(machine)).toMatchObject({ name: names.jenkins[mode], policy: 'always', starts: 2 });
    expect(machine.jenkinsOnHome().map(({ image }) => image)).toEqual(['jenkins/jenkins']);
  },
);

test('a hand-made Jenkins without a page comes back, and one without a restart policy keeps none', async () => {
  const machine = withHandMade('dood', { ports: [], policy: 'no' });
  machine.behaviour = ({ image }) => (image === names.images.dind ? { readyAfter: null } : {});
  expect((await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' })).ok).toBe(false);
  expect(handMade(machine)).toMatchObject({ name: names.jenkins.dood, policy: 'no', run: { kind: 'running' } });
});

/** Cancels a first switch to DinD as soon as this happens to a container. */
async function cancelledAt(name: string, action: string): Promise<Machine> {
  const machine = withHandMade('dood');
  const { controller } = machine.process();
  let happened = false;
  machine.engine.onEvent((which, what) => {
    happened ||= which === name && what === action;
  });
  const switching = controller.fulfil({ mode: 'dind', consents: 'all' });
  await until(() => happened, `${action} of ${name}`);
  await controller.cancel();
  await switching;
  return machine;
}

test('cancelled while it prepares, a first switch leaves the hand-made Jenkins alone', async () => {
  const machine = await cancelledAt(names.nestedEngine, 'start');
  expectBack(machine, 'dood', 1);
});

test('cancelled after the stop, a first switch starts the hand-made Jenkins as it was', async () => {
  const machine = await cancelledAt(names.jenkins.dind, 'start');
  expectBack(machine, 'dood', 2);
});

test('a hand-made nested engine goes on beside its Jenkins', async () => {
  const machine = withHandMade('dind');
  const { engine } = machine;
  engine.build('docker', {});
  engine.create({ name: names.nestedEngine, image: 'docker', command: ['sleep', '100000000'], policy: 'always' });
  engine.start(names.nestedEngine);
  machine.behaviour = ({ image }) => (image === names.images.dood ? { readyAfter: null } : {});
  expect((await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(false);
  expectBack(machine, 'dind', 2);
  expect(engine.container(names.nestedEngine)).toMatchObject({ image: 'docker', starts: 1, run: { kind: 'running' } });
});

/** A first switch to DinD whose Jenkins does not become ready, in a process that crashes at this call. */
async function failing(crash: { readonly call: string; readonly carriedOut: boolean } | null): Promise<Machine> {
  const machine = withHandMade('dood');
  machine.behaviour = ({ image }) => (image === names.images.dind ? { readyAfter: null } : {});
  const fault = crash === null ? [] : [{ call: crash.call, nth: 1, fault: { kind: 'crash', ...crash } as const }];
  const { controller, crashed } = machine.process(fault);
  await Promise.race([crashed, controller.fulfil({ mode: 'dind', consents: 'all' })]);
  return machine;
}

test('a crash at any call of a first switch and its way back is made good by the next process', async () => {
  const calls = new Set((await failing(null)).record.filter((line) => !line.startsWith('intent')));
  expect(calls.size).toBeGreaterThan(20);
  for (const call of calls)
    for (const carriedOut of [true, false]) {
      const machine = await failing({ call, carriedOut });
      const { mode, state } = machine.intent;
      if (state === 'pending') await machine.process().controller.fulfil({ mode, consents: [] });
      const what = `${call}, ${carriedOut ? '' : 'not '}carried out`;
      expect(machine.violations, what).toEqual([]);
      expect([what, ...machine.jenkinsOnHome().map(({ image }) => image)]).toEqual([what, 'jenkins/jenkins']);
      expect(handMade(machine), what).toMatchObject({ name: names.jenkins.dood, policy: 'always' });
    }
});

import { expect, test } from 'vitest';
import type { Settings } from '../../../../electron/shared/settings.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** A change in the same mode: the old container is kept, stopped, until the new one is proven, and comes back otherwise. */

const otherPorts = (it: Settings): Settings => ({ ...it, ports: { dind: 9091, dood: 9090, agents: 50001 } });
const otherDns = (it: Settings): Settings => ({ ...it, nested: { ...it.nested, dns: ['192.168.0.1'] } });
const changes = {
  'a Jenkins in DooD': { mode: 'dood', change: otherPorts, names: [names.jenkins.dood] },
  'a Jenkins in DinD': { mode: 'dind', change: otherPorts, names: [names.jenkins.dind] },
  'a nested engine': { mode: 'dind', change: otherDns, names: [names.nestedEngine] },
  'Jenkins and nested engine': {
    mode: 'dind',
    change: (it: Settings) => otherPorts(otherDns(it)),
    names: [names.nestedEngine, names.jenkins.dind],
  },
} as const;
type Change = (typeof changes)[keyof typeof changes];
const all = Object.entries(changes);

/** Two nested engines on one data volume, at any moment. */
function shared(machine: Machine): readonly string[] {
  const found: string[] = [];
  machine.engine.onEvent((_name, action) => {
    const on = machine.engine.containers.filter(
      (it) => it.run.kind !== 'idle' && it.mounts.some(({ source }) => source === names.volumes.data),
    );
    if (on.length > 1) found.push(`${on.map(({ name }) => name).join(' and ')} at ${action}`);
  });
  return found;
}

async function changed({ mode, change }: Change): Promise<Machine> {
  const machine = await Machine.running(mode);
  machine.behaviour = () => ({ readyAfter: 150 });
  machine.settings = change(machine.settings);
  return machine;
}

const idsOf = (machine: Machine, wanted: readonly string[]): readonly string[] =>
  wanted.map((name) => machine.engine.containers.find((it) => it.name === name)?.id ?? 'none');
const usual = {
  dind: ['jenkins-container running', 'nvidia-dind-container running'],
  dood: ['jenkins-dood-container running'],
};
const up = (machine: Machine, { mode }: Change, faults: readonly PlannedFault[] = []) =>
  machine.process(faults).controller.fulfil({ mode, consents: 'all' });

test('Jenkins is created beside the old one, which stops only then, and is removed last', async () => {
  const change = changes['a Jenkins in DooD'];
  const machine = await changed(change);
  const { id } = machine.engine.container(names.jenkins.dood);
  const old = `${names.jenkins.dood}.old.${id.slice(0, 8)}`;
  expect((await up(machine, change)).ok).toBe(true);
  expect(machine.record.filter((line) => !line.startsWith('exec'))).toEqual([
    'intent dood pending',
    'create jenkins-dood-container.new',
    'stop jenkins-dood-container',
    'wait jenkins-dood-container',
    'no restart jenkins-dood-container',
    `rename jenkins-dood-container ${old}`,
    'restart jenkins-dood-container.new',
    'rename jenkins-dood-container.new jenkins-dood-container',
    'start jenkins-dood-container',
    `remove ${old}`,
    'intent dood settled',
  ]);
  expect(machine.violations).toEqual([]);
});

test.each(all)('%s is replaced, and only what changed', async (_what, change) => {
  const machine = await changed(change);
  const before = new Map(machine.engine.containers.map(({ id, name }) => [name, id]));
  const two = shared(machine);
  const result = await up(machine, change);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: change.mode });
  expect(machine.containers()).toEqual(usual[change.mode]);
  for (const { id, name, policy } of machine.engine.containers) {
    expect([name, before.get(name) !== id]).toEqual([name, change.names.some((it) => it === name)]);
    expect(policy).toBe('unless-stopped');
  }
  expect([...two, ...machine.violations]).toEqual([]);
});

test.each(all)('the old one comes back where %s does not start', async (_what, change) => {
  const machine = await changed(change);
  const before = idsOf(machine, change.names);
  breakNew(machine);
  const two = shared(machine);
  const result = await up(machine, change);
  expect(result.ok).toBe(false);
  expect(machine.containers()).toEqual(usual[change.mode]);
  expect(idsOf(machine, change.names)).toEqual(before);
  for (const { policy } of machine.engine.containers) expect(policy).toBe('unless-stopped');
  const { jenkins } = await machine.process().controller.refresh();
  expect(jenkins).toMatchObject({ kind: 'failed', mode: change.mode, url: expect.stringContaining('http') });
  expect([...two, ...machine.violations]).toEqual([]);
});

/** More calls than any change makes. */
const MAX_CALLS = 200;

/** What is wrong after a crash at each call and what the next process does; `next` runs the second process. */
async function sweep(
  change: Change,
  prepare: (machine: Machine) => void,
  wanted: (machine: Machine, before: readonly string[]) => readonly string[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (let nth = 1; nth < MAX_CALLS; nth += 1) {
    const machine = await changed(change);
    const before = idsOf(machine, change.names);
    prepare(machine);
    const two = shared(machine);
    const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut: true } }]);
    const ended = await Promise.race([first.crashed, first.controller.fulfil({ mode: change.mode, consents: 'all' })]);
    if (ended !== 'crashed') {
      expect(nth).toBeGreaterThan(15);
      return wrong;
    }
    const at = `call ${nth} (${machine.record.at(-1) ?? ''})`;
    const pending = machine.intent.state === 'pending';
    // The computer restarts meanwhile: nothing that is aside may start.
    machine.engine.restartEngine(() => machine.clock.advance(5000));
    machine.clock.advance(20_000);
    const { controller } = machine.process();
    controller.watch();
    await until(() => machine.intent.state !== 'pending' && controller.snapshot().activity.kind === 'idle', at);
    await controller.refresh();
    await controller.close();
    const found = [
      ...(pending ? wanted(machine, before) : []),
      ...(machine.containers().join() === usual[change.mode].join() ? [] : [`there: ${machine.containers().join()}`]),
      ...machine.engine.containers
        .filter(({ policy }) => policy !== 'unless-stopped')
        .map(({ name }) => `${name} stays off`),
      ...two,
      ...machine.violations,
    ];
    wrong.push(...found.map((what) => `${at}: ${what}`));
  }
  throw new Error('A change makes more calls than that.');
}

const broken = { readyAfter: null, exits: { after: 200, code: 3 } };
/** Every container that is not there yet ends again and again. */
function breakNew(machine: Machine): void {
  const old = new Set(machine.engine.containers.map(({ id }) => id));
  machine.behaviour = ({ id }) => (old.has(id) ? { readyAfter: 150 } : broken);
}

const swept = ['a Jenkins in DooD', 'Jenkins and nested engine'] as const;

test.each(swept)('a crash after any call while %s is replaced is repaired by the next start', async (what) => {
  const change = changes[what];
  const isNew = (machine: Machine, before: readonly string[]) =>
    idsOf(machine, change.names).flatMap((id, at) => (id !== before[at] ? [] : [`${change.names[at]} is the old one`]));
  expect(await sweep(change, () => undefined, isNew)).toEqual([]);
});

test.each(swept)('a crash after any call while %s is replaced in vain ends with the old one', async (what) => {
  const change = changes[what];
  const isOld = (machine: Machine, before: readonly string[]) =>
    idsOf(machine, change.names).flatMap((id, at) => (id === before[at] ? [] : [`${change.names[at]} is a new one`]));
  expect(await sweep(change, breakNew, isOld)).toEqual([]);
});

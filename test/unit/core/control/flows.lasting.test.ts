import { expect, test } from 'vitest';
import type { Mode } from '../../../../electron/shared/mode.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** One kind of call fails each time it is made: before "ready" the old Jenkins goes on, later the new one stays. */

const always = (call: string, text: string, status: number): PlannedFault[] =>
  Array.from({ length: 60 }, (_, at) => ({ call, nth: at + 1, fault: { kind: 'fail', status, text } }));

async function machineIn(mode: 'dind' | 'dood', change: 'ports' | 'none'): Promise<Machine> {
  const machine = await Machine.running(mode);
  machine.behaviour = () => ({ readyAfter: 150 });
  if (change === 'ports') machine.settings = { ...machine.settings, ports: { dind: 9091, dood: 9090, agents: 50001 } };
  return machine;
}

interface Route {
  readonly from: 'dind' | 'dood';
  readonly to: Mode;
  readonly change: 'ports' | 'none';
}

/** The calls of a route that goes well, in order, without the stored intent. */
async function callsOf({ from, to, change }: Route): Promise<readonly string[]> {
  const machine = await machineIn(from, change);
  expect((await machine.process().controller.fulfil({ mode: to, consents: 'all' })).ok).toBe(true);
  return machine.record.filter((line) => !line.startsWith('intent'));
}

const running = (machine: Machine): string =>
  machine
    .jenkinsOnHome()
    .map(({ name }) => name)
    .join();

/** What is wrong where this call of a route, of these, fails each time. */
async function wrongAt(
  { from, to, change }: Route,
  calls: readonly string[],
  call: string,
): Promise<readonly string[]> {
  const machine = await machineIn(from, change);
  const { controller } = machine.process(always(call, 'device or resource busy', 409));
  const result = await controller.fulfil({ mode: to, consents: 'all' });
  const { jenkins } = await controller.refresh();
  // The last call before Jenkins is ready, or, on the way to off, before it is stopped.
  const last = to === 'off' ? `stop ${names.jenkins[from]}` : `start ${names.jenkins[to]}`;
  const isLate = calls.indexOf(call) > calls.indexOf(last);
  const wanted = isLate ? to : from;
  const wanting = wanted === 'off' ? '' : names.jenkins[wanted];
  return [
    ...(result.ok === isLate ? [] : [result.ok ? 'no failure' : `${result.failure.code} ${result.failure.detail}`]),
    ...(running(machine) === wanting ? [] : [`on the home: ${running(machine)}`]),
    ...(machine.intent.state === 'pending' ? ['the intent is pending'] : []),
    ...(isLate && result.ok && jenkins.kind !== (to === 'off' ? 'stopped' : 'running') ? [jenkins.kind] : []),
    ...machine.violations,
  ].map((what) => `${call}: ${what}`);
}

const routes: readonly (readonly [string, Route])[] = [
  ['a switch to DinD', { from: 'dood', to: 'dind', change: 'none' }],
  ['a switch to DooD', { from: 'dind', to: 'dood', change: 'none' }],
  ['a change of DooD', { from: 'dood', to: 'dood', change: 'ports' }],
  ['down from DinD', { from: 'dind', to: 'off', change: 'none' }],
  ['down from DooD', { from: 'dood', to: 'off', change: 'none' }],
];

/**
 * What may fail for good: the confirmation of an exit, a restart policy that is not there, a look that is made again,
 * and the check of a home that has been checked before.
 */
const endures = /^(?:wait|no restart|exec) |jenkins-tray-probe$/;

test.each(routes)('each call of %s fails for good: the old one goes on, or the new one stays', async (_what, route) => {
  const calls = await callsOf(route);
  // In one mode the old Jenkins starts by the same name as the new one.
  const mayFail = (call: string): boolean => route.from !== route.to || !call.startsWith('start ');
  const wrong: string[] = [];
  for (const call of new Set(calls.filter((line) => !endures.test(line) && mayFail(line))))
    wrong.push(...(await wrongAt(route, calls, call)));
  expect(wrong).toEqual([]);
});

test('a name that a stranger has is told once waiting for it was in vain, and the old Jenkins serves on', async () => {
  const machine = await machineIn('dood', 'ports');
  machine.engine.build('some-image', {});
  machine.engine.create({ name: `${names.jenkins.dood}.new`, image: 'some-image' });
  const began = machine.clock.now();
  const result = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result).toMatchObject({ ok: false, failure: { code: 'name/taken', command: 'docker ps -a' } });
  expect(machine.clock.now() - began).toBeGreaterThanOrEqual(3000);
  expect(machine.record.filter((line) => line.startsWith('stop'))).toEqual([]);
  expect(machine.containers()).toEqual(['jenkins-dood-container running', 'jenkins-dood-container.new idle']);
});

test('what is being removed for a moment (409) is waited for, in any step', async () => {
  const route = routes[2]?.[1] ?? { from: 'dood', to: 'dood', change: 'ports' };
  for (const call of new Set(await callsOf(route))) {
    const machine = await machineIn(route.from, route.change);
    const text = 'removal of container is already in progress';
    const faults = [1, 2].map((nth) => ({ call, nth, fault: { kind: 'fail', status: 409, text } as const }));
    const result = await machine.process(faults).controller.fulfil({ mode: route.to, consents: 'all' });
    expect([call, result.ok ? result.value.jenkins.kind : result.failure]).toEqual([call, 'running']);
    expect(machine.containers()).toEqual(['jenkins-dood-container running']);
  }
});

import { expect, test } from 'vitest';
import { loginNeeded } from '../../../../electron/shared/failures/jenkins.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

/** Builds that run while Jenkins is to stop: a consent names them, and what it does not name is asked about. */

const build = (job: string, number: number): Build => ({ ...runningBuild, job, number });
const known = (...value: readonly Build[]) => ({ ok: true, value }) as const;
const unknown = { ok: false, failure: loginNeeded('http://127.0.0.1:8080') } as const;

/** Calls back once the new mode's nested engine is created: images are built by then, and nothing has stopped. */
function whilePreparing(machine: Machine, happens: () => void): void {
  machine.engine.onEvent((name, action) => {
    if (name === names.nestedEngine && action === 'create') happens();
  });
}

/** The consents that the preview of a switch to DinD asks for now. */
async function asked(machine: Machine): Promise<readonly string[]> {
  const preview = await machine.process().controller.preview('dind');
  return preview.ok ? preview.value.questions.map(({ id }) => id) : [preview.failure.title];
}

const toDind = (machine: Machine, consents: readonly string[]) =>
  machine.process().controller.fulfil({ mode: 'dind', consents });

const isUntouched = (machine: Machine): void => {
  expect(machine.engine.container(names.jenkins.dood)).toMatchObject({ starts: 1, run: { kind: 'running' } });
  expect(machine.record.filter((line) => line === `stop ${names.jenkins.dood}`)).toEqual([]);
};

test('a build that begins after the preview is asked about, although another one may be stopped', async () => {
  const machine = await Machine.running('dood');
  machine.builds = known(build('train', 1));
  const consents = await asked(machine);
  machine.builds = known(build('train', 1), build('deploy', 7));
  const result = await toDind(machine, consents);
  expect(result).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect(result.ok ? '' : result.failure.detail).toContain('deploy #7');
  isUntouched(machine);
});

test('a build that begins during the switch is named, and not stopped with the others', async () => {
  const machine = await Machine.running('dood');
  machine.builds = known(build('train', 1));
  const consents = await asked(machine);
  whilePreparing(machine, () => {
    machine.builds = known(build('train', 1), build('deploy', 7));
  });
  const result = await toDind(machine, consents);
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/busy' } });
  expect(result.ok ? '' : result.failure.detail).toContain('deploy #7');
  isUntouched(machine);
});

test('builds that end meanwhile need no other consent', async () => {
  const machine = await Machine.running('dood');
  machine.builds = known(build('a, b%2C', 1), build('deploy', 7), build('train', 3));
  const consents = await asked(machine);
  machine.builds = known(build('a, b%2C', 1), build('train', 3));
  whilePreparing(machine, () => {
    machine.builds = known(build('a, b%2C', 1));
  });
  const result = await toDind(machine, consents);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
});

test('builds that are no longer known at the stop are not stopped without consent', async () => {
  const machine = await Machine.running('dood');
  whilePreparing(machine, () => {
    machine.builds = unknown;
  });
  expect(await toDind(machine, [])).toMatchObject({ ok: false, failure: { code: 'jenkins/busy' } });
  isUntouched(machine);
});

test('a Jenkins whose page no longer answers at the stop is not stopped without consent', async () => {
  const machine = await Machine.running('dood');
  whilePreparing(machine, () => {
    machine.behaviour = ({ name }) => (name === names.jenkins.dood ? { readyAfter: null } : {});
  });
  expect(await toDind(machine, [])).toMatchObject({ ok: false, failure: { code: 'jenkins/busy' } });
  isUntouched(machine);
});

test('a Jenkins that exits meanwhile runs no builds', async () => {
  const machine = await Machine.running('dood');
  whilePreparing(machine, () => {
    machine.engine.stop(names.jenkins.dood, 0);
    machine.clock.advance(1);
  });
  const result = await toDind(machine, []);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
});

test('who agrees to unknown builds agrees to all of them', async () => {
  const machine = await Machine.running('dood');
  machine.builds = unknown;
  const consents = await asked(machine);
  whilePreparing(machine, () => {
    machine.builds = known(build('deploy', 7));
  });
  const result = await toDind(machine, consents);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
});

test('a consent to named builds is none to unknown ones', async () => {
  const machine = await Machine.running('dood');
  machine.builds = known(build('train', 1));
  const consents = await asked(machine);
  machine.builds = unknown;
  expect(await toDind(machine, consents)).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  isUntouched(machine);
});

test('a build that begins while the users of the home are looked at is not stopped', async () => {
  const machine = await Machine.running('dood');
  const { controller, world } = machine.process();
  const { jenkins } = world.host;
  let isDraining = false;
  controller.subscribe(({ activity }) => {
    const steps = activity.kind === 'working' ? activity.steps : [];
    isDraining = steps.some(({ kind, state }) => kind === 'drain' && state === 'running');
  });
  const slow = async () => {
    if (!isDraining) return jenkins();
    await new Promise<void>((resolve) => void world.clock.after(200, resolve));
    machine.builds = known(build('train', 1));
    return jenkins();
  };
  Object.assign(world.host, { jenkins: slow });
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/busy' } });
  isUntouched(machine);
});

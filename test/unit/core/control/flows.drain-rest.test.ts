import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import { err, ok } from '../../../../electron/shared/failure.ts';
import { notDrained, pageNotReady } from '../../../../electron/shared/failures/jenkins.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

/** A Jenkins without the image's script, such as one of an older image, is drained by its REST API. */

const train: Build = { ...runningBuild, job: 'train', number: 7, url: 'http://127.0.0.1:8080/job/train/7/' };

/** DooD with these builds, and what a switch to DinD leads to. */
async function switched(builds: readonly Build[], given: readonly string[], prepare?: (machine: Machine) => void) {
  const machine = await Machine.running('dood');
  machine.builds = ok(builds);
  prepare?.(machine);
  const { controller } = machine.process();
  const preview = await controller.preview('dind', [], given);
  const consents = preview.ok ? preview.value.questions.map(({ id }) => id) : [];
  const result = await controller.fulfil({ mode: 'dind', consents, given });
  return { machine, result, jenkins: controller.snapshot().jenkins };
}

test('what is aborted cannot be queued again, and the notice does not say so', async () => {
  const { machine, jenkins } = await switched([train], [consent.requeue()]);
  expect(jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.rest.stopped).toEqual(['/job/train/7']);
  expect(machine.intent.aborted).toMatchObject({ detail: 'train #7', fix: 'Start it again in Jenkins.' });
});

const refuses = (machine: Machine): void => {
  machine.rest.refuses = notDrained('http://127.0.0.1:8080', 'It asks for a login.');
};

test('where nothing runs, a Jenkins that refuses to be drained is no obstacle', async () => {
  const { jenkins } = await switched([], [consent.whenIdle(0)], refuses);
  expect(jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
});

test('where builds run, it says why they cannot be waited for, and they go on', async () => {
  const { machine, result, jenkins } = await switched([train], [consent.whenIdle(0)], refuses);
  expect(result).toMatchObject({ ok: false, failure: { title: 'Jenkins could not be asked to start no new builds' } });
  expect([machine.rest.stopped, jenkins]).toEqual([[], expect.objectContaining({ kind: 'running', mode: 'dood' })]);
});

test('a Jenkins that could not be stopped after its drain builds again', async () => {
  const machine = await Machine.running('dood');
  machine.builds = ok([train]);
  const call = `stop ${names.jenkins.dood}`;
  const fault = { kind: 'fail', status: 500, text: 'no space left on device' } as const;
  const { controller } = machine.process([{ call, nth: 'each', fault }]);
  const preview = await controller.preview('dind');
  const consents = preview.ok ? preview.value.questions.map(({ id }) => id) : [];
  const result = await controller.fulfil({ mode: 'dind', consents });
  expect([result.ok, machine.rest.stopped.length]).toEqual([false, 1]);
  expect(controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.rest.quiet).toBe(false);
});

test('one that an administrator had prepared for shutdown stays so', async () => {
  const machine = await Machine.running('dood');
  machine.builds = ok([train]);
  machine.rest.quiet = true;
  const fault = { kind: 'fail', status: 500, text: 'no space left on device' } as const;
  const { controller } = machine.process([{ call: `stop ${names.jenkins.dood}`, nth: 'each', fault }]);
  const consents = [consent.interrupt(machine.engine.container(names.jenkins.dood).id, [train])];
  expect((await controller.fulfil({ mode: 'dind', consents })).ok).toBe(false);
  expect([machine.rest.stopped.length, machine.rest.quiet]).toEqual([1, true]);
});

test('after a crash, builds that are not known for a moment are waited for all the same', async () => {
  const machine = await Machine.running('dood');
  machine.builds = ok([train]);
  const call = `exec ${names.jenkins.dood}`;
  const first = machine.process([{ call, nth: 1, fault: { kind: 'crash', carriedOut: true } }]);
  const began = first.controller.fulfil({ mode: 'dind', consents: [], given: [consent.whenIdle(0)] });
  expect(await Promise.race([first.crashed, began])).toBe('crashed');
  machine.builds = err(pageNotReady('http://127.0.0.1:8080'));
  machine.clock.after(60_000, () => {
    machine.builds = ok([train]);
  });
  const ended = machine.clock.now() + 180_000;
  machine.clock.after(180_000, () => {
    machine.builds = ok([]);
  });
  const { controller } = machine.process();
  controller.watch();
  await until(() => machine.intent.state !== 'pending' && controller.snapshot().activity.kind === 'idle', 'the switch');
  expect(controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.clock.now()).toBeGreaterThan(ended);
  await controller.close();
});

test('after a crash, a Jenkins that was already ending is waited for no longer than it takes', async () => {
  const machine = await Machine.running('dood');
  machine.builds = ok([train]);
  machine.clock.after(3000, () => {
    machine.builds = ok([]);
  });
  const call = `stop ${names.jenkins.dood}`;
  const first = machine.process([{ call, nth: 1, fault: { kind: 'crash', carriedOut: true } }]);
  const began = first.controller.fulfil({ mode: 'dind', consents: [], given: [consent.whenIdle(0)] });
  expect(await Promise.race([first.crashed, began])).toBe('crashed');
  machine.builds = err(pageNotReady('http://127.0.0.1:8080'));
  machine.rest.refuses = notDrained('http://127.0.0.1:8080', 'no answer');
  const since = machine.clock.now();
  const { controller } = machine.process();
  controller.watch();
  await until(() => machine.intent.state !== 'pending' && controller.snapshot().activity.kind === 'idle', 'the switch');
  expect(controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.clock.now() - since).toBeLessThan(120_000);
  await controller.close();
});

test('a Cancel after a crash lets a Jenkins build again that was asked to start no builds', async () => {
  const machine = await Machine.running('dood');
  machine.builds = ok([train]);
  const call = `stop ${names.jenkins.dood}`;
  const first = machine.process([{ call, nth: 1, fault: { kind: 'crash', carriedOut: false } }]);
  const consents = [consent.interrupt(machine.engine.container(names.jenkins.dood).id, [train])];
  const began = first.controller.fulfil({ mode: 'dind', consents });
  expect(await Promise.race([first.crashed, began])).toBe('crashed');
  expect(machine.rest.quiet).toBe(true);
  const { controller } = machine.process();
  await controller.cancel();
  expect(controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect([machine.rest.quiet, machine.intent.quieted]).toEqual([false, null]);
});

test('its preview does not offer to queue aborted builds again, and names what waits', async () => {
  const machine = await Machine.running('dood');
  machine.builds = ok([train]);
  machine.rest.queue = [{ job: 'team/deploy', why: 'Waiting for an executor' }];
  const preview = await machine.process().controller.preview('dind');
  expect(preview.ok && [preview.value.requeues, preview.value.questions[0]?.detail]).toEqual([
    false,
    expect.stringContaining('In the queue, which is kept: team » deploy'),
  ]);
});

test('who asked Jenkins to prepare for its shutdown is told, and the queue is shown', async () => {
  const machine = await Machine.running('dood');
  machine.rest.quiet = true;
  machine.rest.reason = 'Docker is upgraded';
  machine.rest.queue = [{ job: 'deploy', why: 'Jenkins is about to shut down' }];
  const { controller } = machine.process();
  expect(await controller.refresh()).toMatchObject({
    jenkins: { condition: 'quiet', reason: 'Docker is upgraded' },
    builds: { queue: machine.rest.queue },
  });
  machine.intent = { ...machine.intent, quieted: machine.engine.container(names.jenkins.dood).id };
  expect(await controller.refresh()).toMatchObject({ jenkins: { reason: 'Jenkins Tray, while it waits for builds' } });
});

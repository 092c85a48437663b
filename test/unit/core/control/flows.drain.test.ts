import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import { err, FailureError, type Result } from '../../../../electron/shared/failure.ts';
import { loginNeeded } from '../../../../electron/shared/failures/jenkins.ts';
import { interruptedByUser } from '../../../../electron/shared/failures/run.ts';
import type { Snapshot } from '../../../../electron/shared/snapshot.ts';
import { DrainScript, type ScriptedBuild } from '../../../doubles/model-engine/drain-script.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** Running builds end before Jenkins stops, where the user asked for that. */

const MINUTE = 60_000;

/** DooD with these builds, which end after so many minutes; never: Infinity. */
async function building(...builds: readonly (Omit<ScriptedBuild, 'endsAt'> & { readonly minutes: number })[]) {
  const machine = await Machine.running('dood');
  const script = new DrainScript();
  script.builds = builds.map(({ minutes, ...it }) => ({ ...it, endsAt: machine.clock.now() + minutes * MINUTE }));
  machine.script = script;
  return { machine, script };
}

const toDind = (machine: Machine, given: readonly string[]) =>
  machine.process().controller.fulfil({ mode: 'dind', consents: [], given });

const stopOf = (machine: Machine): number => machine.record.indexOf(`stop ${names.jenkins.dood}`);

test('a switch waits for all builds, and aborts none', async () => {
  const { machine, script } = await building({ job: 'train', number: 7, minutes: 90 });
  const began = machine.clock.now();
  const result = await toDind(machine, [consent.whenIdle(0)]);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(machine.clock.now() - began).toBeGreaterThan(90 * MINUTE);
  expect([script.aborted, script.quiet, machine.intent.aborted ?? null]).toEqual([[], true, null]);
});

test('from the end of the last build to the stop it takes at most 1.5 s', async () => {
  const { machine, script } = await building({ job: 'train', number: 7, minutes: 10 });
  let stopped = 0;
  machine.engine.onEvent((name, action) => {
    if (name === names.jenkins.dood && action === 'kill') stopped ||= machine.clock.now();
  });
  await toDind(machine, [consent.whenIdle(0)]);
  expect(stopped - (script.builds[0]?.endsAt ?? 0)).toBeLessThan(1500);
});

test('after so many minutes the rest is aborted, named, and Pipelines are left', async () => {
  const { machine, script } = await building(
    { job: 'short', number: 1, minutes: 5 },
    { job: 'train', number: 7, minutes: Number.POSITIVE_INFINITY },
    { job: 'flow', number: 2, minutes: Number.POSITIVE_INFINITY, pipeline: true },
  );
  const result = await toDind(machine, [consent.whenIdle(30), consent.requeue()]);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(script.aborted).toEqual(['requeue job/train/7/']);
  expect(machine.intent.aborted).toMatchObject({ code: 'jenkins/builds-aborted', detail: 'train #7' });
  expect(result.ok && result.value.notices.map(({ failure }) => failure.title)).toContain('A build was aborted');
});

/** After ten minutes a container with this folder begins. */
function beginsLater(machine: Machine, image: string, source: string): void {
  const mounts = [{ type: 'bind', source, target: '/w', readOnly: false }] as const;
  machine.engine.build(image, {});
  machine.clock.after(10 * MINUTE, () => {
    machine.engine.create({ name: 'stranger', image, command: ['sleep', '1000000'], mounts });
    machine.engine.start('stranger');
  });
}

test.each(['jenkins/jenkins', 'some-backup'])(
  '%s that begins on the home during the wait keeps the old Jenkins from being stopped, and aborts nothing',
  async (image) => {
    const { machine, script } = await building({ job: 'train', number: 7, minutes: Number.POSITIVE_INFINITY });
    beginsLater(machine, image, HOME);
    const result = await toDind(machine, [consent.whenIdle(30)]);
    expect(result).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
    expect([stopOf(machine), script.aborted, script.draining]).toEqual([-1, [], false]);
  },
);

test('what a build that is waited for began in its workspace is in nobody’s way', async () => {
  const { machine } = await building({ job: 'train', number: 7, minutes: 30 });
  beginsLater(machine, 'some-image', `${HOME}/workspace/train`);
  const result = await toDind(machine, [consent.whenIdle(0)]);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
});

test('what it waits for is shown, with times', async () => {
  const { machine } = await building({ job: 'train', number: 7, minutes: 5 });
  const { controller } = machine.process();
  const seen = new Set<string>();
  controller.subscribe(({ activity }) => {
    if (activity.kind === 'working')
      for (const { kind, state, detail } of activity.steps)
        if (kind === 'drain' && state === 'running') seen.add(detail);
  });
  await controller.fulfil({ mode: 'dind', consents: [], given: [consent.whenIdle(30)] });
  expect([...seen].find((it) => it.startsWith('train #7'))).toMatch(/^train #7 \(.+\); at most .+ more$/);
});

test('builds start again after Cancel, and nothing was stopped', async () => {
  const { machine, script } = await building({ job: 'train', number: 7, minutes: Number.POSITIVE_INFINITY });
  const { controller } = machine.process();
  let back: Promise<unknown> | null = null;
  controller.subscribe(({ activity }) => {
    if (activity.kind !== 'working' || back !== null) return;
    if (activity.steps.some(({ kind, state, detail }) => kind === 'drain' && state === 'running' && detail !== ''))
      if (script.draining) back = controller.cancel();
  });
  const result = await controller.fulfil({ mode: 'dind', consents: [], given: [consent.whenIdle(0)] });
  await back;
  expect(result).toMatchObject({ ok: false, failure: { code: 'run/interrupted' } });
  expect([script.draining, script.quiet, stopOf(machine)]).toEqual([false, false, -1]);
  expect(controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
});

test('named builds that may be stopped are aborted and saved before Jenkins stops', async () => {
  const { machine, script } = await building({ job: 'train', number: 7, minutes: 90 });
  const { controller } = machine.process();
  const preview = await controller.preview('dind');
  const consents = preview.ok ? preview.value.questions.map(({ id }) => id) : [];
  const result = await controller.fulfil({ mode: 'dind', consents });
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(script.aborted).toEqual(['job/train/7/']);
});

test('builds that were aborted are named also where the switch fails afterwards', async () => {
  const { machine } = await building({ job: 'train', number: 7, minutes: Number.POSITIVE_INFINITY });
  machine.behaviour = ({ name }) => (name === names.jenkins.dind ? { readyAfter: null } : {});
  const { controller } = machine.process();
  const result = await controller.fulfil({ mode: 'dind', consents: [], given: [consent.whenIdle(1)] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expect(controller.snapshot().notices.map(({ failure }) => failure.detail)).toContain('train #7');
});

test('builds that were aborted before a crash are named by the request that goes on', async () => {
  const { machine } = await building({ job: 'train', number: 7, minutes: Number.POSITIVE_INFINITY });
  const call = `stop ${names.jenkins.dood}`;
  const first = machine.process([{ call, nth: 1, fault: { kind: 'crash', carriedOut: true } }]);
  const began = first.controller.fulfil({ mode: 'dind', consents: [], given: [consent.whenIdle(1)] });
  expect(await Promise.race([first.crashed, began])).toBe('crashed');
  const { controller } = machine.process();
  await controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(controller.snapshot().notices.map(({ failure }) => failure.detail)).toContain('train #7');
});

test('without a login the script tells what runs', async () => {
  const { machine, script } = await building({ job: 'train', number: 7, minutes: 90 });
  script.told = () => err(loginNeeded('http://127.0.0.1:8080'));
  const preview = await machine.process().controller.preview('dind');
  expect(preview.ok && preview.value.questions).toMatchObject([{ text: 'Stop a running build: train #7' }]);
});

test.each([1, 2, 3, 9])(
  'a crash at question %i of a drain: the next start waits on, and aborts nothing',
  async (nth) => {
    const { machine, script } = await building({ job: 'train', number: 7, minutes: 30 });
    const call = `exec ${names.jenkins.dood}`;
    const first = machine.process([{ call, nth, fault: { kind: 'crash', carriedOut: true } }]);
    const began = first.controller.fulfil({ mode: 'dind', consents: [], given: [consent.whenIdle(0)] });
    expect(await Promise.race([first.crashed, began])).toBe('crashed');
    const { controller } = machine.process();
    controller.watch();
    await until(
      () => machine.intent.state !== 'pending' && controller.snapshot().activity.kind === 'idle',
      'the switch',
    );
    expect(controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
    await controller.close();
    expect([script.aborted, script.builds[0]?.endsAt ?? 0]).toEqual([[], expect.any(Number)]);
    expect(machine.violations).toEqual([]);
  },
);

test('a Cancel while builds are aborted names them at its end', async () => {
  const { machine, script } = await building({ job: 'train', number: 7, minutes: 90 });
  const call = `exec ${names.jenkins.dood}`;
  const { controller } = machine.process([{ call, nth: 3, fault: { kind: 'delay', ms: 2000 } }]);
  let back: Promise<unknown> | null = null;
  controller.subscribe(({ activity }) => {
    if (activity.kind === 'working' && activity.steps.some(({ detail }) => detail.startsWith('aborting')))
      back ??= controller.cancel();
  });
  const consents = [consent.interrupt(machine.engine.container(names.jenkins.dood).id, [{ job: 'train', number: 7 }])];
  await controller.fulfil({ mode: 'dind', consents });
  await back;
  expect(controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect([script.aborted, script.draining]).toEqual([['job/train/7/'], false]);
  expect(controller.snapshot().notices.map(({ failure }) => failure.detail)).toContain('train #7');
});

test('Ctrl-C in a wait withdraws the request: an app beside does not go on with it', async () => {
  const { machine, script } = await building({ job: 'train', number: 7, minutes: 30 });
  const app = machine.process();
  app.controller.watch();
  const { controller } = machine.process();
  const ctrlC = new AbortController();
  controller.subscribe(() => script.draining && ctrlC.abort(new FailureError(interruptedByUser())));
  const given = [consent.whenIdle(0)];
  const result = await controller.fulfil({ mode: 'dind', consents: [], given }, ctrlC.signal);
  expect(result).toMatchObject({ ok: false, failure: { title: 'Interrupted while it waited for builds' } });
  expect([script.draining, script.quiet, stopOf(machine)]).toEqual([false, false, -1]);
  expect(machine.intent).toMatchObject({ mode: 'dood', state: 'settled' });
  machine.clock.advance(60 * MINUTE);
  await until(() => app.controller.snapshot().jenkins.kind === 'running', 'a look');
  expect(app.controller.snapshot().jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  await app.controller.close();
});

test('the app cancels the wait of a command, which then goes back', async () => {
  const { machine, script } = await building({ job: 'train', number: 7, minutes: Number.POSITIVE_INFINITY });
  const app = machine.process();
  const seen = new Set<string>();
  app.controller.subscribe(({ activity }) => activity.kind === 'working' && seen.add(activity.backTo ?? 'forward'));
  const cancelled: Promise<Result<Snapshot>>[] = [];
  const command = machine.process();
  command.controller.subscribe(() => {
    if (script.draining && cancelled.length === 0) cancelled.push(app.controller.cancel());
  });
  const result = await command.controller.fulfil({ mode: 'dind', consents: [], given: [consent.whenIdle(0)] });
  expect(result).toMatchObject({ ok: false, failure: { title: 'Cancelled from another Jenkins Tray' } });
  expect((await cancelled[0])?.ok).toBe(true);
  expect([...seen]).toEqual(['dood']);
  expect([script.draining, stopOf(machine), machine.intent.state]).toEqual([false, -1, 'settled']);
  expect(app.controller.snapshot()).toMatchObject({
    jenkins: { kind: 'running', mode: 'dood' },
    activity: { kind: 'idle' },
  });
  expect(machine.violations).toEqual([]);
});

test('after a crash a wait of 30 minutes does not begin anew', async () => {
  const { machine, script } = await building({ job: 'train', number: 7, minutes: Number.POSITIVE_INFINITY });
  const call = `exec ${names.jenkins.dood}`;
  const first = machine.process([{ call, nth: 100, fault: { kind: 'crash', carriedOut: true } }]);
  const began = first.controller.fulfil({ mode: 'dind', consents: [], given: [consent.whenIdle(30)] });
  expect(await Promise.race([first.crashed, began])).toBe('crashed');
  const since = machine.intent.waitingSince ?? 0;
  expect(since).toBeGreaterThan(0);
  const { controller } = machine.process();
  controller.watch();
  await until(() => machine.intent.state !== 'pending' && controller.snapshot().activity.kind === 'idle', 'the switch');
  expect(machine.clock.now() - since).toBeLessThan(32 * MINUTE);
  expect([script.aborted, machine.intent.waitingSince]).toEqual([['job/train/7/'], null]);
  await controller.close();
});

test('with the image’s script, aborted builds can be queued again', async () => {
  const { machine } = await building({ job: 'train', number: 7, minutes: 90 });
  const preview = await machine.process().controller.preview('dind');
  expect(preview.ok && preview.value.requeues).toBe(true);
});
